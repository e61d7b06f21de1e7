"""An order comes into the house: row, lines, log and journal together, or nothing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from orders.agent_orders import drawing_codes
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine
from orders.agent_orders.placing import NewLine, NewOrder, draft_order, place_draft, place_order, place_orders
from partners.journal.kinds import Category, Kind
from partners.journal.models import Activity, PendingActivity
from stations.network.suspending import suspend_station
from stations.refusals import Refused
from tests.cast import DOUBLE_ELEVEN, make_order, make_villager

RICE_COOKER = NewLine("电饭煲", Category.SMALL_APPLIANCES, 2, Decimal("199.50"))
COAT = NewLine("羽绒服", Category.CLOTHING, 1, Decimal("320.00"), amount=Decimal("299.00"))


@pytest.fixture
def wanted(fjyx001, lin, villager):
    return NewOrder(station=fjyx001, villager=villager, lines=[RICE_COOKER, COAT])


def nothing_written():
    return not (
        AgentOrder.objects.exists()
        or AgentOrderLine.objects.exists()
        or AgentOrderChange.objects.exists()
        or Activity.objects.exists()
        or PendingActivity.objects.exists()
    )


def test_an_order_paid_now_is_placed_and_paid(wanted, lin):
    order = place_order(actor=lin.user, order=wanted)

    order.refresh_from_db()
    assert order.status == "paid"
    assert order.amount == Decimal("698.00")
    assert order.paid_at == order.placed_at
    assert order.created_by == lin.user
    assert len(order.pickup_code) == 6
    assert [(line.line_no, line.amount) for line in order.lines.all()] == [
        (1, Decimal("399.00")),
        (2, Decimal("299.00")),
    ]
    assert [(change.before, change.after) for change in order.changes.all()] == [
        ("draft", "placed"),
        ("placed", "paid"),
    ]


@pytest.mark.parametrize("many", [False, True])
def test_a_code_that_is_taken_is_drawn_again(wanted, lin, monkeypatch, many):
    taken = place_order(actor=lin.user, order=wanted).pickup_code
    draws = iter([int(taken), int(taken), 17])
    monkeypatch.setattr(drawing_codes, "randbelow", lambda most: next(draws))

    if many:
        now = timezone.now()
        (order,) = place_orders(actor=lin.user, orders=[replace(wanted, placed_at=now, paid_at=now)])
    else:
        order = place_order(actor=lin.user, order=wanted)

    assert AgentOrder.objects.get(pk=order.pk).pickup_code == "000017"
    assert AgentOrder.objects.count() == 2
    assert [change.after for change in order.changes.all()] == ["placed", "paid"]
    assert Activity.objects.filter(subject=order.subject).count() == 4


def test_the_journal_has_a_row_per_event_and_category(wanted, lin):
    order = place_order(actor=lin.user, order=wanted)

    rows = Activity.objects.order_by("pk").values_list(
        "kind", "category", "amount", "orders", "category_orders", "partner_id", "source_key"
    )
    key = f"agent-order:{order.pk}"
    assert list(rows) == [
        ("placed", "small_appliances", Decimal("399.00"), 1, 1, lin.pk, f"{key}:placed:small_appliances"),
        ("placed", "clothing", Decimal("299.00"), 0, 1, lin.pk, f"{key}:placed:clothing"),
        ("paid", "small_appliances", Decimal("399.00"), 1, 1, lin.pk, f"{key}:paid:small_appliances"),
        ("paid", "clothing", Decimal("299.00"), 0, 1, lin.pk, f"{key}:paid:clothing"),
    ]


def test_each_consumer_gets_what_it_waits_for(wanted, lin):
    place_order(actor=lin.user, order=wanted)

    assert PendingActivity.objects.filter(consumer="turnover").count() == 4
    assert PendingActivity.objects.filter(consumer="income", activity__kind=Kind.PAID).count() == 2
    assert PendingActivity.objects.filter(consumer="income").count() == 2


def test_two_lines_of_one_category_are_one_journal_row(wanted, lin):
    place_order(actor=lin.user, order=replace(wanted, lines=[COAT, COAT]))

    paid = Activity.objects.get(kind=Kind.PAID)
    assert (paid.amount, paid.orders, paid.category_orders) == (Decimal("598.00"), 1, 1)


def test_an_order_paid_on_arrival_waits_for_its_money(wanted, lin):
    order = place_order(actor=lin.user, order=replace(wanted, pay_when="on_arrival"))

    assert (order.status, order.paid_at) == ("placed", None)
    assert list(AgentOrder.objects.waiting_for_money()) == [order]
    assert set(Activity.objects.values_list("kind", flat=True)) == {"placed"}


def test_the_money_goes_to_who_ran_the_station_when_it_came(fjyx001, wang, lin, villager):
    last_day_of_wang = dt.datetime(2015, 6, 30, 23, 59, 59, tzinfo=DOUBLE_ELEVEN.tzinfo)
    order = NewOrder(fjyx001, villager, [COAT], placed_at=last_day_of_wang, paid_at=last_day_of_wang)
    next_second = last_day_of_wang + dt.timedelta(seconds=1)

    place_orders(actor=None, orders=[order, replace(order, paid_at=next_second)])

    assert list(Activity.objects.filter(kind=Kind.PAID).order_by("pk").values_list("partner", flat=True)) == [
        wang.pk,
        lin.pk,
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (replace(COAT, title=" "), "title"),
        (replace(COAT, category="rockets"), "category"),
        (replace(COAT, quantity=0), "quantity"),
        (replace(COAT, amount=Decimal("0")), "amount"),
        (replace(COAT, amount=Decimal("320.01")), "amount"),
        (replace(COAT, unit_price=Decimal("10000000.01"), amount=None), "amount"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(wanted, lin, line, code):
    with pytest.raises(Refused) as refused:
        place_order(actor=lin.user, order=replace(wanted, lines=[RICE_COOKER, line]))

    assert refused.value.code == code
    assert nothing_written()


def test_an_order_without_lines_is_refused(wanted, lin):
    with pytest.raises(Refused) as refused:
        place_order(actor=lin.user, order=replace(wanted, lines=[]))
    assert refused.value.code == "lines"
    assert nothing_written()


def test_a_villager_of_another_station_is_refused(wanted, lin, zhou, zjtl001):
    with pytest.raises(Refused) as refused:
        place_order(actor=lin.user, order=replace(wanted, villager=make_villager(zjtl001)))
    assert refused.value.code == "villager"
    assert nothing_written()


def test_a_closed_station_takes_no_orders(wanted, lin):
    wanted.station.status = "suspended"
    with pytest.raises(Refused) as refused:
        place_order(actor=lin.user, order=wanted)
    assert refused.value.code == "station_closed"
    assert nothing_written()


def test_a_platform_number_is_used_once_in_the_country(wanted, lin, zjtl001, zhou):
    numbered = replace(wanted, platform_order_no="1234567890")
    first = place_order(actor=lin.user, order=numbered)

    with pytest.raises(Refused) as refused, transaction.atomic():
        place_order(
            actor=zhou.user, order=replace(numbered, station=zjtl001, villager=make_villager(zjtl001))
        )

    # What exists elsewhere is refused without a word about where.
    assert first.number not in str(refused.value)
    assert AgentOrder.objects.count() == 1


def test_a_draft_counts_nowhere_until_it_is_placed(wanted, lin):
    draft = draft_order(actor=lin.user, order=wanted)
    assert draft.status == "draft"
    assert not Activity.objects.exists()

    placed = place_draft(actor=lin.user, order=draft)

    placed.refresh_from_db()
    assert placed.status == "paid"
    assert [change.after for change in placed.changes.all()] == ["placed", "paid"]
    assert Activity.objects.filter(kind=Kind.PAID, orders=1).count() == 1
    with pytest.raises(Refused):
        place_draft(actor=lin.user, order=placed)


def test_the_queries_of_a_placing_do_not_grow_with_its_lines(wanted, lin, fjyx001, django_assert_num_queries):
    make_order(fjyx001)  # opens the platform's account
    with django_assert_num_queries(8):
        place_order(actor=lin.user, order=wanted)
    with django_assert_num_queries(8):
        place_order(actor=lin.user, order=replace(wanted, lines=[RICE_COOKER, COAT] * 5))


def test_a_draft_is_not_placed_at_a_station_that_stopped(fjyx001, lin, villager):
    draft = draft_order(
        actor=None,
        order=NewOrder(fjyx001, villager, [NewLine("锄头", Category.TOOLS, 1, Decimal("35.00"))]),
    )
    suspend_station(actor=None, station=fjyx001, reason="装修")
    with pytest.raises(Refused) as refused:
        place_draft(actor=None, order=draft)
    assert refused.value.code == "station_closed"
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert not Activity.objects.exists()
