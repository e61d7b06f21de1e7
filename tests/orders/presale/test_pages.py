"""A presale on a phone and at the desk: the form, the queue on the night, slips, and what was laid in."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.agent_orders.models import AgentOrder
from orders.presale.balancing import take_balance
from orders.presale.giving_up import call_off_order, give_up
from orders.presale.models import CountyArrival, PresaleOrder
from orders.presale.report import presale_report
from orders.presale.telling import tell_due_balances
from stations.notices.models import Notification
from tests.cast import api_client_of, client_of
from tests.orders.presale.making import PAID, TAKEN, make_good, make_presale

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def fridge(double_eleven):
    """Orders are taken now; the balance is due tomorrow."""
    now = timezone.now()
    return make_good(
        double_eleven,
        title="冰箱",
        orders_from=now - DAY,
        orders_until=now + DAY,
        balance_from=now + DAY,
        balance_until=now + 2 * DAY,
    )


@pytest.fixture
def tonight(double_eleven, fjyx001, villager):
    """Two orders of yesterday whose balance is due now."""
    now = timezone.now()
    good = make_good(
        double_eleven,
        title="洗衣机",
        orders_from=now - 3 * DAY,
        orders_until=now - DAY,
        balance_from=now - DAY,
        balance_until=now + DAY,
    )
    return [make_presale(fjyx001, good, villager, at=now - 2 * DAY) for _ in range(2)]


def form(good, **fields):
    return {
        "token": "one-tap",
        "phone": "13800000077",
        "name": "陈阿妹",
        "consented": "on",
        "good": good.pk,
        "quantity": "2",
        "pay_how": "cash",
    } | fields


def test_an_order_is_taken_once_with_its_deposit(fjyx001, lin, fridge):
    client = client_of(lin)
    page = client.get(reverse("presale_new")).content.decode()
    assert "冰箱" in page
    assert "200.00" in page

    first = client.post(reverse("presale_new"), form(fridge))
    again = client.post(reverse("presale_new"), form(fridge))
    presale = PresaleOrder.objects.get()
    assert (first["Location"], again["Location"]) == (reverse("presale_page", args=[presale.pk]),) * 2
    assert (presale.quantity, presale.deposit, presale.order.villager.name) == (
        2,
        Decimal("400.00"),
        "陈阿妹",
    )
    assert client.get(first["Location"]).status_code == 200


def test_what_is_refused_stands_beside_its_field_and_keeps_what_was_typed(fjyx001, lin, fridge):
    fridge.stock = 1
    fridge.save(update_fields=["stock"])
    response = client_of(lin).post(reverse("presale_new"), form(fridge))
    assert response.status_code == 409
    assert response.context["form"].errors["quantity"]
    assert "陈阿妹" in response.content.decode()
    assert not AgentOrder.objects.exists()


def test_the_queue_on_the_night_one_tap_each(fjyx001, lin, tonight, django_assert_max_num_queries):
    client = client_of(lin)
    client.get(reverse("presale_list"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("presale_list"))
    forms = [form for _row, form in page.context["rows"]]
    assert len(forms) == 2
    first, second = tonight
    token = forms[0]["token"].value()
    step = reverse("presale_step", args=[first.pk, "balance"])
    answer = client.post(step, {"token": token, "next": "due"})
    assert answer["Location"].startswith(reverse("presale_list"))
    assert client.post(step, {"token": token, "next": "due"}).status_code == 302

    page = client.get(answer["Location"])
    assert [row for row, _form in page.context["rows"]] == [second]
    assert "2,800.00" in page.content.decode()
    first.refresh_from_db()
    assert first.state == "converted"
    late = client.post(step, {"token": "another", "next": "due"})
    assert late.status_code == 409
    assert late.context["refused"]


def test_both_slips_and_the_page_of_the_order(fjyx001, lin, tonight):
    client, presale = client_of(lin), tonight[0]
    deposit, balance = (
        reverse("presale_receipt", args=[presale.pk, part]) for part in ("deposit", "balance")
    )
    assert client.get(balance).status_code == 404
    assert client.get(deposit).context["receipt"]["total"] == Decimal("200.00")
    order = client.get(reverse("order_page", args=[presale.pk]))
    assert order.context["steps"] == []  # paid, given up and handed over from the presale's page on
    assert reverse("presale_page", args=[presale.pk]) in order.content.decode()

    client.post(reverse("presale_step", args=[presale.pk, "balance"]), {"token": "tap"})
    assert client.get(balance).context["receipt"]["total"] == Decimal("2800.00")


def test_a_deposit_that_waits_is_given_back(fjyx001, lin, tonight):
    client = client_of(lin)
    call_off_order(actor=None, presale=tonight[0], reason="断货")
    assert Notification.objects.get().kind == "deposit_back"
    assert "洗衣机" in client.get(reverse("presale_list"), {"view": "back"}).content.decode()
    client.post(reverse("presale_step", args=[tonight[0].pk, "give-back"]), {"token": "tap"})
    tonight[0].refresh_from_db()
    assert tonight[0].state == "returned"


def test_villagers_are_told_once_that_the_balance_is_due(fjyx001, lin, tonight):
    assert (tell_due_balances(), tell_due_balances()) == (2, 0)
    notice = Notification.objects.order_by("pk").first()
    assert (notice.kind, "¥2,800.00" in notice.text) == ("balance_due", True)


def test_today_says_that_balances_are_due(fjyx001, lin, tonight):
    assert reverse("presale_list") in client_of(lin).get("/").content.decode()


def test_the_desk_enters_arrivals_and_sees_what_is_missing(
    fjyx001, lin, villager, youxi, youxi_staff, tv, zjtl001
):
    make_presale(fjyx001, tv, villager, quantity=3)
    client, slug = client_of(youxi_staff), tv.festival.slug
    enter = reverse("presale_arrival", args=[slug])
    told = {"token": "a", "center": youxi.pk, "good": tv.pk, "pieces": "2", "note": ""}
    client.post(enter, told)
    client.post(enter, told)
    (row,) = presale_report(tv.festival, youxi_staff).stock
    assert (row.ordered, row.laid_in, row.missing) == (3, 2, 1)
    assert row.stations == (("FJYX001", fjyx001.name, 3),)
    assert client.get(reverse("presale_desk", args=[slug])).status_code == 200

    for wrong in ({"pieces": "-1"}, {"pieces": "-3", "note": "数错"}, {"center": zjtl001.center_id}):
        assert client.post(enter, told | wrong | {"token": str(wrong)}).status_code in {409, 422}
    client.post(enter, told | {"pieces": "-1", "note": "数错", "token": "c"})
    assert sum(CountyArrival.objects.values_list("pieces", flat=True)) == 1
    for kind in ("csv", "stock.csv", "xlsx"):
        assert client.get(reverse("presale_file", args=[slug, kind])).status_code == 200


def test_the_report_figure_by_figure(fjyx001, lin, villager, tv, quilt, youxi_staff, tonglu_staff, ops):
    take_balance(actor=None, presale=make_presale(fjyx001, tv, villager), at=PAID)
    make_presale(fjyx001, tv, villager)
    give_up(actor=None, presale=make_presale(fjyx001, quilt, villager), reason="不要", at=PAID)
    give_up(actor=None, presale=make_presale(fjyx001, quilt, villager), reason="不要", at=TAKEN)
    call_off_order(actor=None, presale=make_presale(fjyx001, quilt, villager), reason="断货")
    told = presale_report(tv.festival, youxi_staff)
    total = told.total
    assert (total.taken, total.taken_amount) == (5, Decimal("6900.00"))
    assert (total.held, total.held_deposits) == (1, Decimal("200.00"))
    assert (total.converted, total.converted_amount) == (1, Decimal("3000.00"))
    assert (total.forfeited, total.forfeited_deposits) == (1, Decimal("30.00"))
    assert (total.returned, total.returned_deposits) == (2, Decimal("60.00"))
    assert (total.owed, total.owed_deposits) == (1, Decimal("30.00"))
    assert presale_report(tv.festival, tonglu_staff).total.taken == 0
    answer = api_client_of(ops).get(reverse("api_presale", args=[tv.festival.slug]))
    assert answer.json()["total"]["taken_amount"] == "6900.00"


def test_the_api_takes_an_order_and_ends_it(fjyx001, lin, fridge, villager):
    client = api_client_of(lin)
    goods = client.get(reverse("api-presale-good-list"), {"on_offer": "true"}).json()
    assert [good["title"] for good in goods["results"]] == ["冰箱"]
    told = {"station": "FJYX001", "villager": {"phone": villager.phone}, "good": fridge.pk, "quantity": 1}
    headers = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    first = client.post(reverse("api-presale-order-list"), told, format="json", **headers)
    again = client.post(reverse("api-presale-order-list"), told, format="json", **headers)
    assert (first.status_code, again.status_code) == (201, 200)
    pk = first.json()["id"]
    early = client.post(reverse("api-presale-order-balance", args=[pk]), HTTP_IDEMPOTENCY_KEY="k2")
    assert (early.status_code, early.json()["code"]) == (409, "not_due")
    url = reverse("api-presale-order-give-up", args=[pk])
    ended = client.post(url, {"reason": "不要了"}, format="json", HTTP_IDEMPOTENCY_KEY="k3")
    assert (ended.status_code, ended.json()["state"]) == (200, "returned")
    assert (
        client.post(
            reverse("api-agent-order-cancel", args=[pk]),
            {"reason": "x"},
            format="json",
            HTTP_IDEMPOTENCY_KEY="k4",
        ).status_code
        == 409
    )
