"""Villagers are told of their own parcels: here, soon gone, fetched; once each, by the label's number."""

import datetime as dt

import pytest
from django.utils import timezone

from orders.logistics.charging import load_standard_parcel_fee
from orders.logistics.delivering import deliver_to_house, make_appointment
from orders.logistics.giving_up import send_back
from orders.logistics.handing_over import hand_over_parcel
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from orders.logistics.receiving import receive_at_station
from orders.logistics.telling import remind_waiting_parcels
from orders.personal_data.erasing import erase_person
from stations.clock import today
from stations.notices.models import Notification
from tests.cast import make_order
from tests.orders.logistics.parcels import load, make_parcel, make_up_parcel, scan

S = ParcelStatus


@pytest.fixture
def parcel(fjyx001, lin):
    load_standard_parcel_fee()
    return make_parcel(fjyx001, S.AT_STATION)


def told(parcel):
    rows = Notification.objects.filter(subject=f"parcel:{parcel.pk}").order_by("pk")
    return [(notice.kind, notice.state) for notice in rows]


def test_of_an_arrival_with_code_and_fee(parcel):
    (notice,) = Notification.objects.all()
    assert notice.phone == "13800000001"
    assert parcel.pickup_code in notice.text
    assert "¥2.00" in notice.text
    assert parcel.tracking_number[-4:] in notice.text
    assert parcel.tracking_number not in notice.text
    assert len(notice.text) <= 70


def test_of_the_hand_over_and_no_more_of_the_arrival(parcel):
    hand_over_parcel(actor=None, parcel=parcel, code=parcel.pickup_code)
    assert told(parcel) == [("arrived", "withdrawn"), ("receipt", "waiting")]


def test_what_goes_back_is_told_no_more(parcel):
    send_back(actor=None, parcels=[parcel], reason="没人来取")
    assert told(parcel) == [("arrived", "withdrawn")]


def test_one_last_reminder(parcel):
    assert remind_waiting_parcels() == 0
    at = timezone.now() + dt.timedelta(days=4)
    assert [remind_waiting_parcels(at=at), remind_waiting_parcels(at=at)] == [1, 0]
    assert told(parcel) == [("arrived", "waiting"), ("reminder", "waiting")]
    assert "4" in Notification.objects.get(kind="reminder").text


def test_nobody_is_told_of_what_was_or_without_a_mobile_number(fjyx001):
    past = make_parcel(fjyx001, S.AT_COUNTY)
    receive_at_station(actor=None, parcels=[past], at=timezone.now())
    make_parcel(fjyx001, S.AT_STATION, phone="0598-6321234")
    make_parcel(fjyx001, S.AT_STATION, phone="")
    make_up_parcel(fjyx001)
    assert not Notification.objects.exists()


def test_of_a_large_appliance_its_code_and_its_delivery(fjyx001, lin):
    """The code is asked for at the door: it must have been told, and stay what was told."""
    fridge = make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True)
    (notice,) = Notification.objects.all()
    assert fridge.pickup_code in notice.text
    assert len(notice.text) <= 70

    at_station = receive_at_station(actor=None, parcels=[fridge])[0].parcel
    assert at_station.pickup_code == fridge.pickup_code
    assert remind_waiting_parcels(at=timezone.now() + dt.timedelta(days=4)) == 0
    make_appointment(actor=None, parcel=fridge, day=today(), window="morning", address="西洋村 12 号")
    deliver_to_house(actor=None, parcel=fridge, code=fridge.pickup_code, installed="yes")

    assert told(fridge) == [("arrived", "withdrawn"), ("receipt", "waiting")]
    assert len(Notification.objects.get(kind="receipt").text) <= 70


def test_a_code_that_another_waits_under_is_not_kept(fjyx001, parcel):
    fridge = make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True)
    Parcel.objects.filter(pk=fridge.pk).update(pickup_code=parcel.pickup_code)
    arrived = receive_at_station(actor=None, parcels=[fridge])[0].parcel
    assert arrived.pickup_code not in {"", parcel.pickup_code}


def test_an_orders_parcel_tells_of_the_order_once(fjyx001, villager, lin):
    order = make_order(fjyx001, villager=villager)
    one, two = (make_parcel(fjyx001, S.AT_COUNTY, order=order) for _ in range(2))
    scan(load(one, two, sent=True), one, two, actor=lin.user)
    assert list(Notification.objects.values_list("subject", "kind")) == [(order.subject, "arrived")]


def test_erasing_takes_the_messages_too(parcel):
    hand_over_parcel(actor=None, parcel=parcel, code=parcel.pickup_code)
    erase_person(actor=None, phone="13800000001", reason="本人要求")
    assert set(Notification.objects.values_list("phone", "text")) == {(None, "")}
    assert Parcel.objects.get().phone == ""
