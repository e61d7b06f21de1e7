"""Each bad temper of a gateway, met by the drain; who settles it is `test_combinations`'.

The sandbox server is the one of the demo. Its answers are late, broken, or wrong; what it has
done it has done once, and so have we.
"""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils import timezone

from orders.counter.gateways import http
from orders.counter.gateways.breaker import is_open
from orders.counter.gateways.models import GatewayState
from orders.counter.gateways.protocol import parse_outcome
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.settling import apply_outcome
from partners.journal.models import Activity
from tests.orders.counter.sandbox import call_back, drive, make_charged

pytestmark = pytest.mark.usefixtures("lin")
LOST = [Temper.SLOW, Temper.SILENT, Temper.RESET, Temper.NONSENSE, Temper.HUGE, Temper.ERROR_FIRST]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(http, "READ", 0.5)
    monkeypatch.setattr(http, "DEADLINE", 0.5)


def paid_rows(service):
    return Activity.objects.filter(subject=service.subject, kind="paid").count()


def by_callback(sandbox, service):
    assert call_back(service).status_code == 200


def by_query(sandbox, service):
    sandbox.be(Temper.CALM)
    drive(service)


def by_statement(sandbox, service):
    """The statement's line, applied as the reconciliation does."""
    known = sandbox.play.book.find(service.traits.gateway, service.number)
    told = known.told() if known else {
        "order_no": service.number, "status": "succeeded", "amount": str(service.amount),
        "reference": "REF1", "at": timezone.now().isoformat(),
    }  # fmt: skip
    apply_outcome(
        gateway=service.traits.gateway,
        outcome=parse_outcome(json.dumps(told).encode()),
        source=ServiceEvent.Source.STATEMENT,
    )


SOURCES = [by_callback, by_query, by_statement]


@pytest.mark.parametrize("temper", LOST)
def test_no_answer_is_unknown_and_not_failed(sandbox, fjyx001, temper):
    sandbox.be(temper)
    service = drive(make_charged(fjyx001))

    assert (service.status, service.held, service.succeeded_at) == ("unknown", True, None)
    assert service.due_at > timezone.now()
    assert paid_rows(service) == 0


@pytest.mark.parametrize("first", SOURCES)
@pytest.mark.parametrize("second", SOURCES)
def test_a_success_of_another_amount_is_none_of_this_order(sandbox, fjyx001, first, second):
    sandbox.be(Temper.NONSENSE)
    service = drive(make_charged(fjyx001))
    known = sandbox.play.book.find("operator", service.number)
    sandbox.play.book.put(type(known)(**{**_as_dict(known), "amount": "51.00"}))

    for source in (first, second):
        if source is by_callback:
            assert call_back(service, amount="51.00").status_code == 200
        else:
            source(sandbox, service)

    service.refresh_from_db()
    assert (service.status, service.held) == ("suspense", True)
    assert paid_rows(service) == 0


def test_the_wrong_amount_of_an_answer_goes_to_suspense(sandbox, fjyx001):
    sandbox.be(Temper.WRONG_AMOUNT)
    service = drive(make_charged(fjyx001))
    assert (service.status, service.held) == ("suspense", True)


def test_a_success_told_twice_counts_once(sandbox, fjyx001):
    sandbox.be(Temper.TWICE)
    service = drive(make_charged(fjyx001))
    assert service.status == "succeeded"
    assert call_back(service).status_code == 200
    assert call_back(service).status_code == 200
    assert paid_rows(service) == 1


def test_an_order_that_never_arrived_is_sent_again_under_its_number(sandbox, fjyx001):
    port = sandbox.accounts["operator"]["url"]
    sandbox.accounts["operator"]["url"] = "http://127.0.0.1:9/operator"
    service = drive(make_charged(fjyx001))
    assert service.status == "unknown"
    sandbox.accounts["operator"]["url"] = port

    drive(service)

    assert service.status == "succeeded"
    assert sandbox.times(service) == 1


def test_ten_megabytes_are_not_read(sandbox, fjyx001):
    sandbox.be(Temper.HUGE)
    drive(make_charged(fjyx001))
    assert GatewayState.objects.get(code="operator").last_trouble == "too_large"


def test_a_dead_gateway_is_left_alone_and_the_others_go_on(sandbox, fjyx001):
    sandbox.be(Temper.RESET, "operator")
    dead = [make_charged(fjyx001) for _number in range(6)]
    for service in dead[:5]:
        drive(service)
    assert is_open("operator")
    assert not is_open("utility")

    assert drive(dead[5]).status == "charged"
    assert drive(make_charged(fjyx001, "water")).status == "succeeded"

    sandbox.be(Temper.CALM)
    GatewayState.objects.filter(code="operator").update(open_until=timezone.now() - dt.timedelta(seconds=1))
    assert drive(dead[5]).status == "succeeded"
    assert GatewayState.objects.get(code="operator").failures == 0


def test_the_pause_grows_while_it_stays_dead(sandbox, fjyx001):
    sandbox.be(Temper.RESET)
    pauses = []
    service = make_charged(fjyx001)
    for _number in range(7):
        GatewayState.objects.filter(code="operator").update(open_until=None)
        drive(service)
        until = GatewayState.objects.get(code="operator").open_until
        pauses.append(round((until - timezone.now()).total_seconds()) if until else None)
    assert pauses == [None, None, None, None, 15, 30, 60]


def test_a_run_leaves_a_gateway_at_the_first_call_without_an_answer(sandbox, fjyx001):
    sandbox.be(Temper.RESET)
    services = [make_charged(fjyx001) for _number in range(3)]
    drive(services[0])
    assert CounterService.objects.filter(status="charged").count() == 2


def test_what_is_open_is_asked_about_later_each_time(sandbox, fjyx001):
    sandbox.be(Temper.RESET)
    service = make_charged(fjyx001)
    waits = []
    for _number in range(4):
        drive(service)
        waits.append(round((service.due_at - timezone.now()).total_seconds()))
    assert waits == [5, 10, 20, 40]


def test_a_moment_of_the_future_is_taken_as_now(sandbox, fjyx001):
    sandbox.be(Temper.NONSENSE)
    service = drive(make_charged(fjyx001))
    body = {
        "order_no": service.number, "status": "succeeded", "amount": "50.00",
        "at": (timezone.now() + dt.timedelta(days=2)).isoformat(),
    }  # fmt: skip
    assert call_back(service, body=json.dumps(body).encode()).status_code == 200
    service.refresh_from_db()
    assert service.charged_at <= service.succeeded_at <= timezone.now()
    assert Activity.objects.get(subject=service.subject, kind="paid").amount == Decimal("50.00")


def _as_dict(row):
    return {name: getattr(row, name) for name in row.__slots__}
