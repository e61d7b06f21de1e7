"""Cash for an order leaves the float in the transaction of its payment, and comes back with a refund."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.paying import record_payment
from orders.agent_orders.placing import NewLine, NewOrder, draft_order, place_draft, place_order, place_orders
from orders.agent_orders.refunding import refund_lines
from partners.journal.kinds import Category
from partners.journal.models import Activity
from partners.ledger.models import Transfer
from stations.refusals import Refused
from stations.requests.claiming import new_token
from tests.cast import DOUBLE_ELEVEN, client_of, make_order, make_villager, set_float
from tests.partners.ledger.states import balance, ledger

pytestmark = pytest.mark.django_db

THOUSAND, HUNDRED = Decimal("1000.00"), Decimal("100.00")
COAT = NewLine("羽绒服", Category.CLOTHING, 1, HUNDRED)


@pytest.fixture
def float_(fjyx001, lin):
    """A float of 1,000 yuan."""
    set_float(fjyx001, "1000.00")
    return fjyx001


def wanted(station, villager, **fields):
    return NewOrder(station=station, villager=villager, lines=[COAT], **fields)


def moved(order):
    """What was moved for an order: kind, amount and day."""
    rows = Transfer.objects.filter(subject=order.subject).order_by("pk")
    return [(row.kind, row.amount, row.business_date) for row in rows]


def test_cash_is_paid_to_the_platform_on_the_day_of_the_payment(float_, villager):
    order = make_order(float_, villager=villager)

    assert moved(order) == [("order_paid", HUNDRED, DOUBLE_ELEVEN.date())]
    transfer = Transfer.objects.get(subject=order.subject)
    assert (transfer.from_account.station, transfer.to_account.kind) == (float_, "platform_clearing")
    assert balance(float_) == THOUSAND - HUNDRED


def test_a_villagers_own_account_moves_nothing(float_, villager):
    order = make_order(float_, villager=villager, pay_how="own_account")
    cancel_order(actor=None, order=order, reason="缺货")
    assert moved(order) == []
    assert balance(float_) == THOUSAND


def test_an_order_on_arrival_moves_the_float_when_it_is_paid(float_, villager):
    order = make_order(float_, villager=villager, paid=False)
    assert moved(order) == []

    record_payment(actor=None, order=order)

    assert [(kind, amount) for kind, amount, _day in moved(order)] == [("order_paid", HUNDRED)]


def test_how_it_is_paid_is_said_at_the_payment(float_, villager):
    order = make_order(float_, villager=villager, paid=False)
    record_payment(actor=None, order=order, pay_how="own_account")
    assert moved(order) == []


def test_a_draft_moves_the_float_when_it_is_placed(float_, lin, villager):
    draft = draft_order(actor=lin.user, order=wanted(float_, villager))
    assert balance(float_) == THOUSAND
    place_draft(actor=lin.user, order=draft)
    assert balance(float_) == THOUSAND - HUNDRED


def test_refunds_come_back_one_by_one_and_a_cancellation_brings_the_rest(float_, villager):
    order = make_order(float_, villager=villager)
    line = order.lines.get().pk
    refund_lines(actor=None, order=order, amounts={line: Decimal("30.00")}, reason="有污渍")
    assert balance(float_) == Decimal("930.00")

    cancel_order(actor=None, order=order, reason="缺货")

    assert [(kind, amount) for kind, amount, _day in moved(order)] == [
        ("order_paid", HUNDRED),
        ("order_refunded", Decimal("30.00")),
        ("order_refunded", Decimal("70.00")),
    ]
    assert balance(float_) == THOUSAND


@pytest.mark.parametrize("way", ["now", "draft", "arrival"])
def test_without_enough_float_nothing_is_written(float_, lin, villager, way):
    set_float(float_, "99.99")
    draft = draft_order(actor=lin.user, order=wanted(float_, villager))
    unpaid = make_order(float_, villager=villager, paid=False)
    before = ledger(), list(Activity.objects.values()), list(AgentOrder.objects.order_by("pk").values())
    verb = {
        "now": lambda: place_order(actor=lin.user, order=wanted(float_, villager)),
        "draft": lambda: place_draft(actor=lin.user, order=draft),
        "arrival": lambda: record_payment(actor=lin.user, order=unpaid),
    }[way]

    with pytest.raises(Refused) as refused, transaction.atomic():
        verb()

    assert (refused.value.code, refused.value.field) == ("float", "pay_how")
    assert "¥99.99" in str(refused.value)
    assert before == (
        ledger(),
        list(Activity.objects.values()),
        list(AgentOrder.objects.order_by("pk").values()),
    )


def test_a_batch_of_which_the_float_bears_a_part_is_refused_whole(float_, villager):
    orders = [wanted(float_, villager, placed_at=DOUBLE_ELEVEN, paid_at=DOUBLE_ELEVEN) for _ in range(11)]
    with pytest.raises(Refused):
        place_orders(actor=None, orders=orders)
    assert not AgentOrder.objects.exists()
    assert balance(float_) == THOUSAND
    place_orders(actor=None, orders=orders[:10])
    assert balance(float_) == 0


def test_one_by_one_and_all_at_once_leave_the_same_transfers(float_, fjyx002, chen, villager):
    other = make_villager(fjyx002)
    set_float(fjyx002, "1000.00")
    for number in range(3):
        make_order(float_, villager=villager, at=DOUBLE_ELEVEN + dt.timedelta(hours=number))
    at = [DOUBLE_ELEVEN + dt.timedelta(hours=number) for number in range(3)]
    place_orders(
        actor=None,
        orders=[wanted(fjyx002, other, placed_at=one, paid_at=one + dt.timedelta(minutes=1)) for one in at],
    )

    def rows(station):
        paid = Transfer.objects.filter(station=station, kind="order_paid").order_by("pk")
        return list(paid.values_list("amount", "occurred_at", "business_date", "note", "actor"))

    assert rows(float_) == rows(fjyx002) != []
    assert balance(float_) == balance(fjyx002) == Decimal("700.00")


def test_the_counter_says_it_beside_the_field_and_keeps_what_was_typed(float_, lin, villager):
    set_float(float_, "50.00")
    client = client_of(lin, headers={"accept-language": "en"})
    answer = client.post(
        reverse("order_new"),
        {
            "token": new_token(),
            "phone": villager.phone,
            "pay_when": "now",
            "pay_how": "cash",
            "lines-TOTAL_FORMS": "1",
            "lines-INITIAL_FORMS": "0",
            "lines-0-title": "红色羽绒服",
            "lines-0-category": "clothing",
            "lines-0-unit_price": "100",
            "lines-0-quantity": "1",
        },
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["pay_how"] == [
        "The float does not suffice: ¥50.00 available, ¥100.00 needed."
    ]
    assert "红色羽绒服" in answer.content.decode()
    assert not AgentOrder.objects.exists()
