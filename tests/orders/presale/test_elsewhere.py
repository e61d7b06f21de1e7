"""A presale order where agent orders are told and taken: the API's row, and a platform's file."""

import pytest
from django.urls import reverse
from django.utils import translation

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.serializers import NewOrderSerializer
from tests.cast import api_client_of, make_order
from tests.orders.agent_orders.importing.files import FETCHED, counts, reasons, row, run
from tests.orders.presale.making import everything, make_presale

pytestmark = pytest.mark.django_db


def test_the_api_says_that_it_is_paid_with_the_balance(fjyx001, lin, villager, tv):
    presale, usual = make_presale(fjyx001, tv, villager), make_order(fjyx001, villager=villager)
    client = api_client_of(lin)
    told = {
        order["id"]: (order["pay_when"], order["deposit"], order["amount"])
        for order in client.get(reverse("api-agent-order-list")).json()["results"]
    }
    assert told == {
        presale.pk: ("with_balance", "200.00", "3000.00"),
        usual.pk: ("now", "0.00", "100.00"),
    }
    one = client.get(reverse("api-agent-order-detail", args=[presale.pk])).json()
    assert (one["pay_when"], one["paid_at"]) == ("with_balance", None)


def test_nobody_orders_so_where_there_is_no_presale():
    assert set(NewOrderSerializer().fields["pay_when"].choices) == {"now", "on_arrival"}


@pytest.mark.parametrize("reported", [{"paid_at": "2015-11-11 09:00"}, FETCHED])
def test_a_platforms_file_neither_pays_nor_hands_over_what_has_a_deposit(
    fjyx001, lin, villager, tv, ops, reported
):
    """Its rows are refused with the way that is open, the others of the file are taken."""
    presale = make_presale(fjyx001, tv, villager)
    AgentOrder.objects.filter(pk=presale.pk).update(platform_order_no="1400000000000001")
    before = everything()
    of_presale = row(
        phone=villager.phone,
        villager=villager.name,
        title=tv.title,
        category=tv.category,
        quantity="1",
        unit_price="3000.00",
        amount="3000.00",
        placed_at="2015-11-02 10:00",
        **reported,
    )
    with translation.override("en"):
        report = run(of_presale, row(order_no="1400000000000002", **FETCHED), actor=ops, skip_bad=True)
    assert counts(report) == (1, 0, 0, 1)
    assert reasons(report) == {
        2: f"A deposit was taken for {presale.order.number}: take its balance with the presale orders."
    }
    assert AgentOrder.objects.filter(platform_order_no="1400000000000002").exists()
    assert everything()[0] == before[0]
    order = AgentOrder.objects.get(pk=presale.pk)
    assert (order.status, order.paid_at, order.handed_over_at) == ("placed", None, None)
