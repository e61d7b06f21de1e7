"""A service is paid out of the station's float before anybody is called, and comes back to it."""

from decimal import Decimal

import pytest

from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.models import CounterService
from orders.counter.ordering import confirm_service
from orders.reports.books import verify
from partners.journal.models import Activity
from partners.ledger.models import Balance, Transfer
from stations.refusals import Refused
from tests.cast import set_float
from tests.orders.counter.sandbox import drive, make_charged, make_draft


def float_of(station):
    return Balance.objects.get(account__station=station).amount


def movements(service):
    rows = Transfer.objects.filter(subject=service.subject).order_by("pk")
    return [(row.kind, row.from_account.kind, row.to_account.kind, row.amount) for row in rows]


OUT = ("service_paid", "station_float", "provider_clearing", Decimal("50.00"))
BACK = ("service_back", "provider_clearing", "station_float", Decimal("50.00"))


def test_a_top_up_is_paid_out_of_the_float_once(sandbox, fjyx001, lin):
    set_float(fjyx001, "80.00")
    service = make_charged(fjyx001, actor=lin.user)
    assert (float_of(fjyx001), movements(service)) == (Decimal("30.00"), [OUT])

    drive(service)

    assert service.status == "succeeded"
    assert (float_of(fjyx001), movements(service)) == (Decimal("30.00"), [OUT])
    assert [finding.check.name for finding in verify() if not finding.clean] == []


def test_what_fails_comes_back_to_the_float(sandbox, fjyx001, lin):
    set_float(fjyx001, "200.00")
    service = drive(make_charged(fjyx001, "electricity", account="3504260000", actor=lin.user))
    assert service.status == "failed"
    paid, back = movements(service)
    assert (paid[0], back[0], paid[3]) == ("service_paid", "service_back", back[3])
    assert float_of(fjyx001) == Decimal("200.00")


def test_what_is_not_known_stays_paid(sandbox, fjyx001, lin):
    set_float(fjyx001, "80.00")
    sandbox.play.tempers["operator"] = Temper.NONSENSE
    service = drive(make_charged(fjyx001, actor=lin.user))
    assert (service.status, movements(service)) == ("unknown", [OUT])
    assert float_of(fjyx001) == Decimal("30.00")


def test_a_withdrawal_fills_the_float_when_it_is_done(sandbox, fjyx001, lin):
    set_float(fjyx001, "80.00")
    service = make_charged(fjyx001, "withdrawal", actor=lin.user)
    assert movements(service) == []
    drive(service)
    assert movements(service) == [
        ("service_back", "provider_clearing", "station_float", service.amount),
    ]
    assert float_of(fjyx001) == Decimal("80.00") + service.amount


def test_a_float_that_does_not_suffice_stops_it_before_anything_happens(sandbox, fjyx001, lin):
    set_float(fjyx001, "49.99")
    draft = make_draft(fjyx001, actor=lin.user)
    with pytest.raises(Refused) as refused:
        confirm_service(actor=lin.user, service=draft)
    assert (refused.value.code, refused.value.field) == ("float", "amount")
    assert CounterService.objects.get().status == "draft"
    assert float_of(fjyx001) == Decimal("49.99")
    assert not Activity.objects.exists()
    assert sandbox.play.book.find("operator", draft.number) is None
