"""The history of places and people is not told who places orders: an order writes no row that it keeps."""

import re

import pghistory
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.agent_orders.models import AgentOrder
from tests.cast import api_client_of, client_of
from tests.orders.agent_orders.api import get, new, post
from tests.orders.agent_orders.test_web_new_order import URL, typed  # noqa: F401 - a fixture

WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)', re.IGNORECASE)


def written(captured):
    return {table for query in captured for table in WRITES.findall(query["sql"])}


def kept():
    """The tables whose rows the history keeps."""
    copies = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return {model.pgh_tracked_model._meta.db_table for model in copies}


def test_from_the_order_to_the_refund_no_tracked_row_is_written(lin, youxi_staff, typed):  # noqa: F811
    phone, partner, staff = client_of(lin), api_client_of(lin), api_client_of(youxi_staff)
    with CaptureQueriesContext(connection) as asked:
        assert phone.post(URL, typed).status_code == 302
        pk = post(partner, "", new(pay_when="on_arrival")).json()["id"]
        steps = [
            (staff, "ship", {}),
            (staff, "receive-at-county", {}),
            (partner, "receive", {}),
            (partner, "pay", {"pay_how": "own_account"}),
            (partner, "hand-over", {"code": AgentOrder.objects.get(pk=pk).pickup_code}),
            (partner, "refund", {"lines": [{"line_no": 1, "amount": "1.00"}], "reason": "x"}),
        ]
        for who, step, body in steps:
            assert post(who, f"{pk}/{step}/", body).status_code == 200, step
        post(partner, f"{post(partner, '', new(draft=True)).json()['id']}/cancel/", {"reason": "x"})
        get(partner, f"{pk}/")

    assert {"stations_station", "partners_partner", "partners_tenure"} <= kept()
    assert {"orders_agentorder", "orders_agentorderline", "partners_activity"} <= written(asked)
    assert not written(asked) & kept()
    assert not [query for query in asked if "set_config" in query["sql"]]
