"""The day on one screen: the partner counts and closes, the helper looks."""

from decimal import Decimal

import pytest
from django.urls import reverse

from orders.cash.closing.sheet import day_sheet
from orders.cash.models import CashDay, CashMovement
from stations.clock import today
from stations.requests.claiming import new_token
from tests.cast import api_client_of, client_of, make_order, put_cash
from tests.orders.cash.days import held, move
from tests.orders.cash.test_closing import close as closed
from tests.orders.cash.test_closing import noon

pytestmark = pytest.mark.django_db

DAY = today().isoformat


@pytest.fixture
def phone(lin):
    return client_of(lin, headers={"accept-language": "en"})


def close(client, **said):
    address = reverse("cash_close", args=[DAY()])
    return client.post(address, {"token": new_token(), "parcels": "0"} | said, follow=True)


def test_a_day_from_opening_to_close(phone, fjyx001, villager):
    page = phone.post(reverse("cash_open"), {"token": new_token(), "counted": "300"}, follow=True)
    assert page.status_code == 200
    make_order(fjyx001, villager=villager, at=noon(0).replace(hour=0))
    for hand, said in (
        ("put-in", {"amount": "50", "reason": "零钱"}),
        ("take-out", {"amount": "20", "reason": "运费"}),
        ("bank", {"amount": "200", "receipt": "HD1"}),
    ):
        address = reverse("cash_move", args=[hand])
        assert phone.post(address, {"token": new_token()} | said).status_code == 302
    assert held(fjyx001) == Decimal("230.00")

    refused = close(phone, counted="229")
    assert refused.status_code == 422
    assert "Counted ¥229.00, expected ¥230.00: ¥1.00 too little. Say why." in refused.content.decode()
    done = close(phone, counted="229", reason="找零少一元")

    text = done.content.decode()
    assert "Today is closed" in text
    assert 'id="close"' not in text
    assert CashDay.objects.get().difference == Decimal("-1.00")


def test_the_opening_count_stands_beside_what_was_expected(phone, fjyx001, lin):
    move(fjyx001, "100", at=noon(1))
    closed(fjyx001, lin, "100", days_ago=1)
    count = {"token": new_token(), "counted": "102", "reason": "零钱袋里的"}
    page = phone.post(reverse("cash_open"), count, follow=True).content.decode()
    assert "counted: ¥102.00" in page
    sheet = day_sheet(station=fjyx001, day=today(), reader=lin.user)
    assert (sheet.opening, sheet.expected) == (Decimal("100.00"), Decimal("102.00"))


def test_one_tap_too_many_moves_cash_once(phone, fjyx001):
    said = {"token": new_token(), "amount": "50", "reason": "零钱"}
    for _ in range(2):
        phone.post(reverse("cash_move", args=["put-in"]), said)
    assert CashMovement.objects.count() == 1


def test_a_helper_looks_and_sees_no_float(helper, fjyx001):
    put_cash(fjyx001)
    client = client_of(helper, headers={"accept-language": "en"})
    text = client.get(reverse("cash_today")).content.decode()
    assert "Cash expected" in text
    assert "Float" not in text
    for address in (reverse("cash_open"), reverse("cash_move", args=["put-in"])):
        assert address not in text
        assert client.post(address, {"token": new_token()}).status_code == 403
    assert close(client, counted="1000").status_code == 403


def test_the_first_page_says_which_day_is_not_closed(phone, fjyx001, villager):
    make_order(fjyx001, villager=villager, at=noon(2))
    yesterday = noon(2).date()
    text = phone.get("/").content.decode()
    assert reverse("cash_day", args=[yesterday.isoformat()]) in text
    assert (
        reverse("cash_day", args=[yesterday.isoformat()]) in phone.get(reverse("cash_today")).content.decode()
    )
    assert phone.get(reverse("cash_days")).status_code == 200
    assert phone.get(reverse("cash_day", args=["2015-02-31"])).status_code == 404


def test_staff_see_who_has_not_closed(youxi_staff, fjyx001, fjyx002, villager):
    make_order(fjyx001, villager=villager, at=noon(2))
    put_cash(fjyx002)
    client = client_of(youxi_staff, headers={"accept-language": "en"})
    page = client.get(reverse("admin:orders_cashday_changelist"), {"is_closed": "late"})
    assert [row.station for row in page.context["cl"].result_list] == [fjyx001]
    assert "not closed, 2 d" in page.content.decode()


def test_the_queries_do_not_grow_with_the_day(phone, fjyx001, villager, django_assert_max_num_queries):
    put_cash(fjyx001)
    phone.get(reverse("cash_today"))
    for count in (1, 10):
        for _ in range(count):
            put_cash(fjyx001)
        with django_assert_max_num_queries(21):
            phone.get(reverse("cash_today"))


def test_a_program_closes_a_day_once(lin, helper, fjyx001):
    put_cash(fjyx001, "100.00")
    row = CashDay.objects.get()
    address = reverse("api-cash-day-close", args=[row.pk])
    client, key = api_client_of(lin), {"Idempotency-Key": "close-1"}
    assert api_client_of(helper).post(address, {}, headers=key).status_code == 403
    assert client.post(address, {"counted": "100.00", "parcels": 0}).status_code == 400
    assert client.post(address, {"counted": "99.00", "parcels": 0}, headers=key).status_code == 400
    assert client.get(reverse("api-cash-day-detail", args=[row.pk])).json()["expected"] == "100.00"

    said = {"counted": "100.00", "parcels": 0}
    first, again = (client.post(address, said, headers=key) for _ in range(2))

    assert (first.status_code, first.json()["closed"]) == (200, True)
    assert again.headers["Idempotent-Replayed"] == "true"
    rows = client.get(reverse("api-cash-movement-list"), {"station": "FJYX001", "kind": "put_in"}).json()
    assert [row["amount"] for row in rows["results"]] == ["100.00"]


def test_what_the_state_of_the_day_forbids_is_a_conflict_on_page_and_api(phone, lin, fjyx001, villager):
    make_order(fjyx001, villager=villager, at=noon(2))
    put_cash(fjyx001, "100.00")
    early, late = CashDay.objects.order_by("day")
    program = api_client_of(lin)

    def both(row, said, key):
        page = phone.post(
            reverse("cash_close", args=[row.day.isoformat()]), {"token": new_token(), "parcels": "0"} | said
        )
        answer = program.post(
            reverse("api-cash-day-close", args=[row.pk]),
            {"parcels": 0} | said,
            headers={"Idempotency-Key": key},
        )
        return page.status_code, answer.status_code, answer.json().get("code")

    assert both(late, {"counted": "200.00"}, "a") == (409, 409, "earlier_day")
    assert both(early, {"counted": "99.00"}, "b") == (422, 400, "difference")
    assert CashDay.objects.filter(closed_at__isnull=False).count() == 0
    phone.post(
        reverse("cash_close", args=[early.day.isoformat()]),
        {"token": new_token(), "parcels": "0", "counted": "100"},
    )
    assert both(early, {"counted": "100.00"}, "c") == (409, 409, "closed")

    assert phone.post(reverse("cash_open"), {"token": new_token(), "counted": "200"}).status_code == 409
    short = {"token": new_token(), "amount": "9999", "reason": "运费"}
    answer = phone.post(reverse("cash_move", args=["take-out"]), short)
    assert answer.status_code == 422
    assert answer.context["form"].errors["amount"]
    CashMovement.objects.get(kind="put_in")  # the 100 yuan, and nothing else was put in
