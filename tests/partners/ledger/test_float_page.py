"""The partner's page and endpoint of the float; a helper works the counter and sees none of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from orders.agent_orders.refunding import refund_lines
from tests.cast import api_client_of, client_of, make_order, set_float
from tests.making import make_station, make_villager

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def moved(fjyx001, lin, villager):
    """1,000 yuan, an order of 100 and a refund of 30."""
    set_float(fjyx001, "1000.00")
    order = make_order(fjyx001, villager=villager)
    refund_lines(actor=None, order=order, amounts={order.lines.get().pk: Decimal(30)}, reason="有污渍")
    return order


def test_the_page_says_what_is_left_and_what_moved_it(moved, lin):
    body = client_of(lin, **ENGLISH).get(reverse("my_float")).content.decode()
    for figure in ("930", "100", "30"):
        assert figure in body
    assert "Agent order paid in cash" in body
    assert reverse("order_page", args=[moved.pk]) in body


def test_today_leads_to_it(moved, lin, helper):
    assert reverse("my_float") in client_of(lin).get(reverse("today")).content.decode()
    assert reverse("my_float") not in client_of(helper).get(reverse("today")).content.decode()


def test_an_empty_float_says_what_to_do(fjyx001, lin):
    set_float(fjyx001, "0")
    body = client_of(lin, **ENGLISH).get(reverse("my_float")).content.decode()
    assert "Transfer money to the county center" in body


def test_the_page_costs_the_same_however_much_moved(
    fjyx001, lin, villager, moved, django_assert_max_num_queries
):
    set_float(fjyx001, "2500.00")
    for _ in range(25):
        make_order(fjyx001, villager=villager)
    client = client_of(lin)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("my_float")).status_code == 200


def test_the_endpoint_tells_the_floats_and_their_movements(moved, lin):
    client = api_client_of(lin)
    assert client.get(reverse("api_float")).json() == [
        {"station": "FJYX001", "balance": "930.00", "credit_limit": "0.00", "available": "930.00"}
    ]
    rows = client.get(reverse("api-float-movement-list")).json()["results"]
    assert [(row["kind"], row["amount"]) for row in rows[:2]] == [
        ("order_refunded", "30.00"),
        ("order_paid", "-100.00"),
    ]
    assert (rows[0]["about"], rows[0]["subject"]) == (moved.number, moved.subject)


def test_everybody_is_told_of_their_own_floats_only(moved, zjtl001, tonglu_staff, ops, zhou, wang):
    told = {
        who: {row["station"] for row in api_client_of(who).get(reverse("api_float")).json()}
        for who in (tonglu_staff, ops, zhou, wang)
    }
    assert told == {tonglu_staff: {"ZJTL001"}, ops: {"FJYX001", "ZJTL001"}, zhou: {"ZJTL001"}, wang: set()}


def test_a_partner_of_a_station_without_a_float_sees_an_empty_one(youxi, chen):
    make_station(code="FJYX010", center=youxi, prepaid="0")
    assert client_of(chen).get(reverse("my_float")).status_code == 200


def test_a_helper_is_not_told_what_is_available(fjyx001, lin, helper):
    set_float(fjyx001, "5.00")
    make_villager(fjyx001, phone="13800000077")
    body = {
        "villager": {"name": "x", "phone": "13800000077"},
        "lines": [{"title": "米", "category": "food", "quantity": 1, "unit_price": "50.00"}],
    }
    for who, knows in ((helper, False), (lin, True)):
        answer = api_client_of(who).post(
            reverse("api-agent-order-list"), body, format="json", headers={"Idempotency-Key": str(knows)}
        )
        assert answer.status_code == 400
        assert ("5.00" in answer.content.decode()) == knows
        assert answer.json()["code"] == "float"
