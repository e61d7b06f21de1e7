"""Lists of orders: whose they are, what they may be narrowed to, and what a page costs."""

import datetime as dt

import pytest

from orders.agent_orders.lifecycle import OrderStatus
from tests.cast import DOUBLE_ELEVEN, api_client_of, make_order, make_villager
from tests.orders.agent_orders.api import fresh, get

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def partner(lin):
    return api_client_of(lin)


@pytest.fixture
def orders(fjyx001, fjyx002, zjtl001, lin, chen, zhou, villager):
    """Two orders of Lin's, an hour apart, and one of each neighbour."""
    return {
        "paid": make_order(fjyx001, villager=villager, platform_order_no="555001"),
        "waiting": make_order(
            fjyx001, at=DOUBLE_ELEVEN + HOUR, paid=False, villager=villager, status=OrderStatus.AT_STATION
        ),
        "chen": make_order(fjyx002),
        "zhou": make_order(zjtl001),
    }


def found(client, orders, **params):
    answer = get(client, **params)
    assert answer.status_code == 200, answer.json()
    names = {order.pk: name for name, order in orders.items()}
    return [names[row["id"]] for row in answer.json()["results"]]


def test_each_sees_their_own_newest_first(cast, orders):
    def seen(who):
        return found(api_client_of(who), orders)

    assert seen(cast.partner) == seen(cast.helper) == ["waiting", "paid"]
    assert seen(cast.same_county) == ["chen"]
    assert seen(cast.staff) == ["chen", "waiting", "paid"]
    assert seen(cast.other_staff) == ["zhou"]
    assert seen(cast.ops) == seen(cast.superuser) == ["zhou", "chen", "waiting", "paid"]
    assert seen(cast.former) == []
    assert get(api_client_of(None)).status_code == 401


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"status": "paid"}, ["paid"]),
        ({"status": ["paid", "at_station"]}, ["waiting", "paid"]),
        ({"waiting_for_money": "true"}, ["waiting"]),
        ({"waiting_for_money": "false"}, ["paid"]),
        ({"placed_from": "2015-11-11T11:00:00+08:00"}, ["waiting"]),
        ({"placed_before": "2015-11-11T11:00:00+08:00"}, ["paid"]),
        ({"placed_from": "2015-11-11T02:00:00Z", "placed_before": "2015-11-11T03:00:00Z"}, ["paid"]),
        # Written with an offset that PostgreSQL does not know.
        ({"placed_before": "2015-11-12T01:07:00+22:07"}, ["paid"]),
        ({"search": "555001"}, ["paid"]),
        ({"search": "黄"}, ["waiting", "paid"]),
        ({"search": "nobody"}, []),
        ({"station": "FJYX001"}, ["waiting", "paid"]),
    ],
)
def test_a_list_is_narrowed(partner, orders, params, expected):
    assert found(partner, orders, **params) == expected


@pytest.mark.parametrize(
    "params",
    [
        {"status": "lost"},
        {"station": "FJYX002"},
        {"station": "NOWHERE"},
        {"station": "\0"},
        {"placed_from": "yesterday"},
        {"placed_from": "0001-01-01T00:00:00+08:00"},
    ],
)
def test_a_filter_that_makes_no_sense_says_so(partner, orders, params):
    answer = get(partner, **params)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == list(params)


def test_phones_in_lists_are_masked(cast, orders):
    for who in (cast.partner, cast.staff, cast.ops):
        assert b"13800000001" not in get(api_client_of(who)).content


def test_pages_follow_each_other_without_gap_or_repeat(partner, fjyx001, lin):
    made = [make_order(fjyx001).pk for _ in range(5)]

    first = get(partner, page_size=2).json()
    newcomer = make_order(fjyx001).pk  # must not push anything onto the second page
    second = partner.get(first["next"]).json()
    third = partner.get(second["next"]).json()

    pages = [[row["id"] for row in page["results"]] for page in (first, second, third)]
    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]
    assert third["next"] is None
    assert all(newcomer not in page for page in pages)
    assert [row["id"] for row in partner.get(third["previous"]).json()["results"]] == made[2:0:-1]


@pytest.mark.parametrize("cursor", ["x", "cD1hYmM=", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ==", "bz0x"])
def test_a_made_up_cursor_is_no_error_of_ours(partner, fjyx001, cursor):
    assert get(partner, cursor=cursor).status_code in {200, 404}


def test_the_queries_of_a_list_do_not_grow(lin, fjyx001, django_assert_num_queries):
    for number in range(1, 6):
        make_order(fjyx001, villager=make_villager(fjyx001, name=f"村民{number}"))
        client = fresh(lin)
        with django_assert_num_queries(3):
            assert len(get(client).json()["results"]) == number


def test_an_address_that_is_none_answers_in_json(partner):
    answer = partner.get("/api/v1/nothing/", HTTP_ACCEPT_LANGUAGE="en")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
