"""A new order on a phone: placed once, and nothing typed is lost."""

import pytest

from orders.agent_orders.models import AgentOrder
from orders.villagers.models import Villager
from tests.cast import client_of

URL = "/orders/new/"


@pytest.fixture
def typed():
    return {
        "token": "one-time-token",
        "phone": "138 0000 0009",
        "name": "郑阿公",
        "consented": "on",
        "pay_when": "now",
        "pay_how": "cash",
        "platform_order_no": "",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-title": "电热水壶",
        "lines-0-category": "small_appliances",
        "lines-0-unit_price": "￥８９.９０",
        "lines-0-quantity": "2",
    }


def test_the_form_asks_for_everything_with_a_fresh_token(lin):
    client = client_of(lin)
    first, second = (client.get(URL).context["form"].initial["token"] for _ in range(2))
    assert first != second


def test_an_order_for_somebody_new_is_placed_and_confirmed(lin, typed):
    response = client_of(lin).post(URL, typed, follow=True)

    order = AgentOrder.objects.get()
    assert response.redirect_chain == [(f"/orders/{order.pk}/placed/", 302)]
    assert order.number in response.content.decode()
    assert order.pickup_code in response.content.decode()
    assert (str(order.amount), order.status) == ("179.80", "paid")
    assert (order.villager.name, order.villager.phone) == ("郑阿公", "13800000009")
    assert order.villager.consented_at is not None


def test_two_taps_are_one_order(lin, typed):
    client = client_of(lin)
    client.post(URL, typed)
    again = client.post(URL, typed, follow=True)

    order = AgentOrder.objects.get()
    assert again.redirect_chain == [(f"/orders/{order.pk}/", 302)]


def test_the_same_token_with_another_content_is_refused(lin, typed):
    client = client_of(lin)
    client.post(URL, typed)
    response = client.post(URL, typed | {"lines-0-quantity": "3"})

    assert response.status_code == 409
    assert AgentOrder.objects.count() == 1


def test_who_is_known_needs_no_name(lin, typed, villager):
    client_of(lin).post(URL, typed | {"phone": villager.phone, "name": "", "consented": ""})
    assert AgentOrder.objects.get().villager == villager
    assert Villager.objects.count() == 1


def test_the_queries_of_an_order_do_not_grow_with_its_lines(lin, typed, villager, django_assert_num_queries):
    client = client_of(lin)
    known = typed | {"phone": villager.phone, "name": "", "consented": "", "pay_how": "own_account"}
    client.post(URL, known | {"token": "first"})  # opens the platform's account
    more = {"lines-TOTAL_FORMS": "2"}
    more |= {key.replace("-0-", "-1-"): value for key, value in typed.items() if "-0-" in key}
    for number, lines in enumerate(({}, more)):
        with django_assert_num_queries(12):
            client.post(URL, known | lines | {"token": f"again-{number}"})
    assert [order.lines.count() for order in AgentOrder.objects.order_by("pk")] == [1, 1, 2]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"consented": ""}, "consented"), ({"phone": "1380000"}, "phone")],
)
def test_what_is_missing_is_said_beside_its_field(lin, typed, change, field):
    response = client_of(lin).post(URL, typed | change)

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert response.context["form"]["token"].value() == "one-time-token"
    assert not AgentOrder.objects.exists()
    assert not Villager.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines-0-title": ""}, "title"),
        ({"lines-0-category": ""}, "category"),
        ({"lines-0-unit_price": "0"}, "unit_price"),
        ({"lines-0-unit_price": "12.345"}, "unit_price"),
        ({"lines-0-quantity": "0"}, "quantity"),
    ],
)
def test_a_wrong_line_is_said_beside_its_field(lin, typed, change, field):
    response = client_of(lin).post(URL, typed | change)
    assert response.context["lines"].forms[0].errors[field]
    assert not AgentOrder.objects.exists()


def test_another_item_keeps_what_was_typed(lin, typed):
    response = client_of(lin).post(URL, typed | {"add_line": "1"})

    first, second = response.context["lines"].forms
    assert first["title"].value() == "电热水壶"
    assert second["quantity"].value() == 1
    assert response.context["form"]["phone"].value() == "138 0000 0009"
    assert not AgentOrder.objects.exists()


def test_a_draft_is_kept_and_placed_later(lin, typed):
    client = client_of(lin)
    client.post(URL, typed | {"draft": "1"})
    order = AgentOrder.objects.get()
    assert order.status == "draft"

    client.post(f"/orders/{order.pk}/place/", {"token": "another-token"})

    order.refresh_from_db()
    assert order.status == "paid"


def test_the_lookup_knows_only_the_villagers_of_the_station(lin, villager, foreign_villager):
    client = client_of(lin)
    assert "黄阿婆" in client.get("/villagers/lookup/", {"phone": villager.phone}).content.decode()
    assert (
        "何师傅" not in client.get("/villagers/lookup/", {"phone": foreign_villager.phone}).content.decode()
    )


def test_an_order_without_goods_is_refused_in_words_of_the_counter(lin, typed):
    nothing = typed | {
        "lines-0-title": "",
        "lines-0-category": "",
        "lines-0-unit_price": "",
        "lines-0-quantity": "1",
    }
    response = client_of(lin).post(URL, nothing)

    assert response.status_code == 422
    assert response.context["lines"].non_form_errors() == ["请填写要买的商品。"]
    assert AgentOrder.objects.count() == 0


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "-1"])
def test_numbers_that_are_none_are_passed_over(lin, fjyx001, odd):
    client = client_of(lin)
    assert client.get("/orders/new/", {"villager": odd}).status_code == 200
    assert client.post("/orders/new/", {"add_line": "1", "lines-TOTAL_FORMS": odd}).status_code == 200
