"""`verify_books` finds a service whose journal rows or money do not fit its status."""

from decimal import Decimal

import pgtrigger
import pytest

from orders.counter.models import CounterService, ServiceEvent
from partners.journal.models import Activity
from partners.ledger.models import Transfer
from tests.books import differing
from tests.orders.counter.sandbox import drive, make_charged

JOURNAL = "services: journal rows = what the status demands"
MONEY = "services: money in drawer and float = what the status demands"
FLOATS = "ledger: services paid out of the float and back, step by step"
LOG = "services: status = last of the log"


@pytest.fixture
def done(sandbox, fjyx001, lin):
    """A top-up, a withdrawal and a failure: clean."""
    services = [
        drive(make_charged(fjyx001)),
        drive(make_charged(fjyx001, "withdrawal")),
        drive(make_charged(fjyx001, "water", account="8800000")),
    ]
    assert [service.status for service in services] == ["succeeded", "succeeded", "failed"]
    assert differing("services") == {}
    return services


def test_a_payment_that_is_not_in_the_journal(done):
    with pgtrigger.ignore():
        rows = Activity.objects.filter(subject=done[0].subject, kind="paid")
        rows.update(subject="service:999999999")
    assert set(differing("services")) == {JOURNAL}


def test_a_commission_for_a_service_that_failed(done):
    row = Activity.objects.get(subject=done[0].subject, kind="paid")
    row.pk, row.subject, row.source_key = None, done[2].subject, "made up"
    row.save(force_insert=True)
    assert set(differing("services")) == {JOURNAL}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_fen_too_much_in_the_drawer(done, number):
    event = done[number].events.first()
    with pgtrigger.ignore():
        ServiceEvent.objects.filter(pk=event.pk).update(drawer=event.drawer + Decimal("0.01"))
    assert set(differing("services")) == {MONEY}


def test_a_fen_too_few_out_of_the_float(done):
    with pgtrigger.ignore():
        paid = Transfer.objects.filter(kind="service_paid", subject=done[0].subject)
        assert paid.update(amount=paid.get().amount - Decimal("0.01"))
    assert set(differing("ledger: services")) == {FLOATS}


def test_a_status_that_nobody_logged(done):
    with pgtrigger.ignore():
        CounterService.objects.filter(pk=done[2].pk).update(status="refunded")
    # The villager would have the money back that the log says lies in the drawer.
    assert set(differing("services")) == {LOG, MONEY}
