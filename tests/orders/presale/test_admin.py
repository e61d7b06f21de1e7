"""Goods, rules and presale orders at the desk: always a verb, and what is refused stands beside its field."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from orders.presale.models import DepositRule, PresaleGood, PresaleOrder
from stations.clock import today
from tests.cast import client_of
from tests.orders.presale.making import BEGIN, DUE, END, MIDNIGHT, everything, make_good, make_presale

pytestmark = pytest.mark.django_db
TOMORROW = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def desk_of(user):
    return client_of(user, headers={"accept-language": "en"})


def moments(**told):
    """Each moment as the admin's two fields."""
    return {
        f"{name}_{part}": text
        for name, moment in told.items()
        for part, text in enumerate((f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}"))
    }


def told_of(festival, **fields):
    return (
        {
            "festival": festival.pk,
            "title": "电饭煲",
            "category": "small_appliances",
            "price": "199.00",
            "deposit": "20.00",
            "limit_per_villager": "2",
            "stock": "",
        }
        | moments(orders_from=BEGIN, orders_until=MIDNIGHT, balance_from=DUE, balance_until=END)
        | fields
    )


def press(desk, model, row, action, **answers):
    """Opens the page of an action, and sends it with its one-time token."""
    page = reverse(f"admin:orders_{model}_{action}", args=[row.pk])
    token = desk.get(page).context["token"]
    return desk.post(page, {"token": token, **answers}, follow=True)


def test_head_office_offers_a_good_and_may_not_change_what_was_ordered(ops, fjyx001, villager, double_eleven):
    desk = desk_of(ops)
    add = reverse("admin:orders_presalegood_add")
    assert desk.post(add, told_of(double_eleven, deposit="199.00")).context["errors"]
    assert not PresaleGood.objects.exists()
    assert desk.post(add, told_of(double_eleven)).status_code == 302
    good = PresaleGood.objects.get()
    assert (str(good.balance), good.balance_from) == ("179.00", DUE)

    change = reverse("admin:orders_presalegood_change", args=[good.pk])
    assert desk.post(change, told_of(double_eleven, price="189.00")).status_code == 302
    make_presale(fjyx001, PresaleGood.objects.get(), villager)
    refused = desk.post(change, told_of(double_eleven, price="179.00"))
    assert refused.status_code == 200
    assert "what villagers put money on stays" in refused.content.decode()
    good.refresh_from_db()
    assert str(good.price) == "189.00"
    assert desk.get(reverse("admin:orders_presalegood_delete", args=[good.pk])).status_code == 403


def test_the_county_reads_goods_and_changes_none(youxi_staff, tv):
    desk = desk_of(youxi_staff)
    assert desk.get(reverse("admin:orders_presalegood_changelist")).status_code == 200
    change = reverse("admin:orders_presalegood_change", args=[tv.pk])
    assert desk.get(change).status_code == 200
    assert desk.post(change, told_of(tv.festival)).status_code == 403
    assert desk.get(reverse("admin:orders_presalegood_call_off", args=[tv.pk])).status_code in {403, 404}
    assert desk.get(reverse("admin:orders_presalegood_add")).status_code == 403


def test_a_good_is_called_off_with_a_reason_once(ops, youxi_staff, fjyx001, villager, tv):
    make_presale(fjyx001, tv, villager)
    desk = desk_of(ops)
    assert press(desk, "presalegood", tv, "call_off", reason=" ").context["form"].errors
    tv.refresh_from_db()
    assert tv.called_off_at is None
    answer = press(desk, "presalegood", tv, "call_off", reason="厂家断货")
    assert [str(one) for one in answer.context["messages"]] == [
        "Called off: the deposits are settled by their rule within a minute."
    ]
    tv.refresh_from_db()
    assert (tv.called_off_because, tv.called_off_at is None) == ("厂家断货", False)
    assert answer.context["actions_detail"] == []
    # The deposit waits for the job, which knows the rule.
    assert PresaleOrder.objects.get().state == "held"


def test_the_county_calls_one_order_off_and_another_county_does_not_see_it(
    youxi_staff, tonglu_staff, fjyx001, villager, tv
):
    presale = make_presale(fjyx001, tv, villager)
    before = everything()
    elsewhere = reverse("admin:orders_presaleorder_call_off", args=[presale.pk])
    assert desk_of(tonglu_staff).get(elsewhere).status_code == 404
    desk = desk_of(youxi_staff)
    assert press(desk, "presaleorder", presale, "call_off", reason="").context["form"].errors
    assert everything() == before

    answer = press(desk, "presaleorder", presale, "call_off", reason="压坏了一台")
    assert answer.status_code == 200
    presale.refresh_from_db()
    assert (presale.state, presale.ending) == ("owed", "called_off")
    assert answer.context["actions_detail"] == []
    press(desk, "presaleorder", presale, "call_off", reason="又一次")
    assert list(presale.changes.values_list("before", "after", "actor__username", "reason")) == [
        ("", "held", None, ""),
        ("held", "owed", youxi_staff.username, "压坏了一台"),
    ]


def test_presale_orders_are_found_and_their_page_tells_the_whole_of_it(
    youxi_staff, tonglu_staff, fjyx001, villager, tv
):
    presale = make_presale(fjyx001, tv, villager)
    listed = reverse("admin:orders_presaleorder_changelist")
    page = desk_of(youxi_staff).get(listed, {"q": villager.name, "state__exact": "held"})
    assert list(page.context["cl"].result_list) == [presale]
    assert list(desk_of(tonglu_staff).get(listed).context["cl"].result_list) == []
    page = desk_of(youxi_staff).get(reverse("admin:orders_presaleorder_change", args=[presale.pk]))
    assert "¥2,800.00" in page.content.decode()
    assert desk_of(youxi_staff).get(reverse("admin:orders_presaleorder_add")).status_code == 403


def test_a_rule_begins_tomorrow_and_ends_the_one_before(ops):
    desk, add = desk_of(ops), reverse("admin:orders_depositrule_add")
    told = {"ending": "late", "outcome": "returned"}
    assert desk.post(add, told | {"valid_from": today().isoformat()}).status_code == 200
    assert not DepositRule.objects.exists()
    for days, outcome in ((1, "returned"), (5, "forfeited")):
        day = today() + days * TOMORROW
        assert desk.post(add, told | {"outcome": outcome, "valid_from": day.isoformat()}).status_code == 302
    assert list(DepositRule.objects.order_by("valid_from").values_list("outcome", "valid_to")) == [
        ("returned", today() + 4 * TOMORROW),
        ("forfeited", None),
    ]


def test_the_desk_sees_how_a_presale_order_is_paid(ops, fjyx001, villager, double_eleven):
    now = timezone.now()
    good = make_good(
        double_eleven,
        orders_from=now - TOMORROW,
        orders_until=now + TOMORROW,
        balance_from=now + TOMORROW,
        balance_until=now + 2 * TOMORROW,
    )
    presale = make_presale(fjyx001, good, villager, at=now)
    page = desk_of(ops).get(reverse("admin:orders_agentorder_change", args=[presale.pk])).content.decode()
    assert "with the balance of a presale" in page
    assert "on arrival" not in page
