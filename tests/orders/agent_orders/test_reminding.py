"""Who does not come for three days is reminded once."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from orders.agent_orders import telling
from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.telling import remind_waiting
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import Notification
from tests.cast import advance, make_order
from tests.workers import elsewhere, in_thread

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2015, 11, 20, 2, 7, tzinfo=dt.UTC)


def waiting(station, *, since):
    order = advance(make_order(station), OrderStatus.AT_STATION)
    AgentOrder.objects.filter(pk=order.pk).update(arrived_at=NOW - since)
    return order


def reminded():
    return set(Notification.objects.filter(kind=NoticeKind.REMINDER).values_list("subject", flat=True))


def test_after_three_days_and_once(fjyx001, lin):
    late = waiting(fjyx001, since=dt.timedelta(days=3))
    waiting(fjyx001, since=dt.timedelta(days=2, hours=23, minutes=59))
    assert remind_waiting(at=NOW) == 1
    assert remind_waiting(at=NOW + dt.timedelta(minutes=1)) == 1  # the other one's time has come
    assert remind_waiting(at=NOW + dt.timedelta(days=1)) == 0
    assert late.subject in reminded()
    text = Notification.objects.get(source_key=f"{late.subject}:reminder").text
    assert text == f"【村站】您代买的货在西洋村委会放了3天，取件码{late.pickup_code}，请尽快来取。"
    assert len(text) <= 70


def test_the_days_are_a_setting(fjyx001, lin, settings):
    settings.REMIND_AFTER_DAYS = 5
    waiting(fjyx001, since=dt.timedelta(days=4))
    late = waiting(fjyx001, since=dt.timedelta(days=5))
    assert remind_waiting(at=NOW) == 1
    assert reminded() == {late.subject}


def test_goods_of_long_ago_and_goods_that_are_gone_are_left(fjyx001, lin):
    waiting(fjyx001, since=dt.timedelta(days=30))
    fetched = waiting(fjyx001, since=dt.timedelta(days=4))
    hand_over_order(actor=None, order=fetched, code=fetched.pickup_code)
    assert remind_waiting(at=NOW) == 0


def test_many_go_chunk_by_chunk(fjyx001, lin, monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    for _ in range(5):
        waiting(fjyx001, since=dt.timedelta(days=4))
    assert remind_waiting(at=NOW) == 5
    assert len(reminded()) == 5


def test_who_is_being_handed_over_just_now_is_not_reminded(fjyx001, lin):
    order = waiting(fjyx001, since=dt.timedelta(days=4))
    counter = elsewhere()
    with counter.transaction():
        counter.execute("SELECT 1 FROM orders_agentorder WHERE id = %s FOR UPDATE", [order.pk])
        thread, outcome = in_thread(lambda: remind_waiting(at=NOW))
        thread.join()
    counter.close()
    assert outcome == {"result": 0}


def test_by_hand(fjyx001, lin):
    order = advance(make_order(fjyx001), OrderStatus.AT_STATION)
    AgentOrder.objects.filter(pk=order.pk).update(arrived_at=timezone.now() - dt.timedelta(days=4))
    said = StringIO()
    call_command("remind_waiting", stdout=said)
    assert said.getvalue() == "reminded: 1\n"
