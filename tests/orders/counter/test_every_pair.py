"""Every state of a service meets everything that people, the drain and the gateway do; outcomes of a
gateway are in `test_states.py`."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from orders.counter import driving
from orders.counter.driving import ask_soon
from orders.counter.gateways.protocol import Outcome, Verdict
from orders.counter.kinds import GATEWAYS
from orders.counter.lifecycle import SERVICE_LIFECYCLE, ServiceStatus
from orders.counter.models import ServiceEvent
from orders.counter.ordering import cancel_service, confirm_service
from orders.counter.settling import (
    apply_outcome,
    confirm_given_back,
    mark_unknown,
    refund_service,
    settle_suspense,
)
from partners.journal.models import Activity
from tests.orders.counter.sandbox import make_draft
from tests.orders.counter.test_states import EXPECTED
from tests.outcomes import hold_to, pairs_of, steps_in, steps_of

S, V = ServiceStatus, Verdict

SERVICES = """
              draft       cancelled   charged     submitting  unknown     succeeded   failed      refunded    suspense
 confirm      charged     !transition !transition !transition !transition !transition !transition !transition !transition
 cancel       cancelled   !transition refunded    !transition !transition !transition !transition !transition !transition
 send         -           -           submitting  -           -           -           -           -           -
 unanswered   -           -           -           unknown     -           -           -           -           -
 ask_soon     !not_open   !not_open   -           -           -           !not_open   !not_open   !not_open   !not_open
 given_back   !not_failed !not_failed !not_failed !not_failed !not_failed !not_failed refunded    !not_failed !not_failed
 taken_back   !not_done   !not_done   !not_done   !not_done   !not_done   refunded    !not_done   !not_done   !not_done
 settle_done  !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense succeeded
 settle_back  !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense !not_suspense refunded
"""  # noqa: E501 a table


@pytest.fixture(autouse=True)
def nobody_is_called(settings, db, monkeypatch):
    settings.GATEWAYS = {code: {"url": "http://127.0.0.1:9", "keys": {"k": "s"}} for code in GATEWAYS}
    # The transaction that is open is the test's; test_killed.py claims with real ones.
    monkeypatch.setattr(driving, "connection", SimpleNamespace(in_atomic_block=False))


def tell(service, verdict, amount="50.00"):
    apply_outcome(
        gateway="operator",
        outcome=Outcome(service.number, verdict, amount=Decimal(amount), at=timezone.now()),
        source=ServiceEvent.Source.CALLBACK,
    )


def send(_service):
    driving._claim("operator")


def unanswered(service):
    mark_unknown(service_id=service.pk, trouble="timeout", source=ServiceEvent.Source.SUBMIT)


EVENTS = {
    "confirm": lambda one: confirm_service(actor=None, service=one),
    "cancel": lambda one: cancel_service(actor=None, service=one),
    "send": send,
    "unanswered": unanswered,
    "ask_soon": lambda one: ask_soon(actor=None, service=one),
    "given_back": lambda one: confirm_given_back(actor=None, service=one),
    "taken_back": lambda one: refund_service(actor=None, service=one, reason="运营商已退款"),
    "settle_done": lambda one: settle_suspense(actor=None, service=one, done=True, reason="核对"),
    "settle_back": lambda one: settle_suspense(actor=None, service=one, done=False, reason="核对"),
    "succeeded": lambda one: tell(one, V.SUCCEEDED),
    "failed": lambda one: tell(one, V.FAILED),
}
WAYS = {
    S.DRAFT: [],
    S.CANCELLED: ["cancel"],
    S.CHARGED: ["confirm"],
    S.SUBMITTING: ["confirm", "send"],
    S.UNKNOWN: ["confirm", "send", "unanswered"],
    S.SUCCEEDED: ["confirm", "send", "succeeded"],
    S.FAILED: ["confirm", "send", "failed"],
    S.REFUNDED: ["confirm", "send", "failed", "given_back"],
    S.SUSPENSE: ["confirm", "send", "failed", "given_back", "succeeded"],
}


def brought_to(station, status):
    service = make_draft(station)
    for event in WAYS[status]:
        EVENTS[event](service)
    service.refresh_from_db()
    assert service.status == status
    return service


def read(service):
    """All but when it is tried next, and how often it was."""
    service.refresh_from_db()
    return {name: value for name, value in model_to_dict(service).items() if name not in {"due_at", "tries"}}


@pytest.mark.parametrize(("event", "before", "outcome"), pairs_of(SERVICES))
def test_what_an_event_makes_of_a_service(fjyx001, lin, event, before, outcome):
    service = brought_to(fjyx001, before)
    journal = Activity.objects.count()
    hold_to(
        outcome,
        act=lambda: EVENTS[event](service),
        read=lambda: read(service),
        log=lambda: list(service.events.order_by("pk").values_list("before", "after")),
        lifecycle=SERVICE_LIFECYCLE,
    )
    posts = {"confirm": 1, "settle_done": 2, "taken_back": 1}
    moved = outcome in S.values
    assert Activity.objects.count() - journal == (posts.get(event, 0) if moved else 0)


def test_people_drain_and_gateway_take_each_step_of_the_life_and_no_other():
    by_outcome = {(before, after) for (before, _verdict), after in EXPECTED.items()}
    # A success of another amount: test_combinations and test_tempers play it.
    another_amount = {(S.SUBMITTING, S.SUSPENSE), (S.UNKNOWN, S.SUSPENSE)}
    assert steps_in(pairs_of(SERVICES)) | by_outcome | another_amount == set(steps_of(SERVICE_LIFECYCLE))


@pytest.mark.parametrize("before", [S.SUBMITTING, S.UNKNOWN])
def test_a_success_of_another_amount_is_in_suspense(fjyx001, lin, before):
    service = brought_to(fjyx001, before)
    tell(service, V.SUCCEEDED, amount="49.00")
    service.refresh_from_db()
    assert (service.status, service.held) == (S.SUSPENSE, True)
    assert not Activity.objects.filter(kind="paid").exists()
