"""What is done with an order through the API, by whom, and what its answers tell."""

import pytest

from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, OrderRefund
from partners.journal.kinds import Category
from tests.cast import advance, api_client_of, make_order
from tests.orders.agent_orders.api import fresh, get, post


@pytest.fixture
def partner(lin):
    return api_client_of(lin)


@pytest.fixture
def order(fjyx001, lin, villager):
    return make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"), villager=villager)


def step(client, order, name, body=None, **options):
    return post(client, f"{order.pk}/{name}/", body, **options)


def status_of(order):
    return AgentOrder.objects.get(pk=order.pk).status


def test_an_order_travels_and_is_fetched(partner, youxi_staff, order):
    staff = api_client_of(youxi_staff)
    assert "ship" in get(staff, f"{order.pk}/").json()["next_steps"]
    assert step(staff, order, "ship").json()["status"] == "shipped"
    assert step(staff, order, "receive-at-county").json()["status"] == "at_county"
    arrived = step(partner, order, "receive").json()
    assert (arrived["status"], arrived["next_steps"][0]) == ("at_station", "hand-over")

    wrong = step(partner, order, "hand-over", {"code": "x"})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["code"])
    assert status_of(order) == "at_station"

    fetched = step(partner, order, "hand-over", {"code": order.pickup_code}).json()
    assert (fetched["status"], fetched["next_steps"]) == ("handed_over", ["refund"])


def test_the_money_comes_on_arrival(partner, fjyx001, lin):
    order = make_order(fjyx001, paid=False, status=OrderStatus.AT_STATION)
    unpaid = step(partner, order, "hand-over", {"code": order.pickup_code})
    assert (unpaid.status_code, unpaid.json()["code"]) == (409, "unpaid")

    paid = step(partner, order, "pay", {"pay_how": "own_account"}, key="pay").json()
    assert (paid["pay_how"], paid["next_steps"][0]) == ("own_account", "hand-over")

    again = step(partner, order, "pay", {"pay_how": "own_account"}, key="pay")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    other_key = step(partner, order, "pay", {"pay_how": "own_account"})
    assert (other_key.status_code, other_key.json()["code"]) == (409, "not_waiting")


def test_a_key_of_one_order_does_nothing_to_another(partner, order, fjyx001):
    other = make_order(fjyx001)
    step(partner, order, "cancel", {"reason": "x"}, key="k")
    answer = step(partner, other, "cancel", {"reason": "x"}, key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "token_reused")
    assert status_of(other) == "paid"


def test_a_refund_names_lines_and_amounts(partner, order, lin):
    answer = step(
        partner,
        order,
        "refund",
        {"lines": [{"line_no": 2, "amount": "25.50"}], "reason": "尺码不合适"},
        key="r",
    )

    assert answer.status_code == 200, answer.json()
    told = answer.json()
    assert (told["status"], told["refunded"]) == ("paid", "25.50")
    refund = told["refunds"][0]
    assert (refund["line_no"], refund["amount"], refund["reason"]) == (2, "25.50", "尺码不合适")
    assert refund["by"] == lin.user.name
    step(
        partner,
        order,
        "refund",
        {"lines": [{"line_no": 2, "amount": "25.50"}], "reason": "尺码不合适"},
        key="r",
    )
    assert OrderRefund.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "beside"),
    [
        ({"lines": [{"line_no": 2, "amount": "60.01"}], "reason": "x"}, "lines"),
        ({"lines": [{"line_no": 9, "amount": "1.00"}], "reason": "x"}, "lines.0.line_no"),
        ({"lines": [{"line_no": 2, "amount": "0.00"}], "reason": "x"}, "lines.0.amount"),
        ({"lines": [{"line_no": 2, "amount": "1"}] * 2, "reason": "x"}, "lines"),
        ({"lines": [], "reason": "x"}, "lines"),
        ({"lines": [{"line_no": 2, "amount": "1.00"}]}, "reason"),
        ({"lines": [{"line_no": 2, "amount": "1.00"}], "reason": " "}, "reason"),
    ],
)
def test_a_refund_that_makes_no_sense_changes_nothing(partner, order, body, beside):
    answer = step(partner, order, "refund", body)

    assert answer.status_code == 400
    assert beside in answer.json()["fields"], answer.json()
    assert not OrderRefund.objects.exists()


def test_cancelling_says_why_and_gives_back(partner, order):
    assert step(partner, order, "cancel").status_code == 400
    cancelled = step(partner, order, "cancel", {"reason": "卖家缺货"}).json()
    assert (cancelled["status"], cancelled["refunded"], cancelled["next_steps"]) == (
        "cancelled",
        "100.00",
        [],
    )
    assert step(partner, order, "cancel", {"reason": "again"}).status_code == 409


ALL_STEPS = ["place", "pay", "receive", "hand-over", "cancel", "refund", "ship", "receive-at-county"]


@pytest.mark.parametrize("name", ALL_STEPS)
def test_a_foreign_order_does_not_exist(cast, order, name):
    body = {"code": "1", "reason": "x", "lines": [{"line_no": 1, "amount": "1.00"}]}
    for who in (cast.same_county, cast.other_county, cast.former):
        client = api_client_of(who)
        foreign, unknown = step(client, order, name, body), post(client, f"999999/{name}/", body)
        if name in ("ship", "receive-at-county"):
            assert foreign.status_code == unknown.status_code == 403
        else:
            assert (foreign.status_code, foreign.json()) == (404, unknown.json())
            assert unknown.status_code == 404
            assert "AgentOrder" not in unknown.json()["detail"]
    assert status_of(order) == "paid"


def test_what_is_seen_at_the_county_is_not_reported_by_a_station(partner, helper, order):
    for client in (partner, api_client_of(helper)):
        assert step(client, order, "ship").status_code == 403
    assert status_of(order) == "paid"


def test_a_helper_serves_like_the_partner(helper, order):
    client = api_client_of(helper)
    advance(order, OrderStatus.AT_STATION)
    assert step(client, order, "hand-over", {"code": order.pickup_code}).json()["changes"][-1]["by"] == "肖梅"


def test_the_full_phone_is_for_who_serves(cast, order):
    def phone(who):
        return get(api_client_of(who), f"{order.pk}/").json()["villager"]["phone"]

    assert phone(cast.partner) == phone(cast.helper) == "13800000001"
    assert phone(cast.staff) == phone(cast.ops) == "138 **** 0001"


def test_words_are_spoken_in_the_reader_s_language(partner, order):
    labels = {
        language: partner.get(f"/api/v1/agent-orders/{order.pk}/", HTTP_ACCEPT_LANGUAGE=language).json()[
            "status_label"
        ]
        for language in ("en", "zh-hans")
    }
    assert labels["en"] == "paid"


def test_the_queries_of_a_detail_do_not_grow(partner, lin, order, django_assert_num_queries):
    def refunds(queries):
        client = fresh(lin)
        with django_assert_num_queries(queries):
            return get(client, f"{order.pk}/").json()["refunds"]

    assert refunds(queries=4) == []
    for count in (1, 2, 3):
        step(partner, order, "refund", {"lines": [{"line_no": 1, "amount": "1.00"}], "reason": "x"})
        assert len(refunds(queries=5)) == count
