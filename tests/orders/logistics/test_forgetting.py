"""Names and numbers on parcels are told to whom they belong, and go when they were kept long enough."""

import datetime as dt

import pytest
from django.utils import timezone

from orders.logistics.delivering import make_appointment
from orders.logistics.giving_up import report_lost
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from orders.personal_data.erasing import erase_long_kept, erase_person
from orders.personal_data.held import held_about
from stations.clock import today
from stations.refusals import Refused
from tests.orders.logistics.parcels import fresh, make_parcel

S = ParcelStatus
PHONE = "13800000001"


def test_a_parcel_is_part_of_what_is_held_and_is_erased_with_it(fjyx001):
    parcel = make_parcel(fjyx001, S.HANDED_OVER)
    make_parcel(fjyx001, S.HANDED_OVER, phone="13800000002", recipient="何师傅")
    (told,) = held_about(PHONE)["parcels"]
    assert (told["tracking_number"], told["name"]) == (parcel.tracking_number, "黄阿婆")

    erase_person(actor=None, phone=PHONE, reason="本人要求")
    assert (fresh(parcel).recipient, parcel.phone, parcel.status) == ("", "", S.HANDED_OVER)
    assert Parcel.objects.exclude(recipient="").get().recipient == "何师傅"


def test_a_parcel_that_waits_is_handed_over_first(fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    with pytest.raises(Refused):
        erase_person(actor=None, phone=PHONE, reason="本人要求")
    assert fresh(parcel).phone == PHONE


def test_what_was_kept_long_enough_goes_with_the_address(fjyx001, settings):
    old = timezone.now() - dt.timedelta(days=settings.VILLAGERS_KEPT_DAYS + 1)
    over, waiting, recent = (make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True) for _ in range(3))
    for parcel in (over, recent):
        make_appointment(actor=None, parcel=parcel, day=today(), window="morning", address="西洋村 12 号")
        report_lost(actor=None, parcel=parcel, reason="没到", at_station=False)
    Parcel.objects.filter(pk__in=[over.pk, waiting.pk]).update(announced_at=old)
    for _ in range(2):
        erase_long_kept()
    assert [bool(fresh(one).phone) for one in (over, waiting, recent)] == [False, True, True]
    assert (over.delivery.address, fresh(recent).delivery.address) == ("", "西洋村 12 号")
    assert not ParcelEvent.objects.filter(note__contains="西洋村").exists()
