"""A gateway's temper, and the order and the moment in which callback, query and statement come.

`expected` is a small model of its own of what must come of it; `play` does it with real calls over
HTTP. The suite plays every pair (`test_combinations`), `make soak` plays all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from typing import Any, Protocol

from orders.counter import driving
from orders.counter.gateways.http import HttpGateway
from orders.counter.gateways.models import GatewayState
from orders.counter.gateways.registry import account_of
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.settling import apply_outcome, confirm_given_back
from partners.journal.models import Activity
from stations.clock import today
from tests.orders.counter.sandbox import drive, make_charged

# Does it, and gives no answer that could be believed.
LOST = {Temper.SLOW, Temper.SILENT, Temper.RESET, Temper.NONSENSE, Temper.HUGE}


class Source(StrEnum):
    CALLBACK = "callback"
    QUERY = "query"
    STATEMENT = "statement"


class Moment(StrEnum):
    """When the first of the three comes; the others come after the answer."""

    BEFORE = "before it is sent"
    WHILE = "while it is being sent"
    AFTER = "after the answer"
    RETURNED = "after the villager has the money back"


ORDERS = list(permutations(Source))
KINDS = ["mobile", "withdrawal"]  # paid in, paid out


@dataclass(frozen=True)
class Case:
    temper: Temper
    order: tuple[Source, ...]
    moment: Moment
    kind: str

    def __str__(self) -> str:
        return f"{self.kind}, {self.temper}, {' then '.join(self.order)}, the first {self.moment}"


class World(Protocol):
    """What a case is played in: a station, and a sandbox whose temper is set."""

    station: Any

    def be(self, temper: Temper) -> None: ...
    def call_back(self, service: CounterService) -> None: ...


# --- the model ---------------------------------------------------------------------


class _Model:
    """An order as we must see it, and whether the provider has done it."""

    def __init__(self, temper: Temper) -> None:
        self.temper = temper
        self.state, self.done, self.given_back = "charged", False, False

    def hear(self, word: str | None) -> None:
        if word is None or self.state == "charged":
            return
        if self.state in {"submitting", "unknown"}:
            self.state = {"right": "succeeded", "wrong": "suspense", "failed": "failed"}[word]
        elif self.state in {"failed", "refunded"} and word == "right":
            self.state = "suspense"
        # The float has it back with the failure, whatever is heard later.
        self.given_back = self.given_back or self.state == "failed"

    def submit(self, temper: Temper) -> str | None:
        if temper == Temper.ERROR_FIRST and not self.done:
            return None
        self.done = True
        if temper in LOST:
            return None
        return {Temper.FAILED_FIRST: "failed", Temper.WRONG_AMOUNT: "wrong"}.get(temper, "right")

    def come(self, source: Source) -> None:
        if source == Source.CALLBACK:
            self.hear("right")
        elif source == Source.STATEMENT:
            self.hear("right" if self.done else None)
        elif self.state in {"submitting", "unknown"}:
            self.hear(self.submit(Temper.CALM))  # asked, and sent again where it was never heard of
        elif self.state == "charged":
            self.send(Temper.CALM)

    def send(self, temper: Temper) -> None:
        self.state = "submitting"
        self.answer(temper)

    def answer(self, temper: Temper) -> None:
        word = self.submit(temper)
        if word is None and self.state == "submitting":
            self.state = "unknown"
        self.hear(word)


def expected(case: Case) -> tuple[str, bool]:
    """The status in the end, and whether the villager's money is with us or the provider."""
    model = _Model(case.temper)
    first, *others = case.order
    match case.moment:
        case Moment.BEFORE:
            model.come(first)
            if model.state == "charged":
                model.send(case.temper)
        case Moment.WHILE:
            model.state = "submitting"
            model.come(first)
            model.answer(case.temper)
        case Moment.RETURNED:
            model.send(case.temper)
            if model.state == "failed":
                model.state = "refunded"
            model.come(first)
        case Moment.AFTER:
            model.send(case.temper)
            model.come(first)
    for source in others:
        model.come(source)
    held = model.state == "succeeded" or (model.state == "suspense" and not model.given_back)
    return model.state, held


# --- the same with real calls ------------------------------------------------------


def play(world: World, case: Case, **typed: str) -> CounterService:
    """Plays a case over HTTP and returns the service as it stands in the end."""
    GatewayState.objects.update(failures=0, open_until=None)
    service = make_charged(world.station, case.kind, **typed)
    first, *others = case.order
    if case.moment == Moment.WHILE:
        _come_while_sending(world, case, service, first)
    else:
        if case.moment == Moment.BEFORE:
            _come(world, service, first)
        world.be(case.temper)
        service.refresh_from_db()
        if service.status == "charged":
            drive(service)
        if case.moment == Moment.RETURNED and service.status == "failed":
            confirm_given_back(actor=None, service=service)
        if case.moment != Moment.BEFORE:
            _come(world, service, first)
    for source in others:
        _come(world, service, source)
    service.refresh_from_db()
    return service


def _come_while_sending(world: World, case: Case, service: CounterService, first: Source) -> None:
    """The order is claimed and committed, the first word comes, then the call goes out and is answered."""
    code = service.traits.gateway
    claimed = driving._claim(code)
    assert claimed is not None
    assert claimed[0].pk == service.pk
    _come(world, service, first)
    world.be(case.temper)
    account = account_of(code)
    assert account is not None
    driving._drive(code, HttpGateway(account), *claimed)


def _come(world: World, service: CounterService, source: Source) -> None:
    world.be(Temper.CALM)
    GatewayState.objects.update(failures=0, open_until=None)
    if source == Source.CALLBACK:
        world.call_back(service)
    elif source == Source.QUERY:
        drive(service)
    else:
        _read_statement(service)


def _read_statement(service: CounterService) -> None:
    """The day's statement over HTTP; its line of the order is applied as the reconciliation does."""
    account = account_of(service.traits.gateway)
    assert account is not None
    for line in HttpGateway(account).read_statement(today()):
        if line.outcome.order_no == service.number:
            apply_outcome(
                gateway=service.traits.gateway,
                outcome=line.outcome,
                source=ServiceEvent.Source.STATEMENT,
            )


def wrong_with(case: Case, service: CounterService) -> list[str]:
    """What did not come as the model says; empty where all did."""
    state, held = expected(case)
    rows = Activity.objects.filter(subject=service.subject)
    successes = service.events.filter(after="succeeded").exclude(before="succeeded").count()
    facts = {
        "status": (service.status, state),
        "held": (service.held, held),
        "placed rows": (rows.filter(kind="placed").count(), 1),
        "paid rows": (rows.filter(kind="paid").count(), int(state == "succeeded")),
        "successes": (successes, int(state == "succeeded")),
    }
    return [f"{case}: {name} {is_} instead of {must}" for name, (is_, must) in facts.items() if is_ != must]


def card_of(number: int) -> str:
    """Another card for each case: a card has a limit of a day."""
    body = f"622202{number:012d}"
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in reversed(body[::1])][::2]
    plain = [int(digit) for digit in reversed(body)][1::2]
    return body + str(-(sum(doubled) + sum(plain)) % 10)


def typed_for(case: Case, number: int) -> dict[str, str]:
    return {"card": card_of(number), "amount": "20"} if case.kind == "withdrawal" else {}
