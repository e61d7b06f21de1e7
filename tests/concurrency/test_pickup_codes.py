"""Two orders of one station that draw the same code at once get one each."""

import itertools
from decimal import Decimal

import pytest
from django.utils import timezone

from orders.agent_orders import drawing_codes
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, place_orders
from partners.journal.kinds import Category
from partners.journal.models import Activity
from stations import bulk
from tests.cast import api_client_of
from tests.orders.agent_orders.api import new, post
from tests.workers import gate_before, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def both_draw_the_same(monkeypatch):
    draws = itertools.chain([1], itertools.count(1))
    monkeypatch.setattr(drawing_codes, "randbelow", lambda most: next(draws))


def twice_at_once(work):
    """What both came to; both have drawn when the first is written."""
    with gate_before(AgentOrder._meta.db_table) as gate:
        running = [in_thread(work) for _ in range(2)]
        gate.wait_for(2)
        gate.open()
        for thread, _said in running:
            thread.join()
    return [said["result"] for _thread, said in running]


def test_a_code_drawn_twice_at_once_is_drawn_again(lin, fjyx001, villager):
    answers = twice_at_once(lambda: post(api_client_of(lin), "", new()))

    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json()["pickup_code"] for answer in answers} == {"000001", "000002"}
    assert sorted(AgentOrder.objects.values_list("pickup_code", flat=True)) == ["000001", "000002"]
    assert Activity.objects.filter(kind="paid").count() == 2


@pytest.mark.parametrize("few", [200, 1])  # by INSERT and by COPY
def test_the_bulk_verb_draws_again_too(lin, fjyx001, villager, monkeypatch, few):
    monkeypatch.setattr(bulk, "FEW", few)
    now = timezone.now()
    lines = [NewLine("大米", Category.FOOD, 1, Decimal("30.00"))]
    order = NewOrder(
        station=fjyx001, villager=villager, lines=lines, pay_how="own_account", placed_at=now, paid_at=now
    )

    placed = twice_at_once(lambda: place_orders(actor=None, orders=[order]))

    assert {order.pickup_code for (order,) in placed} == {"000001", "000002"}
    assert Activity.objects.filter(kind="paid").count() == 2
