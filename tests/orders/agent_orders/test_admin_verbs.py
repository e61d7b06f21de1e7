"""What the desk does with orders: always a verb, always within the county."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange, OrderRefund
from partners.journal.kinds import Category
from partners.journal.models import Activity
from tests.cast import client_of, make_order

LIST = reverse("admin:orders_agentorder_changelist")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def desk(youxi_staff):
    return client_of(youxi_staff, headers={"accept-language": "en"})


def page(order, name):
    return reverse(f"admin:orders_agentorder_{name}", args=[order.pk])


def send(desk, order, name, **answers):
    """Opens the page, as a person does, and sends it back with its one-time token."""
    token = desk.get(page(order, name)).context["token"]
    return desk.post(page(order, name), {"token": token, **answers})


def tick(desk, action, *orders, **answers):
    posted = {"action": action, "index": 0, "_selected_action": [order.pk for order in orders], **answers}
    return desk.post(LIST, posted, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def status(order):
    return AgentOrder.objects.values_list("status", flat=True).get(pk=order.pk)


def offered(desk, order):
    actions = desk.get(page(order, "change")).context["actions_detail"]
    return [one["path"].rstrip("/").rsplit("/", 1)[-1] for one in actions]


def test_ticked_orders_go_on_and_the_others_say_why_not(desk, youxi_staff, fjyx001):
    paid, shipped = make_order(fjyx001), make_order(fjyx001, status=OrderStatus.SHIPPED)

    response = tick(desk, "receive_at_county_ticked", paid, shipped)

    assert status(shipped) == "at_county"
    assert status(paid) == "paid"
    assert told(response) == [
        "1 order went on.",
        f"Order {paid.number} is “paid”: it cannot become “at the county center”.",
    ]
    assert AgentOrderChange.objects.filter(order=shipped).last().actor == youxi_staff


def test_an_order_of_another_county_is_not_moved(desk, fjyx001, zjtl001):
    foreign = make_order(zjtl001)
    response = tick(desk, "ship_ticked", foreign)

    assert status(foreign) == "paid"
    assert foreign.number not in response.content.decode()


def test_ticked_orders_are_cancelled_only_with_a_reason(desk, fjyx001):
    first, second = make_order(fjyx001), make_order(fjyx001)

    asked = tick(desk, "cancel_ticked", first, second)
    assert first.number in asked.content.decode()
    tick(desk, "cancel_ticked", first, second, apply="1", reason="")
    assert (status(first), status(second)) == ("paid", "paid")

    done = tick(desk, "cancel_ticked", first, second, apply="1", reason="out of stock")
    assert (status(first), status(second)) == ("cancelled", "cancelled")
    assert told(done) == ["2 orders are cancelled."]


def test_opening_a_page_writes_nothing(desk, fjyx001):
    order = make_order(fjyx001)
    before = Activity.objects.count()
    for name in ("ship", "receive_county", "receive_station", "pay", "hand_over", "refund", "cancel"):
        assert desk.get(page(order, name)).status_code == 200
    assert status(order) == "paid"
    assert Activity.objects.count() == before


def test_a_page_offers_what_may_be_done_next(desk, fjyx001):
    unpaid = make_order(fjyx001, paid=False)
    waiting = make_order(fjyx001, status=OrderStatus.AT_STATION)
    over = make_order(fjyx001)
    send(desk, over, "cancel", reason="changed her mind")

    assert offered(desk, unpaid) == ["ship", "pay", "cancel"]
    assert offered(desk, waiting) == ["hand_over", "refund", "cancel"]
    assert offered(desk, over) == []


def test_an_order_travels_to_its_villager(desk, fjyx001):
    order = make_order(fjyx001, paid=False)

    for name in ("ship", "receive_county", "receive_station"):
        assert send(desk, order, name).status_code == 302
    assert send(desk, order, "pay", pay_how="own_account").status_code == 302
    wrong = send(desk, order, "hand_over", code="000000" if order.pickup_code != "000000" else "1")
    assert wrong.context["form"].errors == {"code": ["The pick-up code does not fit this order."]}
    assert send(desk, order, "hand_over", code=order.pickup_code).status_code == 302

    order.refresh_from_db()
    assert (order.status, order.pay_how) == ("handed_over", "own_account")


def test_a_refund_names_its_line_its_amount_and_its_reason(desk, youxi_staff, fjyx001):
    order = make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"))
    food, clothing = order.lines.all()

    response = send(desk, order, "refund", **{f"line_{clothing.pk}": "12.50", "reason": "a button was off"})

    assert response.status_code == 302
    refund = OrderRefund.objects.get()
    assert (refund.line, refund.amount, refund.reason, refund.actor) == (
        clothing,
        Decimal("12.50"),
        "a button was off",
        youxi_staff,
    )
    assert Activity.objects.get(kind="refund").amount == Decimal("-12.50")
    food.refresh_from_db()
    assert food.refunded == 0


@pytest.mark.parametrize(
    ("amount", "reason"), [("60.01", "x"), ("0", "x"), ("-5", "x"), ("", "x"), ("1.005", "x"), ("5", "")]
)
def test_a_refund_that_makes_no_sense_changes_nothing(desk, fjyx001, amount, reason):
    order = make_order(fjyx001, (Category.CLOTHING, "60.00"))
    response = send(desk, order, "refund", **{f"line_{order.lines.get().pk}": amount, "reason": reason})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not OrderRefund.objects.exists()
    assert not Activity.objects.filter(kind="refund").exists()


def test_a_doubled_click_refunds_once(desk, fjyx001):
    order = make_order(fjyx001, (Category.CLOTHING, "60.00"))
    answers = {f"line_{order.lines.get().pk}": "10.00", "reason": "late"}
    token = desk.get(page(order, "refund")).context["token"]

    for _ in range(2):
        assert desk.post(page(order, "refund"), {"token": token, **answers}).status_code == 302
    assert OrderRefund.objects.count() == 1

    other = {**answers, f"line_{order.lines.get().pk}": "20.00"}
    refused = desk.post(page(order, "refund"), {"token": token, **other})
    assert "already sent with other content" in str(refused.context["form"].errors)
    assert desk.post(page(order, "refund"), answers).status_code == 200  # no token, no deed
    assert OrderRefund.objects.count() == 1


def test_the_form_of_an_order_writes_nothing_even_for_the_superuser(superuser, fjyx001):
    order = make_order(fjyx001)
    response = client_of(superuser).post(page(order, "change"), {"status": "refunded", "amount": "1"})

    assert response.status_code == 403
    order.refresh_from_db()
    assert (order.status, order.amount) == ("paid", Decimal("100.00"))


def test_a_partner_has_no_desk(lin, fjyx001):
    order = make_order(fjyx001)
    client = client_of(lin)
    for name in ("change", "refund", "cancel"):
        assert client.post(page(order, name), {"reason": "x"}).status_code == 302
    assert status(order) == "paid"


def test_a_second_click_on_a_refund_is_the_first_one_again(desk, fjyx001, villager):
    order = make_order(fjyx001, villager=villager)
    answers = {"token": "the-same", "reason": "坏了", f"line_{order.lines.get().pk}": "60.00"}
    for _click in range(2):
        assert desk.post(page(order, "refund"), answers).status_code == 302
    assert OrderRefund.objects.get().amount == Decimal("60.00")
