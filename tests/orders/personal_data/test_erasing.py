"""A person's data are erased when they ask for it; the books stay whole."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from orders.personal_data.erasing import erase_person
from orders.presale.giving_up import call_off_order, give_back
from orders.produce.sales.listing import NewListing, list_lot
from orders.reports.books import verify
from orders.villagers.enrolling import enrol_villager
from orders.villagers.models import NO_NAME, Villager
from partners.journal.models import Activity
from stations.refusals import Refused
from stations.requests.models import RequestDraft
from tests.cast import client_of, make_lot, make_order, make_villager
from tests.orders.agent_orders.importing.files import FETCHED, counts, row, run
from tests.orders.presale.making import make_festival, make_good, make_presale

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "13800000001"


def journal():
    return list(Activity.objects.order_by("pk").values_list("source_key", "amount", "partner", "center"))


def people():
    return list(Villager.objects.order_by("pk").values_list("name", "phone"))


def test_name_and_number_go_everywhere_and_the_books_stay(fetched, zjtl001, ops):
    make_villager(zjtl001, name="黄阿婆", phone=PHONE)
    make_villager(zjtl001, name="何师傅", phone="13800000002")
    before = journal()

    assert erase_person(actor=ops, phone=PHONE, reason="本人来电要求") == 2

    assert people() == [(NO_NAME, None), (NO_NAME, None), ("何师傅", "13800000002")]
    assert journal() == before
    assert [finding.check.name for finding in verify() if not finding.clean] == []


def test_an_unfinished_form_with_the_number_goes_too(fetched, lin, ops):
    for phone in (PHONE, "13800000009"):
        RequestDraft.objects.create(
            key_hash=phone, owner=lin.user, path="/orders/new/", fields={"phone": [phone]}
        )
    erase_person(actor=ops, phone=PHONE, reason="本人要求")
    assert list(RequestDraft.objects.values_list("key_hash", flat=True)) == ["13800000009"]


@pytest.mark.parametrize(
    ("phone", "reason", "code"),
    [(PHONE, " ", "reason"), ("13900009999", "本人要求", "unknown"), (PHONE, "本人要求", "on_the_way")],
)
def test_refused_and_nothing_is_erased(fetched, fjyx001, villager, ops, phone, reason, code):
    make_order(fjyx001, villager=villager)
    before = people()
    with pytest.raises(Refused) as refused:
        erase_person(actor=ops, phone=phone, reason=reason)
    assert refused.value.code == code
    assert people() == before


def test_the_refusal_names_what_is_open_of_which_kind(fetched, fjyx001, villager, ops):
    make_order(fjyx001, villager=villager)
    make_order(fjyx001, villager=villager)
    list_lot(
        actor=None,
        listing=NewListing(
            lot=make_lot(fjyx001, villager=villager, offered=True),
            platform="taobao",
            quantity=Decimal("1"),
            price=Decimal("80"),
            share=Decimal("0.06"),
        ),
    )
    with pytest.raises(Refused) as refused, override("en"):
        erase_person(actor=ops, phone=PHONE, reason="本人要求")
    assert refused.value.code == "on_the_way"
    assert str(refused.value) == "Still open, finish it first: agent orders 2, listings of produce 1."


def test_a_deposit_that_waits_for_its_villager_is_fetched_first(fjyx001, lin, villager, ops):
    good = make_good(make_festival())
    kept, fetched = [make_presale(fjyx001, good, villager, pay_how="cash") for _ in range(2)]
    for presale in (kept, fetched):
        call_off_order(actor=None, presale=presale, reason="断货")
    give_back(actor=lin.user, presale=fetched)
    before = people()

    with pytest.raises(Refused) as refused:
        erase_person(actor=ops, phone=PHONE, reason="本人要求")
    assert (refused.value.code, refused.value.field) == ("deposit_owed", "phone")
    told = f"A deposit is not given back yet: {kept.order.number} ¥200.00 FJYX001. Give it back first."
    assert str(refused.value) == told
    assert people() == before

    give_back(actor=lin.user, presale=kept)
    assert erase_person(actor=ops, phone=PHONE, reason="本人要求") == 1
    assert [finding.check.name for finding in verify() if not finding.clean] == []


def test_who_comes_again_is_put_on_file_anew(fetched, fjyx001, lin, ops):
    erase_person(actor=ops, phone=PHONE, reason="本人要求")
    again = enrol_villager(actor=lin.user, station=fjyx001, name="黄阿婆", phone=PHONE, consented=True)
    assert again.pk != fetched.villager_id
    erase_person(actor=ops, phone=PHONE, reason="又要求一次")  # two erased ones at one station
    assert people() == [(NO_NAME, None)] * 2


def test_the_pages_of_the_order_still_open(fetched, lin, youxi_staff, ops):
    erase_person(actor=ops, phone=PHONE, reason="本人要求")
    page = client_of(lin).get(reverse("order_page", args=[fetched.pk]), HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 200
    assert "data erased" in page.content.decode()
    assert "tel:" not in page.content.decode()
    desk = client_of(youxi_staff)
    assert desk.get(reverse("admin:orders_agentorder_change", args=[fetched.pk])).status_code == 200
    listed = desk.get(reverse("admin:orders_villager_changelist")).context["cl"].result_list
    assert list(listed) == []


def test_the_same_file_again_is_still_known(lin, ops):
    run(row(**FETCHED))
    erase_person(actor=ops, phone=PHONE, reason="本人要求")
    assert counts(run(row(**FETCHED))) == (0, 0, 1, 0)


def test_the_database_keeps_no_half_erased_villager(villager):
    for half in ({"phone": None}, {"erased_at": villager.created_at}, {"name": NO_NAME, "phone": None}):
        with pytest.raises(IntegrityError, match="villager_erased_leaves_nothing"), transaction.atomic():
            Villager.objects.filter(pk=villager.pk).update(**half)
