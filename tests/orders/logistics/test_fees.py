"""The parcel fee and the subsidy: taken with the hand-over, once, and back with it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.travelling import receive_at_county, receive_at_station
from orders.cash.models import CashMovement
from orders.logistics.charging import fee_of, load_standard_parcel_fee, set_parcel_fee
from orders.logistics.delivering import deliver_to_house, make_appointment
from orders.logistics.handing_over import hand_over_parcel, hand_over_parcels, take_back
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelFee
from partners.commission.revising import add_rate
from partners.commission.standard_rates import FIRST_DAY, PARCELS
from partners.income.closing import close_month
from partners.income.models import Earning, Statement
from partners.income.pricing import price_activity
from partners.journal.models import Activity
from stations.clock import month_of, next_month, today
from stations.refusals import Refused
from tests.books import differing
from tests.cast import client_of, make_order
from tests.orders.logistics.parcels import fresh, make_parcel

S = ParcelStatus
ROWS = "parcels: journal rows = hand-overs that stand"
COUNTED = "parcels: hand-overs counted = hand-overs noted at the counter"
DRAWERS = "parcels: fees in the drawers = fees in the journal"
SUBSIDIES = "earnings: subsidies by the rate of the hand-over, fees as received"
TOMORROW = dt.timedelta(days=1)


@pytest.fixture
def fees(db):
    load_standard_parcel_fee()
    for category, terms in PARCELS.items():
        add_rate(actor=None, business="parcel", category=category, terms=terms, valid_from=FIRST_DAY)


@pytest.fixture
def parcel(fees, fjyx001, lin):
    return make_parcel(fjyx001, S.AT_STATION)


def give(parcel, **how):
    return hand_over_parcel(actor=None, parcel=parcel, code=parcel.pickup_code, **how)


def posted(parcel):
    rows = Activity.objects.filter(subject=parcel.subject).order_by("pk")
    return [(row.kind, row.amount, row.orders, row.source_key.split(":", 2)[2]) for row in rows]


FEE = ("parcel_fee", Decimal("2.00"), 1, "parcel_fee:1")
SUBSIDY = ("parcel", Decimal("0.00"), 1, "parcel:1")
BACK = [
    ("parcel_fee", Decimal("-2.00"), -1, "parcel_fee:1:back"),
    ("parcel", Decimal("0.00"), -1, "parcel:1:back"),
]


def test_a_hand_over_takes_the_fee_and_counts_for_the_subsidy(parcel, lin):
    assert fee_of(parcel) == Decimal("2.00")
    given = give(parcel)
    assert (given.fee, given.fee_waived, given.hand_overs) == (Decimal("2.00"), "", 1)
    assert posted(parcel) == [FEE, SUBSIDY]
    assert set(Activity.objects.values_list("partner_id", flat=True)) == {lin.pk}
    with pytest.raises(Refused):
        give(parcel)
    assert posted(parcel) == [FEE, SUBSIDY]


def test_the_fee_goes_into_the_drawer_and_back_out_of_it(parcel):
    give(parcel)
    take_back(actor=None, parcel=parcel, reason="拿错了")
    moved = CashMovement.objects.filter(subject=parcel.subject).order_by("pk")
    assert [(row.kind, row.amount) for row in moved] == [
        ("parcel_fee", Decimal("2.00")),
        ("parcel_fee_back", Decimal("-2.00")),
    ]


def test_a_fee_is_waived_with_a_reason(parcel):
    given = give(parcel, waive=" 五保户 ")
    assert (given.fee, given.fee_waived) == (Decimal("0.00"), "五保户")
    assert posted(parcel) == [SUBSIDY]


def test_taken_back_takes_both_back_and_given_again_takes_them_again(parcel, youxi_staff):
    give(parcel)
    waiting = take_back(actor=None, parcel=parcel, reason="拿错了")
    assert (waiting.status, waiting.fee, waiting.handed_over_at) == (S.AT_STATION, None, None)
    assert len(waiting.pickup_code) == 5
    assert posted(parcel) == [FEE, SUBSIDY, *BACK]
    with pytest.raises(Refused):
        take_back(actor=None, parcel=parcel, reason="拿错了")
    give(waiting, waive="再来一次")
    assert posted(parcel) == [FEE, SUBSIDY, *BACK, ("parcel", Decimal("0.00"), 1, "parcel:2")]


def test_what_is_not_taken_back(parcel, fjyx001, villager):
    order = make_order(fjyx001, villager=villager)
    of_order = make_parcel(fjyx001, S.AT_STATION, order=order)
    hand_over_parcel(actor=None, parcel=of_order, code=order.pickup_code)
    give(parcel)
    Parcel.objects.filter(pk=parcel.pk).update(handed_over_at=parcel.arrived_at - dt.timedelta(days=8))
    for one, code in ((of_order, "transition"), (parcel, "late")):
        with pytest.raises(Refused) as refused:
            take_back(actor=None, parcel=one, reason="拿错了")
        assert refused.value.code == code
        assert fresh(one).status == S.HANDED_OVER


def test_an_orders_parcel_brings_the_subsidy_whichever_way_it_is_given(fees, fjyx001, villager, lin):
    order, other = (make_order(fjyx001, villager=villager) for _ in range(2))
    one = make_parcel(fjyx001, S.AT_STATION, order=order)
    two = make_parcel(fjyx001, S.EXPECTED, order=other)
    hand_over_parcel(actor=None, parcel=one, code=order.pickup_code)
    for verb in (receive_at_county, receive_at_station):
        (other,) = verb(actor=None, orders=[other])
    hand_over_order(actor=None, order=other, code=other.pickup_code)
    for parcel in (one, two):
        assert fresh(parcel).fee is None
        assert posted(parcel) == [SUBSIDY]
    with pytest.raises(Refused):
        hand_over_parcel(actor=None, parcel=two, code="", waive="没有费用")


def test_what_goes_to_the_house_brings_the_station_nothing(fees, fjyx001):
    parcel = make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True)
    make_appointment(actor=None, parcel=parcel, day=today(), window="morning", address="后楼村 3 号")
    deliver_to_house(actor=None, parcel=parcel, code=parcel.pickup_code, installed="yes")
    assert posted(parcel) == []


def test_many_at_once_leave_the_same_rows(fees, fjyx001, lin):
    parcels = [make_parcel(fjyx001, S.AT_STATION) for _ in range(3)]
    codes = {parcel.pk: parcel.pickup_code for parcel in parcels}
    hand_over_parcels(actor=None, codes=codes, at=parcels[-1].arrived_at)
    for parcel in parcels:
        assert fresh(parcel).fee == Decimal("2.00")
        assert posted(parcel) == [FEE, SUBSIDY]


def test_a_new_fee_ends_the_old_one_and_a_countys_goes_before(fees, fjyx001, zjtl001, ops):
    first = today() + TOMORROW
    set_parcel_fee(actor=ops, fee=Decimal("3.00"), valid_from=first)
    set_parcel_fee(actor=ops, fee=Decimal("2.50"), valid_from=first, center=fjyx001.center)
    mine, theirs = (make_parcel(station) for station in (fjyx001, zjtl001))
    assert [fee_of(mine), fee_of(mine, first)] == [Decimal("2.00"), Decimal("2.50")]
    assert [fee_of(theirs), fee_of(theirs, first)] == [Decimal("2.00"), Decimal("3.00")]
    for fee, day in (("2", today()), ("101", first + TOMORROW), ("1.005", first + TOMORROW), ("1", first)):
        with pytest.raises(Refused):
            set_parcel_fee(actor=ops, fee=Decimal(fee), valid_from=day)
    assert ParcelFee.objects.count() == 3


def test_the_database_keeps_one_fee_a_day_and_money_beside_a_hand_over(parcel):
    for broken, name in (
        (lambda: ParcelFee.objects.create(fee=1, valid_from=today()), "parcel_fee_one_a_day"),
        (lambda: ParcelFee.objects.update(fee=-1), "parcel_fee_not_negative"),
        (lambda: Parcel.objects.update(fee=2), "parcel_fee_of_a_hand_over"),
        (lambda: Parcel.objects.update(fee_waived="x"), "parcel_fee_of_a_hand_over"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            broken()
    give(parcel)
    with pytest.raises(IntegrityError, match="parcel_fee_of_a_hand_over"), transaction.atomic():
        Parcel.objects.update(fee_waived="x")


def test_the_income_of_a_parcel(parcel, fjyx001, lin, monkeypatch):
    give(parcel)
    back = give(make_parcel(fjyx001, S.AT_STATION))
    price_activity()
    take_back(actor=None, parcel=back, reason="拿错了")
    price_activity()
    lines = Earning.objects.order_by("pk").values_list(
        "category", "basis", "amount", "received_in_cash", "earned_on"
    )
    held = today() + dt.timedelta(days=7)
    two, half = Decimal("2.00"), Decimal("0.50")
    both = [
        ("parcel_fee", two, Decimal(0), two, today()),
        ("parcel_subsidy", Decimal(1), half, Decimal(0), held),
    ]
    assert list(lines) == [
        *both,
        *both,
        ("parcel_fee", -two, Decimal(0), -two, today()),
        ("parcel_subsidy", Decimal(-1), -half, Decimal(0), held),
    ]
    month = month_of(held)
    monkeypatch.setattr("partners.income.closing.today", lambda: next_month(next_month(month)))
    close_month(month=month)
    of_all = Statement.objects.filter(partner=lin)
    assert sum(one.earned for one in of_all) == half
    assert sum(one.received_in_cash for one in of_all) == two


def test_cash_is_never_paid_a_second_time(parcel, lin):
    give(parcel)
    price_activity()
    fee = Earning.objects.get(category="parcel_fee")
    with pytest.raises(IntegrityError, match="earning_cash_is_not_paid_again"), transaction.atomic():
        Earning.objects.create(
            **{
                field.attname: getattr(fee, field.attname)
                for field in Earning._meta.concrete_fields
                if field.name not in ("id", "activity", "amount")
            },
            activity=Activity.objects.get(kind="parcel"),
            amount=2,
        )


@pytest.mark.django_db(transaction=True)
def test_the_books_tally_and_find_a_fee_too_few(parcel, fjyx001, lin):
    take_back(actor=None, parcel=give(make_parcel(fjyx001, S.AT_STATION)), reason="拿错了")
    give(parcel)
    price_activity()
    assert differing() == {}
    Parcel.objects.filter(pk=parcel.pk).update(fee=3)
    assert set(differing()) == {ROWS}
    Parcel.objects.filter(pk=parcel.pk).update(fee=2)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM orders_parcelevent WHERE kind = 'handed_over'")
        cursor.execute("UPDATE orders_cashmovement SET amount = amount + 1 WHERE kind = 'parcel_fee'")
        cursor.execute("UPDATE partners_earning SET amount = amount + 0.01 WHERE amount > 0")
    assert set(differing("parcels", "earnings: subsidies")) == {COUNTED, DRAWERS, SUBSIDIES}


def test_the_page_shows_the_fee_before_it_is_taken(parcel, lin):
    client = client_of(lin.user)
    page = client.get(f"/parcels/{parcel.pk}/")
    assert page.context["fee"] == Decimal("2.00")
    form = page.context["steps"][0][1]
    sent = {"token": form.initial["token"], "code": parcel.pickup_code, "waive": ""}
    for _twice in range(2):
        assert client.post(f"/parcels/{parcel.pk}/hand_over/", sent).status_code == 302
    assert posted(parcel) == [FEE, SUBSIDY]
    again = client.get(f"/parcels/{parcel.pk}/")
    assert [step for step, _form in again.context["steps"]] == ["take_back"]
    sent = {"token": again.context["steps"][0][1].initial["token"], "reason": "拿错了"}
    assert client.post(f"/parcels/{parcel.pk}/take_back/", sent).status_code == 302
    assert posted(parcel) == [FEE, SUBSIDY, *BACK]
