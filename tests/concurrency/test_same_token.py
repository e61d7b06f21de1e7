"""The same token fifty times at once gives one order."""

import threading

import pytest

from orders.agent_orders.models import AgentOrder
from orders.villagers.models import Villager
from partners.journal.models import Activity
from stations.refusals import Refused
from stations.requests.claiming import once
from stations.requests.models import RequestToken
from tests.cast import api_client_of
from tests.concurrency.racing import at_once
from tests.orders.agent_orders.api import new, post
from tests.workers import in_thread

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 50


def record(lin, key):
    """One request, as of a phone that taps the button."""
    return lambda: post(api_client_of(lin), "", new(), key=key)


def test_the_control_without_one_token_there_are_fifty_orders(lin, fjyx001):
    answers = at_once(record(lin, f"tap-{number}") for number in range(TIMES))

    assert [said["result"].status_code for said in answers] == [201] * TIMES
    assert AgentOrder.objects.count() == TIMES
    # All of them found or made the same villager, who was new.
    assert Villager.objects.count() == 1


def test_the_same_token_fifty_times_at_once_gives_one_order(lin, fjyx001):
    answers = [said["result"] for said in at_once(record(lin, "tap") for _ in range(TIMES))]

    order = AgentOrder.objects.get()
    assert sorted(answer.status_code for answer in answers) == [200] * (TIMES - 1) + [201]
    assert {answer.json()["id"] for answer in answers} == {order.pk}
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == TIMES - 1
    assert Activity.objects.filter(subject=order.subject).count() == 2
    assert RequestToken.objects.count() == 1


def test_who_waited_for_a_refused_one_does_the_work(lin):
    """A claim goes with its work: the second request is not told of a first one that never was."""
    inside, go_on = threading.Event(), threading.Event()

    def claim(work):
        return once(actor=lin.user, token="tap", purpose="test", content={}, work=work)

    def refuse():
        inside.set()
        go_on.wait(10)
        raise Refused("no")

    first, first_said = in_thread(lambda: claim(refuse))
    assert inside.wait(10)
    second, second_said = in_thread(lambda: claim(lambda: "done"))
    go_on.set()
    first.join()
    second.join()

    assert isinstance(first_said["error"], Refused)
    assert second_said["result"] == ("done", False)


def test_the_same_token_with_two_bodies_at_once_does_one_and_refuses_the_other(lin, fjyx001):
    bodies = [new(pay_how="cash"), new(pay_how="own_account")]
    answers = at_once([lambda body=body: post(api_client_of(lin), "", body, key="tap") for body in bodies])

    assert sorted(said["result"].status_code for said in answers) == [201, 409]
    assert AgentOrder.objects.count() == 1
