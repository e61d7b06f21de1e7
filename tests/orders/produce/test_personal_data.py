"""A farmer's name is shown on request, erased on request, and kept while a lot is open."""

import datetime as dt

import pgtrigger
import pytest
from django.utils import timezone

from orders.personal_data.erasing import erase_long_kept, erase_person
from orders.personal_data.held import held_about
from orders.produce.farmers import agree_to_name, farmer_of
from orders.produce.handling import add_event
from orders.produce.models import Farmer, ProduceLot
from orders.produce.offering import sell_out_lot
from orders.villagers.models import Villager
from stations.refusals import Refused
from tests.cast import client_of

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "13800000001"


def test_erasing_the_villager_erases_the_name_on_the_page(offered, ops):
    erase_person(actor=ops, phone=PHONE, reason="本人要求")

    farmer = Farmer.objects.get()
    assert (farmer.display_name, farmer.agreed_at) == ("", None)
    assert farmer.withdrawn_at is not None
    page = client_of(None).get(f"/trace/{offered.code}/").content.decode()
    assert "后山阿婆" not in page
    assert "高山春茶" in page


def test_who_is_erased_can_neither_sell_nor_be_named(offered, lin, ops):
    erase_person(actor=ops, phone=PHONE, reason="本人要求")
    farmer = Farmer.objects.select_related("villager").get()
    with pytest.raises(Refused) as refused:
        agree_to_name(actor=lin.user, farmer=farmer, name="阿婆", agreed=True)
    assert refused.value.code == "erased"
    with pytest.raises(Refused):
        farmer_of(actor=lin.user, villager=farmer.villager)
    assert Farmer.objects.get().display_name == ""
    assert client_of(lin).get(f"/produce/{offered.pk}/").status_code == 200


def test_what_is_held_shows_the_name_and_the_lots(offered, lin):
    add_event(actor=lin.user, lot=offered, kind="packed", words="真空包装")
    (file,) = held_about(PHONE)["stations"]
    farmer = file["farmer"]
    assert (farmer["name_shown_to_buyers"], farmer["taken_back_at"]) == ("后山阿婆", None)
    (lot,) = farmer["lots"]
    assert (lot["code"], lot["product"], lot["status"]) == (offered.code, "高山春茶", "offered")
    assert [(step["what"], step["words"]) for step in lot["steps"]] == [("packed", "真空包装")]


@pytest.mark.parametrize(
    ("sold_out", "lot_age", "erased"), [(False, 2000, 0), (True, 2000, 1), (True, 10, 0)]
)
def test_nobody_is_forgotten_with_a_lot_that_is_open_or_young(offered, lin, sold_out, lot_age, erased):
    long_ago = timezone.now() - dt.timedelta(days=2000)
    Villager.objects.update(created_at=long_ago)
    if sold_out:
        sell_out_lot(actor=lin.user, lot=offered)
    with pgtrigger.ignore("orders.ProduceLot:lot_facts_stay"):
        then = timezone.now() - dt.timedelta(days=lot_age)
        ProduceLot.objects.update(created_at=then, harvested_on=then.date())
    assert erase_long_kept() == erased
    assert Villager.objects.on_file().count() == 1 - erased
