"""A platform's order number from two stations at once becomes one order, and neither is told of the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from orders.agent_orders.models import AgentOrder
from partners.journal.models import Activity
from tests.cast import api_client_of
from tests.flushing import delete_all_rows
from tests.orders.agent_orders.api import new, post
from tests.workers import gate_before, in_thread

pytestmark = pytest.mark.django_db(transaction=True)

UNIQUE = "agent_order_platform_number_once"


@contextmanager
def without_the_unique_key() -> Iterator[None]:
    key = next(one for one in AgentOrder._meta.constraints if one.name == UNIQUE)
    with connection.schema_editor() as editor:
        editor.remove_constraint(AgentOrder, key)
    try:
        yield
    finally:
        delete_all_rows("default")
        with connection.schema_editor() as editor:
            editor.add_constraint(AgentOrder, key)


def both_record(lin, zhou):
    """Both have looked and found nothing when the first is written."""
    with gate_before(AgentOrder._meta.db_table) as gate:
        running = [
            in_thread(lambda who=who: post(api_client_of(who), "", new(platform_order_no="1287436509281")))
            for who in (lin, zhou)
        ]
        gate.wait_for(2)
        gate.open()
        for thread, _ in running:
            thread.join()
    return [said["result"] for _, said in running]


def test_the_control_looking_first_is_not_enough(lin, zhou, fjyx001, zjtl001):
    with without_the_unique_key():
        answers = both_record(lin, zhou)
        assert [answer.status_code for answer in answers] == [201, 201]
        assert AgentOrder.objects.filter(platform_order_no="1287436509281").count() == 2


def test_one_number_is_one_order(lin, zhou, fjyx001, zjtl001):
    answers = both_record(lin, zhou)

    assert sorted(answer.status_code for answer in answers) == [201, 400]
    order = AgentOrder.objects.get()
    refused = next(answer for answer in answers if answer.status_code == 400)
    assert refused.json()["fields"] == {"platform_order_no": ["This platform order number cannot be used."]}
    assert order.number not in refused.content.decode()
    assert set(Activity.objects.values_list("subject", flat=True)) == {order.subject}


def test_who_comes_a_second_later_reads_the_same_words(lin, zhou, fjyx001, zjtl001):
    post(api_client_of(lin), "", new(platform_order_no="1287436509281"))
    late = post(api_client_of(zhou), "", new(platform_order_no="1287436509281"))
    assert late.json()["fields"] == {"platform_order_no": ["This platform order number cannot be used."]}
