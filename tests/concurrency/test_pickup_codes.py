"""Two orders of one station that draw the same code at once get one each."""

import itertools

import pytest

from orders.agent_orders import drawing_codes
from orders.agent_orders.models import AgentOrder
from partners.journal.models import Activity
from tests.cast import api_client_of
from tests.orders.agent_orders.api import new, post
from tests.workers import gate_before, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_code_drawn_twice_at_once_is_drawn_again(lin, fjyx001, villager, monkeypatch):
    draws = itertools.chain(["000001", "000001"], (f"{number:06d}" for number in itertools.count(2)))
    monkeypatch.setattr(drawing_codes, "_draw", lambda count: {next(draws)})

    # Both have drawn when the first is written.
    with gate_before(AgentOrder._meta.db_table) as gate:
        running = [in_thread(lambda: post(api_client_of(lin), "", new())) for _ in range(2)]
        gate.wait_for(2)
        gate.open()
        for thread, _said in running:
            thread.join()

    answers = [said["result"] for _thread, said in running]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json()["pickup_code"] for answer in answers} == {"000001", "000002"}
    assert sorted(AgentOrder.objects.values_list("pickup_code", flat=True)) == ["000001", "000002"]
    assert Activity.objects.filter(kind="paid").count() == 2
