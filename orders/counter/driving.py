"""The drain: sends what is confirmed, asks about what is unknown.

Each order is claimed and committed, then the gateway is called with no transaction open, then
what it said is applied in a transaction of its own. A worker that is killed at any moment leaves
a row that comes due again: it is asked about first, and sent again only where the gateway has
never heard of its number.
"""

from __future__ import annotations

import datetime as dt
import time

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.counter.changing import step
from orders.counter.gateways import breaker
from orders.counter.gateways.http import HttpGateway
from orders.counter.gateways.protocol import Gateway, Order, Outcome, Trouble, Verdict
from orders.counter.gateways.registry import account_of
from orders.counter.kinds import GATEWAYS
from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.ordering import DRIVE, details_for_gateway
from orders.counter.settling import apply_outcome, mark_unknown
from stations.bell import ring
from stations.refusals import Refused

log = structlog.get_logger(__name__)

Source = ServiceEvent.Source
# Seconds. Longer than any call, and a run keeps within it: nobody else has the order meanwhile.
LEASE = 60
RUN = 30.0
FIRST_PAUSE = dt.timedelta(seconds=5)
LONGEST_PAUSE = dt.timedelta(minutes=15)


def gateways_with_work() -> list[str]:
    """The gateways that somebody waits for and whose breaker is closed."""
    due = CounterService.objects.due(timezone.now())
    return [code for code in GATEWAYS if not breaker.is_open(code) and due.of_gateway(code).exists()]


def drive_gateway(code: str, *, limit: int = 1000) -> int:
    """Works off what is due at one gateway; returns how many orders were heard of.

    One run at a time for each gateway, and each ends at the first call without an answer: a dead
    gateway takes ten seconds of one worker at a time, and soon none. Must not be called inside a
    transaction.
    """
    account = account_of(code)
    if account is None or not breaker.occupy(code, seconds=LEASE):
        return 0
    heard, end = 0, time.monotonic() + RUN
    try:
        gateway = HttpGateway(account)
        while heard < limit and time.monotonic() < end:
            claimed = _claim(code)
            if claimed is None or not _drive(code, gateway, *claimed):
                break
            heard += 1
    finally:
        breaker.release(code)
    return heard


def _claim(code: str) -> tuple[CounterService, bool] | None:
    """The next due order, and whether it is sent for the first time; committed before the call."""
    if connection.in_atomic_block:
        raise RuntimeError("a gateway is called with no transaction open")
    with transaction.atomic():
        now = timezone.now()
        service = (
            CounterService.objects.due(now)
            .of_gateway(code)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("station")
            .order_by("due_at", "pk")
            .first()
        )
        if service is None:
            return None
        service.tries += 1
        # Should we be killed now, it comes due again when this try must be over.
        service.due_at = now + dt.timedelta(seconds=LEASE)
        service.save(update_fields=["tries", "due_at"])
        first = service.status == ServiceStatus.CHARGED
        if first:
            step(service, ServiceStatus.SUBMITTING, source=Source.CLOCK, at=now)
    return service, first


def _drive(code: str, gateway: Gateway, service: CounterService, first: bool) -> bool:
    """Calls and applies; False when the gateway gave no answer."""
    source = Source.SUBMIT if first else Source.QUERY
    try:
        outcome = _ask(gateway, service, first)
    except Trouble as trouble:
        log.warning("gateway_trouble", gateway=code, service=service.pk, trouble=str(trouble))
        breaker.troubled(code, str(trouble))
        mark_unknown(service_id=service.pk, trouble=str(trouble), source=source)
        _look_again(service)
        return False
    breaker.answered(code)
    apply_outcome(gateway=code, outcome=outcome, source=source)
    _look_again(service)
    return True


def _look_again(service: CounterService) -> None:
    """What is still open after a try comes due later each time."""
    pause = min(FIRST_PAUSE * 2 ** min(service.tries - 1, 10), LONGEST_PAUSE)
    CounterService.objects.filter(pk=service.pk, status__in=DUE).update(due_at=timezone.now() + pause)


def ask_soon(*, actor: object, service: CounterService) -> None:
    """Lets an open service be asked about at once. Raises Refused when there is nothing to ask."""
    del actor  # the request's log says who
    if not CounterService.objects.filter(pk=service.pk, status__in=DUE).update(due_at=timezone.now()):
        raise Refused(
            _("%(number)s is not being checked any more.") % {"number": service.number},
            code="not_open",
            conflict=True,
        )
    ring(DRIVE, service.traits.gateway)


def _ask(gateway: Gateway, service: CounterService, first: bool) -> Outcome:
    order = Order(service.number, service.kind, details_for_gateway(service), service.amount)
    if first:
        return gateway.submit(order)
    outcome = gateway.query(service.number)
    if outcome.verdict == Verdict.NOT_FOUND:
        # It never arrived. The number is the same: should it arrive twice, it counts once.
        return gateway.submit(order)
    return outcome
