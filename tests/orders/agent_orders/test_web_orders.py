"""The list and the page of an order: what is there, what may be done next, and for whom."""

from decimal import Decimal

import pytest

from orders.agent_orders.models import OrderRefund
from orders.agent_orders.placing import NewLine, NewOrder, draft_order
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from partners.journal.kinds import Category
from tests.cast import client_of, make_order


@pytest.fixture
def waiting(fjyx001, lin, villager, youxi_staff):
    """An order that waits at the station for its villager."""
    order = make_order(fjyx001, villager=villager)
    for bring in (ship_orders, receive_at_county, receive_at_station):
        bring(actor=youxi_staff, orders=[order])
    return order


def step(client, order, name, **data):
    return client.post(f"/orders/{order.pk}/{name}/", {"token": f"token-{name}", **data})


def test_the_code_leads_to_the_order_and_hands_it_over(lin, waiting):
    client = client_of(lin)
    found = client.get("/pickup/", {"code": f" {waiting.pickup_code} "})
    assert found.url == f"/orders/{waiting.pk}/?code={waiting.pickup_code}#hand_over"

    step(client, waiting, "hand_over", code=waiting.pickup_code)

    waiting.refresh_from_db()
    assert waiting.status == "handed_over"


def test_a_code_of_another_station_finds_nothing(chen, waiting):
    response = client_of(chen).get("/pickup/", {"code": waiting.pickup_code})
    assert response.status_code == 200
    assert response.context["form"].errors["code"]


def test_a_wrong_code_is_said_beside_the_field(lin, waiting):
    response = step(client_of(lin), waiting, "hand_over", code="12")
    assert response.status_code == 422
    assert response.context["bound"]["hand_over"].errors["code"]
    waiting.refresh_from_db()
    assert waiting.status == "at_station"


def test_a_step_too_early_is_refused_in_words(lin, fjyx001):
    order = make_order(fjyx001)
    response = step(client_of(lin), order, "hand_over", code=order.pickup_code)
    assert response.status_code == 409
    order.refresh_from_db()
    assert order.status == "paid"


def test_a_refund_over_the_payment_is_refused(lin, waiting):
    line = waiting.lines.get()
    response = step(client_of(lin), waiting, "refund", reason="破损", **{f"line_{line.pk}": "100.01"})
    assert response.status_code == 422
    waiting.refresh_from_db()
    assert waiting.refunded == 0


def test_a_refund_sent_twice_goes_back_once(lin, waiting):
    client, line = client_of(lin), waiting.lines.get()
    for _ in range(2):
        step(client, waiting, "refund", reason="破损", **{f"line_{line.pk}": "30"})
    waiting.refresh_from_db()
    assert str(waiting.refunded) == "30.00"


def test_the_address_of_a_refused_step_leads_back_to_the_order(lin, waiting):
    assert client_of(lin).get(f"/orders/{waiting.pk}/refund/").url == f"/orders/{waiting.pk}/"


def test_the_money_comes_at_the_counter(lin, fjyx001):
    order = make_order(fjyx001, paid=False)
    assert order in client_of(lin).get("/orders/?view=money").context["page_obj"].object_list
    step(client_of(lin), order, "pay", pay_how="own_account")
    order.refresh_from_db()
    assert (order.paid_at is not None, order.pay_how) == (True, "own_account")


def test_who_pays_at_the_counter_shows_the_code_once(lin, fjyx001, youxi_staff):
    order = make_order(fjyx001, paid=False)
    for bring in (ship_orders, receive_at_county, receive_at_station):
        bring(actor=youxi_staff, orders=[order])
    client, code = client_of(lin), order.pickup_code
    found = client.get("/pickup/", {"code": code}, follow=True)
    address = f"/orders/{order.pk}/pay/?code={code}"
    assert f'action="{address}"' in found.content.decode()

    paid = client.post(address, {"token": "token-pay", "pay_how": "cash"}, follow=True)

    ((name, form), *_others) = paid.context["steps"]
    assert (name, form["code"].value()) == ("hand_over", code)


@pytest.mark.parametrize("path", ["", "placed/", "receipt/"])
def test_a_foreign_order_does_not_exist(chen, waiting, path):
    client = client_of(chen)
    foreign = client.get(f"/orders/{waiting.pk}/{path}")
    unknown = client.get(f"/orders/999999/{path}")
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


def test_nothing_can_be_done_to_a_foreign_order(chen, waiting):
    for name, data in (("hand_over", {"code": waiting.pickup_code}), ("cancel", {"reason": "x"})):
        assert step(client_of(chen), waiting, name, **data).status_code == 404
    waiting.refresh_from_db()
    assert waiting.status == "at_station"


@pytest.mark.parametrize("search", ["黄阿", "1380000", "code", "number"])
def test_the_search_finds_by_what_is_at_hand(lin, waiting, search):
    search = {"code": waiting.pickup_code, "number": waiting.number.lower()}.get(search, search)
    page = client_of(lin).get("/orders/", {"q": search}).context["page_obj"]
    assert list(page.object_list) == [waiting]


def test_the_first_page_shows_the_day(lin, waiting):
    page = client_of(lin).get("/")
    assert page.context["today"].waiting == [waiting]
    assert page.context["today"].waiting_count == 1


def test_a_helper_is_not_sent_to_an_income_they_cannot_open(lin, helper, waiting):
    assert b'href="/income/"' in client_of(lin).get("/").content
    page = client_of(helper).get("/")
    assert page.context["today"].waiting == [waiting]
    assert b'href="/income/"' not in page.content


def test_a_former_partner_keeps_no_station(wang, lin):
    page = client_of(wang).get("/")
    assert page.templates[0].name == "orders/reports/no_station.html"


@pytest.mark.parametrize("path", ["/", "/income/"])
def test_a_former_partner_is_shown_no_counter(wang, lin, path):
    at_work, formerly = (client_of(one).get(path).content for one in (lin, wang))
    for tab in (b'href="/orders/new/"', b'href="/orders/"'):
        assert tab in at_work
        assert tab not in formerly
    assert b'href="/income/"' in formerly


@pytest.mark.parametrize("path", ["/orders/", "/orders/new/", "/pickup/?code=123456"])
def test_whoever_runs_no_station_is_led_to_where_it_says_so(wang, lin, path):
    assert client_of(wang).get(path).url == "/"


def test_a_draft_has_no_receipt_yet(lin, fjyx001, villager):
    order = make_order(fjyx001, villager=villager)
    receipt = f'href="/orders/{order.pk}/receipt/"'.encode()
    client = client_of(lin)
    assert receipt in client.get(f"/orders/{order.pk}/").content

    goods = [NewLine(title="Rice", category=Category.FOOD, quantity=1, unit_price=Decimal("45.50"))]
    draft = draft_order(actor=lin.user, order=NewOrder(station=fjyx001, villager=villager, lines=goods))
    page = client.get(f"/orders/{draft.pk}/")
    assert b"/receipt/" not in page.content


def test_a_receipt_shows_the_code_only_as_long_as_goods_wait_for_it(lin, waiting):
    client = client_of(lin)
    before = client.get(f"/orders/{waiting.pk}/receipt/").context
    assert before["code"] == waiting.pickup_code
    assert before["qr"]
    step(client, waiting, "hand_over", code=waiting.pickup_code)
    step(client, waiting, "refund", reason="破损", **{f"line_{waiting.lines.get().pk}": "30.00"})

    after = client.get(f"/orders/{waiting.pk}/receipt/")
    assert (after.context["code"], after.context["qr"]) == ("", "")
    assert ("已退款", "¥30.00") in after.context["rows"]
    assert waiting.pickup_code not in after.content.decode()


def test_the_queries_of_a_list_do_not_grow(lin, fjyx001, villager, django_assert_max_num_queries):
    for _ in range(12):
        make_order(fjyx001, villager=villager)
    client = client_of(lin)
    with django_assert_max_num_queries(9):
        client.get("/orders/?view=all")


def test_a_second_tap_on_a_refund_of_everything_is_the_first_one_again(lin, fjyx001, villager):
    order = make_order(fjyx001, villager=villager)
    client = client_of(lin)
    for _tap in range(2):
        response = step(client, order, "refund", reason="坏了", **{f"line_{order.lines.get().pk}": "100.00"})
        assert response.status_code == 302
    assert OrderRefund.objects.get().amount == Decimal("100.00")


def test_a_search_that_no_keyboard_types_finds_nothing(lin, waiting):
    response = client_of(lin).get("/orders/", {"q": "nobody\0"})
    assert list(response.context["page_obj"]) == []
