"""Where a parcel is scanned, there it is; a scan that is repeated or late is noted and changes nothing."""

import itertools

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from orders.logistics.giving_up import report_damaged, report_lost, send_back
from orders.logistics.handing_over import give_to_carrier
from orders.logistics.lifecycle import PARCEL_LIFECYCLE, ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from orders.logistics.receiving import receive_at_county, receive_at_station, receive_new_at_county
from stations.refusals import Refused
from tests.orders.logistics.parcels import fresh, load, make_parcel, make_up_parcel, new_parcel

S = ParcelStatus


def brought_to(station, status):
    if status == S.LOST:
        return report_lost(actor=None, parcel=make_parcel(station), reason="没到", at_station=False)
    if status == S.DAMAGED:
        return report_damaged(
            actor=None, parcel=make_parcel(station, S.AT_COUNTY), reason="压坏", at_station=False
        )
    if status == S.RETURNED:
        parcel = brought_to(station, S.DAMAGED)
        return give_to_carrier(actor=None, parcels=[parcel])[0]
    return make_parcel(station, status)


AT_COUNTY = {S.EXPECTED: S.AT_COUNTY, S.LOST: S.AT_COUNTY}
AT_STATION = dict.fromkeys([S.EXPECTED, S.AT_COUNTY, S.ON_MANIFEST, S.LOST], S.AT_STATION)


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize(
    ("verb", "moves"), [(receive_at_county, AT_COUNTY), (receive_at_station, AT_STATION)]
)
def test_every_status_meets_every_scan(fjyx001, youxi_staff, status, verb, moves):
    parcel = brought_to(fjyx001, status)
    assert parcel.status == status
    before = parcel.events.count()

    for once_more in range(2):
        scan = verb(actor=youxi_staff, parcels=[parcel])[0]
        assert scan.changed == (status in moves and not once_more)
        assert fresh(parcel).status == moves.get(status, status)
    assert parcel.events.count() == before + 2
    first, second = parcel.events.order_by("pk")[before:]
    assert (first.before, first.after) == (status, moves.get(status, status))
    assert second.before == second.after == moves.get(status, status)
    assert first.actor == youxi_staff
    assert first.at_station == (verb is receive_at_station)


def test_scans_in_the_wrong_order_end_where_the_parcel_is(fjyx001):
    parcel = make_parcel(fjyx001)
    receive_at_station(actor=None, parcels=[parcel])
    receive_at_county(actor=None, parcels=[parcel])

    assert fresh(parcel).status == S.AT_STATION
    assert [event.changed for event in parcel.events.all()] == [False, True, False]


def test_a_parcel_that_goes_up_arrives_at_the_county_and_leaves_with_the_carrier(fjyx001):
    parcel = make_up_parcel(fjyx001)
    assert receive_at_station(actor=None, parcels=[parcel])[0].changed is False
    load(parcel, sent=True)
    assert receive_at_station(actor=None, parcels=[parcel])[0].changed is False
    assert receive_at_county(actor=None, parcels=[parcel])[0].changed is True
    assert give_to_carrier(actor=None, parcels=[parcel])[0].status == S.HANDED_OVER
    assert fresh(parcel).handed_over_at is not None


def test_what_nobody_fetched_goes_up_and_back_to_the_sender(fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    send_back(actor=None, parcels=[parcel], reason="村民不要了")
    assert fresh(parcel).pickup_code == ""
    load(parcel, sent=True)
    receive_at_county(actor=None, parcels=[parcel])
    assert give_to_carrier(actor=None, parcels=[parcel])[0].status == S.RETURNED


def test_an_unknown_parcel_is_entered_and_received_in_one_go(fjyx001, youxi_staff):
    parcel = receive_new_at_county(
        actor=youxi_staff, parcel=new_parcel(fjyx001, tracking_number=" yt 0012-３4 ")
    )
    assert (parcel.tracking_number, parcel.status) == ("YT0012-34", S.AT_COUNTY)


@pytest.mark.parametrize("number", ["", "1234", "一二三四五六", "x" * 41, "12345\0"])
def test_what_is_no_tracking_number_is_refused(fjyx001, number):
    with pytest.raises(Refused) as refused:
        receive_new_at_county(actor=None, parcel=new_parcel(fjyx001, tracking_number=number))
    assert refused.value.field == "tracking_number"
    assert not Parcel.objects.exists()


def test_an_open_number_is_known_once_in_the_country(fjyx001, zjtl001):
    make_parcel(fjyx001, tracking_number="YT00001")
    with pytest.raises(Refused) as refused:
        receive_new_at_county(actor=None, parcel=new_parcel(zjtl001, tracking_number="yt00001"))
    assert refused.value.code == "number"
    assert Parcel.objects.count() == 1


def test_the_database_keeps_the_number_and_the_table_too(fjyx001):
    one, other = make_parcel(fjyx001), make_parcel(fjyx001)
    with pytest.raises(IntegrityError, match="parcel_number_once_open"), transaction.atomic():
        Parcel.objects.filter(pk=other.pk).update(tracking_number=one.tracking_number)
    allowed = {(before, after) for before, steps in PARCEL_LIFECYCLE.table.items() for after in steps}
    forbidden = [pair for pair in itertools.product(S, S) if pair not in allowed and pair[0] != pair[1]]
    assert len(forbidden) == 31
    for before, after in forbidden:
        parcel = brought_to(fjyx001, before)
        with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
            Parcel.objects.filter(pk=parcel.pk).update(status=after)


def test_events_are_for_ever(fjyx001):
    make_parcel(fjyx001)
    for change in (lambda: ParcelEvent.objects.update(note="x"), lambda: ParcelEvent.objects.all().delete()):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()
    assert ParcelEvent.objects.get().note == ""
