"""From the form to the books, through the real sandbox."""

from decimal import Decimal

import pytest
from django.db import connection

from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.kinds import KINDS
from orders.counter.models import ServiceSwitch
from orders.counter.ordering import cancel_service, confirm_service
from orders.counter.settling import confirm_given_back, refund_service
from partners.commission.standard_rates import load_standard_rates
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.orders.counter.sandbox import call_back, drive, make_charged, make_draft


@pytest.fixture
def all_on(youxi):
    for kind in KINDS:
        ServiceSwitch.objects.create(center=youxi, kind=kind, on=True)


def moved(service):
    """Into the drawer and into the float, over the whole life."""
    events = service.events.all()
    return sum(e.drawer for e in events), sum(e.floating for e in events)


def journal(service):
    return [
        (row.kind, row.category, row.amount)
        for row in Activity.objects.filter(subject=service.subject).order_by("pk")
    ]


def test_a_top_up_that_works(sandbox, fjyx001, lin, all_on):
    service = make_charged(fjyx001, actor=lin.user)
    assert (service.status, service.held) == ("charged", True)
    assert moved(service) == (Decimal("50.00"), Decimal("-50.00"))

    drive(service)

    assert (service.status, service.held, service.due_at) == ("succeeded", True, None)
    assert service.reference.startswith("SB")
    assert moved(service) == (Decimal("50.00"), Decimal("-50.00"))
    assert journal(service) == [
        ("placed", "top_up", Decimal("50.00")),
        ("paid", "top_up", Decimal("50.00")),
        ("handed_over", "top_up", Decimal("0.00")),
    ]
    assert list(service.events.values_list("before", "after", "source")) == [
        ("draft", "charged", "counter"),
        ("charged", "submitting", "clock"),
        ("submitting", "succeeded", "submit"),
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_can_be_rendered(sandbox, fjyx001, lin, all_on, kind):
    service = drive(make_charged(fjyx001, kind, actor=lin.user))
    if service.status == "unknown":
        assert sandbox.play.book.find(service.traits.gateway, service.number)
        drive(service)
    assert service.status == "succeeded"
    assert [row[0] for row in journal(service)] == ["placed", "paid", "handed_over"]


def test_a_definite_failure_gives_the_money_back(sandbox, fjyx001, lin, all_on):
    service = drive(make_charged(fjyx001, "electricity", account="3504260000"))

    assert (service.status, service.held, service.reason) == ("failed", False, "号码不存在")
    # The float has it again; the villager's cash waits in the drawer.
    assert moved(service) == (Decimal("86.40"), 0)
    assert [row[0] for row in journal(service)] == ["placed"]

    confirm_given_back(actor=lin.user, service=service)
    service.refresh_from_db()
    assert service.status == "refunded"
    assert moved(service) == (0, 0)


def test_cash_is_paid_out_only_after_the_success(sandbox, fjyx001, lin, all_on):
    service = make_charged(fjyx001, "withdrawal")
    assert moved(service) == (0, 0)

    drive(service)

    assert service.status == "succeeded"
    assert service.total == Decimal("300.00")
    assert moved(service) == (Decimal("-300.00"), Decimal("300.00"))


def test_the_commission_comes_with_the_success_and_goes_with_the_refund(
    sandbox, fjyx001, lin, all_on, youxi_staff
):
    load_standard_rates()
    service = drive(make_charged(fjyx001, "mobile", amount="100"))
    price_activity()
    assert [row.amount for row in Earning.objects.filter(subject=service.subject)] == [Decimal("0.50")]

    refund_service(actor=youxi_staff, service=service, reason="运营商已退款")
    price_activity()

    service.refresh_from_db()
    assert (service.status, service.held) == ("refunded", False)
    assert moved(service) == (0, 0)
    amounts = Earning.objects.filter(subject=service.subject).order_by("pk").values_list("amount", flat=True)
    assert list(amounts) == [Decimal("0.50"), Decimal("-0.50")]


@pytest.mark.parametrize(
    ("kind", "typed", "commission"),
    [
        ("mobile", {"amount": "33"}, "0.17"),  # 0.165, half up
        ("water", {}, "0.50"),
        ("withdrawal", {"amount": "100"}, "0.50"),  # 0.30, at least 0.50
        ("withdrawal", {"amount": "1000"}, "3.00"),
        ("withdrawal", {"amount": "500"}, "1.50"),
    ],
)
def test_what_a_service_earns(sandbox, fjyx001, lin, all_on, kind, typed, commission):
    load_standard_rates()
    service = drive(make_charged(fjyx001, kind, **typed))
    price_activity()
    assert Earning.objects.get(subject=service.subject).amount == Decimal(commission)


def test_a_service_can_be_taken_back_before_it_was_sent(sandbox, fjyx001, lin, all_on):
    service = cancel_service(actor=lin.user, service=make_charged(fjyx001))
    assert (service.status, service.held) == ("refunded", False)
    assert moved(service) == (0, 0)

    drive(service)
    assert sandbox.times(service) == 0


def test_a_service_on_its_way_cannot_be_taken_back(sandbox, fjyx001, lin, all_on):
    sandbox.be(Temper.NONSENSE)
    service = drive(make_charged(fjyx001))
    assert service.status == "unknown"

    with pytest.raises(Refused) as refused:
        cancel_service(actor=lin.user, service=service)

    assert refused.value.code == "transition"
    service.refresh_from_db()
    assert (service.status, service.held) == ("unknown", True)


def test_a_second_confirmation_takes_no_second_payment(sandbox, fjyx001, lin, all_on):
    draft = make_draft(fjyx001)
    confirm_service(actor=lin.user, service=draft)
    with pytest.raises(Refused):
        confirm_service(actor=lin.user, service=draft)
    assert moved(draft) == (Decimal("50.00"), Decimal("-50.00"))


def test_a_card_has_its_limit_of_the_day(sandbox, fjyx001, fjyx002, lin, all_on):
    make_charged(fjyx001, "withdrawal", amount="800")
    second = make_draft(fjyx002, "withdrawal", amount="300")

    with pytest.raises(Refused) as refused:
        confirm_service(actor=lin.user, service=second)

    assert refused.value.code == "card_limit"
    assert "¥200.00" in str(refused.value)
    second.refresh_from_db()
    assert second.status == "draft"


def test_nothing_a_gateway_needs_is_lost_and_nothing_secret_is_readable(sandbox, fjyx001, all_on):
    service = make_draft(fjyx001, "withdrawal")
    assert "6222021001116245702" not in str(service.details)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets, details::text FROM orders_counterservice")
        stored = str(cursor.fetchall())
    assert "6222021001116245702" not in stored
    assert "350426199003071215" not in stored


def test_a_late_callback_about_a_draft_means_nothing(sandbox, fjyx001, all_on):
    service = make_draft(fjyx001)
    assert call_back(service).status_code == 404
    service.refresh_from_db()
    assert service.status == "draft"
