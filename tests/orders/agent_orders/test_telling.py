"""Villagers are told of their orders by what is done at the counter, once, in Chinese."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.handing_over import hand_over_order, hand_over_orders
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.refunding import refund_lines
from orders.agent_orders.telling import Told, told_of
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from orders.personal_data.erasing import erase_person
from orders.personal_data.held import held_about
from orders.villagers.models import Villager
from stations.notices.delivering import deliver_notices
from stations.notices.gateways.console import ConsoleGateway
from stations.notices.gateways.protocol import Answer, Fate
from stations.notices.lifecycle import NoticeKind, NoticeState, Problem
from stations.notices.models import Notification
from stations.refusals import Refused
from stations.wording import moment
from tests.cast import advance, client_of, make_order

pytestmark = pytest.mark.django_db

S, K = NoticeState, NoticeKind


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def order(fjyx001, lin, villager):
    return make_order(fjyx001, villager=villager)


def notices():
    return list(Notification.objects.order_by("pk").values_list("source_key", "state"))


class Says(ConsoleGateway):
    def __init__(self, fate, problem=None):
        self.answer = Answer(fate, problem)

    def send(self, message):
        return self.answer


def test_arrival_with_the_code_and_then_the_receipt(order, fjyx001, villager):
    order = advance(order, OrderStatus.AT_STATION)
    (arrived,) = Notification.objects.all()
    assert (arrived.source_key, arrived.station, arrived.phone) == (
        f"agent-order:{order.pk}:arrived",
        fjyx001,
        villager.phone,
    )
    assert arrived.text == f"【村站】您代买的货到西洋村委会了，取件码{order.pickup_code}，请来取。"

    deliver_notices(gateway=ConsoleGateway())
    order = hand_over_order(actor=None, order=order, code=order.pickup_code)
    receipt = Notification.objects.latest("pk")
    with translation.override("zh-hans"):
        when = moment(order.handed_over_at)
    assert receipt.text == f"【村站】{order.number}的货{when}已在西洋村委会取走。不是您取的？请到站里问。"
    assert notices() == [
        (f"agent-order:{order.pk}:arrived", S.SENT),
        (f"agent-order:{order.pk}:receipt", S.WAITING),
    ]


def test_what_is_to_be_paid_is_told_and_all_fits_into_one_message(fjyx001, villager):
    advance(make_order(fjyx001, villager=villager, paid=False), OrderStatus.AT_STATION)
    (text,) = Notification.objects.values_list("text", flat=True)
    assert text.endswith("请来取。货款¥100.00请带来。")
    assert len(text) <= 70


def test_whoever_agreed_or_not(fjyx001, order, villager):
    """The word about one's own goods belongs to the order: docs/decisions/0070-notices.md."""
    Villager.objects.update(consented_at=None)
    advance(order, OrderStatus.AT_STATION)
    assert len(notices()) == 1


def test_who_is_no_longer_on_file_is_told_nothing(order, villager):
    Villager.objects.update(phone=None, name="—", erased_at=timezone.now())
    advance(order, OrderStatus.AT_STATION)
    assert notices() == []


def test_what_is_reported_of_the_past_tells_nobody(order, fjyx001, villager):
    yesterday = timezone.now() - dt.timedelta(days=1)
    for verb in (ship_orders, receive_at_county, receive_at_station):
        verb(actor=None, orders=[order], at=yesterday)
    hand_over_orders(actor=None, handed_over_at={order.pk: timezone.now()})
    make_order(fjyx001, villager=villager, handed_over_at=timezone.now())
    assert notices() == []


@pytest.mark.parametrize("way", ["fetched", "cancelled", "refunded"])
def test_goods_that_are_gone_are_not_announced(order, way):
    order = advance(order, OrderStatus.AT_STATION)
    if way == "fetched":
        hand_over_orders(actor=None, handed_over_at={order.pk: timezone.now()})
    elif way == "cancelled":
        cancel_order(actor=None, order=order, reason="不要了")
    else:
        line = order.lines.get()
        refund_lines(actor=None, order=order, amounts={line.pk: line.amount}, reason="坏了")
    assert notices() == [(f"agent-order:{order.pk}:arrived", S.WITHDRAWN)]


def test_what_is_refused_tells_nobody(order):
    with pytest.raises(Refused):
        receive_at_station(actor=None, orders=[order])
    assert notices() == []


def test_undone_with_its_event(order):
    for verb in (ship_orders, receive_at_county):
        verb(actor=None, orders=[order])
    with transaction.atomic():
        receive_at_station(actor=None, orders=[order])
        assert len(notices()) == 1
        transaction.set_rollback(True)
    assert notices() == []


@pytest.mark.parametrize(
    ("answer", "label", "tone", "detail"),
    [
        (None, "on its way", "moving", ""),
        (
            (Fate.UNKNOWN, Problem.NO_ANSWER),
            "perhaps not told",
            "alert",
            "the SMS gateway did not answer: please call.",
        ),
        ((Fate.NEVER, Problem.REFUSED), "not told", "alert", "the SMS gateway refuses it: please call."),
    ],
)
def test_the_orders_page_says_whether_the_villager_was_told(
    order, lin, youxi_staff, answer, label, tone, detail
):
    assert told_of(order) is None
    order = advance(order, OrderStatus.AT_STATION)
    if answer:
        deliver_notices(gateway=Says(*answer))
    assert told_of(order) == Told(label, tone, detail)
    for client, page in (
        (client_of(lin), reverse("order_page", args=[order.pk])),
        (client_of(youxi_staff), reverse("admin:orders_agentorder_change", args=[order.pk])),
    ):
        shown = client.get(page, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert label in shown
        assert detail in shown

    # Who has the goods need not be called.
    assert told_of(hand_over_order(actor=None, order=order, code=order.pickup_code)) is None


def test_told_and_when(order, lin):
    at = timezone.now() + dt.timedelta(minutes=1)
    order = advance(order, OrderStatus.AT_STATION)
    deliver_notices(gateway=ConsoleGateway(), now=lambda: at)
    page = client_of(lin).get(reverse("order_page", args=[order.pk]), HTTP_ACCEPT_LANGUAGE="en")
    assert f"told at {moment(at)}" in page.content.decode()


def test_a_message_is_among_what_is_held_and_is_erased_with_the_rest(order, villager, ops):
    advance(order, OrderStatus.HANDED_OVER)
    (arrival, receipt) = held_about(villager.phone)["messages"]
    assert (arrival["station"], arrival["state"]) == ("FJYX001", S.WITHDRAWN)
    assert receipt["text"].startswith("【村站】")
    erase_person(actor=ops, phone=villager.phone, reason="本人要求")
    assert set(Notification.objects.values_list("phone", "text")) == {(None, "")}
    assert held_about(villager.phone)["messages"] == []
