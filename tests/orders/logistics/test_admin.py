"""Parcels at the desk: announced by a form, changed by verbs only, cases settled, appliances delivered."""

import pytest
from django.urls import reverse

from orders.logistics.codes import MOST_WRONG_CODES
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Carrier, HomeDelivery, Parcel, ParcelCase
from stations.clock import today
from tests.cast import client_of, make_order
from tests.orders.logistics.parcels import fresh, load, make_carrier, make_parcel, make_up_parcel

S = ParcelStatus


@pytest.fixture
def desk(youxi_staff):
    return client_of(youxi_staff, headers={"accept-language": "en"})


_tokens = iter(range(1, 10**6))


def act(desk, row, page, **answers):
    address = reverse(f"admin:orders_{row._meta.model_name}_{page}", args=[row.pk])
    return desk.post(address, {"token": f"act-{next(_tokens)}"} | answers)


def offered(desk, parcel):
    page = desk.get(reverse("admin:orders_parcel_change", args=[parcel.pk])).content.decode()
    steps = ("appointment", "deliver", "unlock", "damaged", "lost")
    return [step for step in steps if f"/{parcel.pk}/{step}" in page]


def test_head_office_keeps_the_carriers(ops, desk):
    head = client_of(ops)
    head.post(reverse("admin:orders_carrier_add"), {"code": "sf", "name": "顺丰"})
    carrier = Carrier.objects.get()
    assert (carrier.code, carrier.name, carrier.is_active) == ("SF", "顺丰", True)
    head.post(reverse("admin:orders_carrier_change", args=[carrier.pk]), {"name": "顺丰速运"})
    assert (fresh(carrier).name, carrier.is_active) == ("顺丰速运", False)
    assert desk.post(reverse("admin:orders_carrier_add"), {"code": "X", "name": "x"}).status_code == 403


def test_a_parcel_is_announced_once(desk, fjyx001, zjtl001):
    label = {"carrier": make_carrier().pk, "tracking_number": "yt0000001", "size": "small", "recipient": "黄"}
    refused = desk.post(reverse("admin:orders_parcel_add"), label | {"station": zjtl001.pk})
    assert refused.status_code == 200
    assert not Parcel.objects.exists()
    for _ in range(2):
        answer = desk.post(reverse("admin:orders_parcel_add"), label | {"station": fjyx001.pk})
    assert "cannot be used: it is known already" in answer.content.decode()
    assert Parcel.objects.get().tracking_number == "YT0000001"


def test_only_what_may_be_done_is_offered(desk, fjyx001):
    assert offered(desk, make_parcel(fjyx001)) == ["lost"]
    assert offered(desk, make_parcel(fjyx001, S.AT_STATION)) == ["damaged", "lost"]
    assert offered(desk, make_parcel(fjyx001, S.HANDED_OVER)) == []
    appliance = make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True)
    assert offered(desk, appliance) == ["appointment", "damaged", "lost"]
    locked = make_parcel(fjyx001, S.AT_STATION)
    Parcel.objects.filter(pk=locked.pk).update(wrong_codes=MOST_WRONG_CODES)
    assert offered(desk, locked) == ["unlock", "damaged", "lost"]
    act(desk, locked, "unlock")
    assert fresh(locked).wrong_codes == 0


def test_an_appliance_is_appointed_and_delivered(desk, fjyx001):
    order = make_order(fjyx001)
    fridge = make_parcel(fjyx001, S.AT_COUNTY, order=order, to_the_house=True)
    told = {"day": today().isoformat(), "window": "morning", "address": "西洋村 12 号"}
    assert act(desk, fridge, "appointment", **told | {"address": ""}).status_code == 200
    assert act(desk, fridge, "appointment", **told).status_code == 302
    wrong = act(desk, fridge, "deliver", code="x", installed="yes")
    assert "does not fit" in wrong.content.decode()
    assert fresh(fridge.order).wrong_codes == 1
    assert act(desk, fridge, "deliver", code=order.pickup_code, installed="yes").status_code == 302
    assert (fresh(fridge).status, HomeDelivery.objects.get().installed) == (S.HANDED_OVER, "yes")


def test_what_is_lost_or_damaged_is_recorded_with_its_reason(desk, fjyx001):
    lost, damaged = make_parcel(fjyx001), make_parcel(fjyx001, S.AT_COUNTY)
    assert act(desk, lost, "lost", reason="").status_code == 200
    act(desk, lost, "lost", reason="快递公司确认")
    act(desk, damaged, "damaged", reason="压坏")
    assert (fresh(lost).status, fresh(damaged).status) == (S.LOST, S.DAMAGED)
    assert lost.events.latest("pk").note == "快递公司确认"


def test_ticked_parcels_go_to_the_carrier_or_say_why_not(desk, fjyx001):
    up, down = make_up_parcel(fjyx001), make_parcel(fjyx001)
    address = reverse("admin:orders_parcel_changelist")
    ticked = {"_selected_action": [up.pk, down.pk]}
    desk.post(address, ticked | {"action": "receive_ticked"})
    assert {fresh(up).status, fresh(down).status} == {S.AT_COUNTY}
    page = desk.post(address, ticked | {"action": "to_carrier_ticked"}, follow=True).content.decode()
    assert "does not wait for a carrier" in page
    assert (fresh(up).status, fresh(down).status) == (S.HANDED_OVER, S.AT_COUNTY)


def test_a_case_is_settled_once_with_an_outcome_of_its_kind(desk, fjyx001):
    load(make_parcel(fjyx001, S.AT_COUNTY), sent=True, counted=2)
    case = ParcelCase.objects.get()
    assert act(desk, case, "settle", outcome="lost", note="?").status_code == 200
    assert fresh(case).settled_at is None
    act(desk, case, "settle", outcome="miscounted", note="数错了")
    assert (fresh(case).outcome, case.note) == ("miscounted", "数错了")
    again = act(desk, case, "settle", outcome="cleared", note="again")
    assert "settled already" in again.content.decode()


def test_the_list_masks_phones_and_does_not_grow(desk, fjyx001, django_assert_num_queries):
    for count in (1, 8):
        for _ in range(count):
            make_parcel(fjyx001)
        page = desk.get(reverse("admin:orders_parcel_changelist")).content.decode()
        assert "13800000001" not in page
        with django_assert_num_queries(4):
            desk.get(reverse("admin:orders_parcel_changelist"))


def test_a_parcel_is_found_by_number_code_and_name(desk, fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION, recipient="郑阿公")
    make_parcel(fjyx001)
    for text in (parcel.tracking_number.lower(), parcel.pickup_code, "郑"):
        page = desk.get(reverse("admin:orders_parcel_changelist"), {"q": text})
        assert list(page.context["cl"].queryset) == [parcel], text
