"""A tracking number belongs to one open parcel; afterwards it may come again."""

import pytest
from django.db import IntegrityError, transaction

from orders.logistics.announcing import announce_parcels
from orders.logistics.giving_up import report_damaged, report_lost
from orders.logistics.handing_over import give_to_carrier, hand_over_parcel, take_back
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from orders.logistics.receiving import find_parcel, receive_at_county
from stations.refusals import Refused
from tests.cast import client_of
from tests.orders.logistics.parcels import (
    fresh,
    load,
    make_carrier,
    make_parcel,
    make_up_parcel,
    new_parcel,
)

pytestmark = pytest.mark.django_db
S = ParcelStatus
NUMBER = "YT20151111"


def again(station, **fields):
    return announce_parcels(
        actor=None, parcels=[new_parcel(station, **{"tracking_number": NUMBER} | fields)]
    )[0]


def bounced(station):
    """Sent up by a villager, and taken away by the carrier."""
    parcel = make_up_parcel(station, tracking_number=NUMBER)
    load(parcel, sent=True)
    receive_at_county(actor=None, parcels=[parcel])
    return give_to_carrier(actor=None, parcels=[parcel])[0]


@pytest.mark.parametrize("status", [S.EXPECTED, S.AT_COUNTY, S.ON_MANIFEST, S.AT_STATION])
def test_while_it_is_open_its_number_is_taken(fjyx001, status):
    make_parcel(fjyx001, status, tracking_number=NUMBER)
    with pytest.raises(Refused) as refused:
        again(fjyx001)
    assert refused.value.code == "number"
    assert Parcel.objects.count() == 1


def test_what_is_lost_keeps_its_number_for_the_scan_that_finds_it(fjyx001, youxi_staff):
    lost = make_parcel(fjyx001, S.AT_COUNTY, tracking_number=NUMBER)
    report_lost(actor=None, parcel=lost, reason="找不到", at_station=False)
    with pytest.raises(Refused) as refused:
        again(fjyx001)
    assert refused.value.code == "number"
    assert find_parcel(reader=youxi_staff, number=NUMBER) == lost


@pytest.mark.parametrize("over", ["handed_over", "damaged", "sent_up"])
def test_afterwards_it_may_come_again_and_a_scan_means_the_new_one(fjyx001, youxi_staff, over):
    if over == "sent_up":
        old = bounced(fjyx001)
    else:
        old = make_parcel(fjyx001, S.AT_STATION, tracking_number=NUMBER)
        if over == "damaged":
            old = report_damaged(actor=None, parcel=old, reason="压坏了", at_station=True)
        else:
            old = hand_over_parcel(actor=None, parcel=old, code=old.pickup_code)
    assert find_parcel(reader=youxi_staff, number=NUMBER) == old

    new = again(fjyx001)

    assert find_parcel(reader=youxi_staff, number=NUMBER) == new
    receive_at_county(actor=None, parcels=[new])
    assert (fresh(old).status, fresh(new).status) == (old.status, S.AT_COUNTY)


def test_of_two_that_are_over_a_late_scan_means_the_last(fjyx001, youxi_staff):
    for _time in range(2):
        last = again(fjyx001)
        last = make_over(last)
    assert find_parcel(reader=youxi_staff, number=NUMBER) == last


def make_over(parcel):
    receive_at_county(actor=None, parcels=[parcel])
    return report_damaged(actor=None, parcel=parcel, reason="压坏了", at_station=False)


def test_two_carriers_that_are_over_and_one_that_is_open_need_no_choice(fjyx001, youxi_staff):
    make_over(again(fjyx001))
    new = again(fjyx001, carrier=make_carrier("YTO", "圆通速递"))
    assert find_parcel(reader=youxi_staff, number=NUMBER) == new


def test_a_hand_over_is_not_taken_back_once_the_number_is_anothers(fjyx001):
    old = make_parcel(fjyx001, S.HANDED_OVER, tracking_number=NUMBER)
    again(fjyx001)
    with pytest.raises(Refused) as refused:
        take_back(actor=None, parcel=old, reason="给错了人")
    assert refused.value.code == "number"
    assert fresh(old).status == S.HANDED_OVER
    with pytest.raises(IntegrityError, match="parcel_number_once_open"), transaction.atomic():
        Parcel.objects.filter(pk=old.pk).update(status=S.AT_STATION, fee=None)


def test_the_scan_page_offers_to_enter_what_has_come_again(fjyx001, youxi_staff):
    old = bounced(fjyx001)
    client = client_of(youxi_staff)
    token = client.get("/county/parcels/scan/").context["form"].initial["token"]

    page = client.post(
        "/county/parcels/scan/",
        {"token": token, "code": NUMBER, "carrier": old.carrier_id},
        follow=True,
    )

    result = page.context["result"]
    assert result.href == f"/county/parcels/new/?code={NUMBER}&carrier={old.carrier_id}"
    assert result.href.replace("&", "&amp;") in page.content.decode()
    form = client.get(result.href).context["form"]
    client.post(
        result.href,
        {
            "token": form.initial["token"],
            "tracking_number": NUMBER,
            "carrier": old.carrier_id,
            "station": fjyx001.pk,
            "recipient": "黄阿婆",
            "phone": "13800000001",
            "size": "small",
        },
    )
    assert [row.status for row in Parcel.objects.order_by("pk")] == [S.HANDED_OVER, S.AT_COUNTY]
