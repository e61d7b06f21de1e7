"""A villager is erased in the moment in which somebody orders for them."""

import threading
from decimal import Decimal

import pytest

from orders.agent_orders import placing
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, draft_order, place_draft
from orders.personal_data import erasing
from orders.personal_data.erasing import erase_person
from orders.villagers.models import Villager
from stations.refusals import Refused
from tests.cast import make_order
from tests.concurrency.racing import locked_out, one_behind_the_other
from tests.workers import gate_before, in_thread, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_the_end(monkeypatch):
    """Erasing goes on to its last step, then says so and waits for a word."""
    reached, go_on = threading.Event(), threading.Event()
    erase = erasing._erase

    def erase_and_wait(pks):
        erase(pks)
        reached.set()
        go_on.wait(timeout=30)

    monkeypatch.setattr(erasing, "_erase", erase_and_wait)
    return reached, go_on


def erase(villager):
    phone = villager.phone
    return lambda: erase_person(actor=None, phone=phone, reason="本人要求")


def order_for(villager):
    return lambda: make_order(villager.station, villager=villager)


def behind_erasing(at_the_end, villager, work):
    """What becomes of `work` that begins while the villager is being erased."""
    reached, go_on = at_the_end
    one, erased = in_thread(erase(villager))
    assert reached.wait(timeout=30)
    two, said = in_thread(work)
    wait_until(lambda: locked_out() >= 1 or not two.is_alive(), what="the order at the lock")
    go_on.set()
    one.join()
    two.join()
    assert erased["result"] == 1
    return said


def test_the_control_without_the_hold_an_order_is_left_with_nobody(at_the_end, villager, lin, monkeypatch):
    monkeypatch.setattr(placing, "hold_villagers", lambda pks: None)
    said = behind_erasing(at_the_end, villager, order_for(villager))

    assert "error" not in said
    assert AgentOrder.objects.get().villager.erased_at is not None


def test_an_order_behind_the_erasing_is_refused(at_the_end, villager, lin):
    said = behind_erasing(at_the_end, villager, order_for(villager))

    assert (said["error"].code, said["error"].field) == ("erased", "phone")
    assert not AgentOrder.objects.exists()


def test_a_draft_is_not_placed_behind_the_erasing(at_the_end, villager, lin):
    line = NewLine(title="棉被", category="daily_goods", quantity=1, unit_price=Decimal("89.00"))
    draft = draft_order(actor=None, order=NewOrder(station=villager.station, villager=villager, lines=[line]))
    said = behind_erasing(at_the_end, villager, lambda: place_draft(actor=None, order=draft))

    assert said["error"].code == "erased"
    assert AgentOrder.objects.get().status == "draft"


def test_erasing_behind_an_order_is_refused(villager, lin):
    with gate_before("orders_agentorderchange") as gate:
        said = one_behind_the_other(gate, order_for(villager), erase(villager))

    assert [type(one.get("error")) for one in said] == [type(None), Refused]
    assert said[1]["error"].code == "on_the_way"
    assert Villager.objects.get().phone == villager.phone
