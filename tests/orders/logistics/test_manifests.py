"""A load is filled, counted by both sides, and what does not tally opens a case by itself."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from orders.logistics.counting import finish_manifest, scan_arrival
from orders.logistics.giving_up import report_damaged
from orders.logistics.lifecycle import MANIFEST_LIFECYCLE, ManifestStatus, ParcelStatus
from orders.logistics.loading import begin_manifest, dispatch_manifest, put_all_on, put_on, take_off
from orders.logistics.models import Manifest, Parcel, ParcelCase
from orders.logistics.receiving import receive_at_county, receive_at_station
from orders.logistics.settling import settle_case
from stations.refusals import Refused
from tests.orders.logistics.parcels import fresh, load, make_carrier, make_parcel, make_up_parcel, scan

S = ParcelStatus


def cases():
    return list(ParcelCase.objects.order_by("pk").values_list("kind", "outcome"))


def test_a_station_has_one_list_that_is_being_filled(fjyx001):
    way = Manifest.Way.TO_STATION
    one, again = (begin_manifest(actor=None, station=fjyx001, way=way) for _ in range(2))
    assert one == again
    with pytest.raises(IntegrityError, match="manifest_one_open_list"), transaction.atomic():
        Manifest.objects.create(station=fjyx001, center=fjyx001.center)


def test_a_load_that_tallies_opens_no_case(fjyx001, lin, youxi_staff):
    parcels = [make_parcel(fjyx001, S.AT_COUNTY) for _ in range(3)]
    manifest = load(*parcels, sent=True)
    assert (manifest.counted_out, manifest.status) == (3, ManifestStatus.DISPATCHED)
    scan(manifest, *parcels, *parcels, actor=lin.user)
    manifest = finish_manifest(actor=lin.user, manifest=manifest, counted=3)

    assert (manifest.counted_in, manifest.status, cases()) == (3, ManifestStatus.RECEIVED, [])
    assert set(Parcel.objects.values_list("status", flat=True)) == {S.AT_STATION}
    assert len(set(Parcel.objects.values_list("pickup_code", flat=True))) == 3


def test_putting_on_twice_and_taking_off_twice_is_harmless(fjyx001):
    parcel = make_parcel(fjyx001)  # nobody scanned it at the county: it is received with the sorting
    manifest = load(parcel)
    assert put_on(actor=None, manifest=manifest, parcels=[parcel])[0].changed is False
    assert manifest.lines.count() == 1
    assert fresh(parcel).county_at is not None
    for _ in range(2):
        take_off(actor=None, manifest=manifest, parcel=parcel)
        assert (fresh(parcel).status, manifest.lines.count()) == (S.AT_COUNTY, 0)


def test_all_that_waits_is_put_on_at_once(fjyx001, fjyx002, django_assert_num_queries):
    for station in (fjyx001, fjyx001, fjyx002):
        make_parcel(station, S.AT_COUNTY)
    make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True)
    make_up_parcel(fjyx001)
    manifest = begin_manifest(actor=None, station=fjyx001, way=Manifest.Way.TO_STATION)
    with django_assert_num_queries(14):
        assert put_all_on(actor=None, manifest=manifest) == 2
    for _ in range(30):
        make_parcel(fjyx001, S.AT_COUNTY)
    with django_assert_num_queries(14):
        assert put_all_on(actor=None, manifest=manifest) == 30


def refused_on(manifest, parcel):
    with pytest.raises(Refused) as refused:
        put_on(actor=None, manifest=manifest, parcels=[parcel])
    return refused.value.code


def test_what_does_not_belong_is_refused(fjyx001, fjyx002):
    manifest = load(make_parcel(fjyx001, S.AT_COUNTY))
    assert refused_on(manifest, make_parcel(fjyx002, S.AT_COUNTY)) == "station"
    assert refused_on(manifest, make_up_parcel(fjyx001)) == "way"
    assert refused_on(manifest, make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True)) == "house"
    assert refused_on(manifest, make_parcel(fjyx001, S.AT_STATION)) == "transition"
    assert manifest.lines.count() == 1


def test_a_load_leaves_once_with_a_driver_and_a_count(fjyx001):
    empty = begin_manifest(actor=None, station=fjyx001, way=Manifest.Way.TO_STATION)
    told = {"actor": None, "manifest": empty, "carrier": make_carrier()}
    for driver, counted, code in (("老陈", 0, "empty"), (" ", 1, "driver"), ("老陈", 10_000, "count")):
        with pytest.raises(Refused) as refused:
            dispatch_manifest(**told, driver=driver, counted=counted)
        assert refused.value.code == code
    manifest = load(make_parcel(fjyx001, S.AT_COUNTY), sent=True)
    for verb in (
        lambda: dispatch_manifest(**told, driver="老陈", counted=1),
        lambda: put_on(actor=None, manifest=manifest, parcels=[make_parcel(fjyx001)]),
        lambda: take_off(actor=None, manifest=manifest, parcel=manifest.lines.get().parcel),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.code == "transition"
    assert fresh(manifest).lines.count() == 1


def test_the_sender_who_counts_another_number_opens_a_case(fjyx001):
    load(make_parcel(fjyx001, S.AT_COUNTY), sent=True, counted=2)
    case = ParcelCase.objects.get()
    assert (case.kind, case.station) == ("count", fjyx001)
    assert "2" in case.detail


def test_the_receiver_who_counts_another_number_opens_a_case(fjyx001, lin):
    parcels = [make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2)]
    manifest = load(*parcels, sent=True)
    scan(manifest, *parcels, actor=lin.user)
    finish_manifest(actor=lin.user, manifest=manifest, counted=1)
    assert cases() == [("count", "")]


def test_a_parcel_that_did_not_arrive_is_found_by_its_late_scan(fjyx001, lin):
    here, missing = (make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2))
    manifest = load(here, missing, sent=True)
    scan(manifest, here, actor=lin.user)
    finish_manifest(actor=lin.user, manifest=manifest, counted=1)
    assert cases() == [("missing", "")]
    assert fresh(missing).status == S.ON_MANIFEST

    scan(manifest, missing, actor=lin.user)
    assert fresh(missing).status == S.AT_STATION
    assert cases() == [("missing", "found")]


def test_a_parcel_that_never_left_is_found_at_the_county(fjyx001, lin):
    here, left_behind = (make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2))
    manifest = load(here, left_behind, sent=True)
    assert receive_at_county(actor=None, parcels=[left_behind])[0].changed is False  # may be a late scan
    scan(manifest, here, actor=lin.user)
    finish_manifest(actor=lin.user, manifest=manifest, counted=1)
    assert receive_at_county(actor=None, parcels=[left_behind])[0].changed is True
    assert cases() == [("missing", "found")]
    load(left_behind, sent=True)


def test_a_parcel_that_stays_away_is_settled_as_lost_and_may_still_turn_up(fjyx001, lin, youxi_staff):
    here, missing = (make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2))
    manifest = load(here, missing, sent=True)
    scan(manifest, here, actor=lin.user)
    finish_manifest(actor=lin.user, manifest=manifest, counted=1)
    case = ParcelCase.objects.get()
    with pytest.raises(Refused):
        settle_case(actor=youxi_staff, case=case, outcome="miscounted", note="?")
    settle_case(actor=youxi_staff, case=case, outcome="lost", note="司机说没有装车")
    assert fresh(missing).status == S.LOST
    with pytest.raises(Refused) as refused:
        settle_case(actor=youxi_staff, case=case, outcome="lost", note="again")
    assert refused.value.code == "settled"
    assert receive_at_station(actor=lin.user, parcels=[missing])[0].changed is True
    assert cases() == [("missing", "lost")]


def test_what_is_not_on_the_list_opens_one_case_however_often_it_is_scanned(fjyx001, zjtl001, lin):
    listed, unlisted = (make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2))
    foreign = make_parcel(zjtl001, S.AT_COUNTY)
    manifest = load(listed, sent=True)
    for parcel in (listed, unlisted, foreign, unlisted, foreign):
        scan(manifest, parcel, actor=lin.user)

    assert fresh(unlisted).status == S.AT_STATION  # ours: it is here, listed or not
    assert fresh(foreign).status == S.AT_COUNTY  # another county's: only its number is kept
    extra = ParcelCase.objects.order_by("pk").values_list("kind", "scanned", "parcel")
    assert list(extra) == [
        ("extra", unlisted.tracking_number, unlisted.pk),
        ("extra", foreign.tracking_number, None),
    ]
    finish_manifest(actor=lin.user, manifest=manifest, counted=3)
    assert ParcelCase.objects.count() == 2


def test_a_load_from_the_station_is_counted_at_the_county(fjyx001, youxi_staff):
    parcels = [make_up_parcel(fjyx001) for _ in range(2)]
    manifest = load(*parcels, sent=True)
    scan(manifest, parcels[0], actor=youxi_staff)
    finish_manifest(actor=youxi_staff, manifest=manifest, counted=1)
    assert fresh(parcels[0]).status == S.AT_COUNTY
    assert cases() == [("missing", "")]


def test_a_load_that_has_not_left_cannot_arrive(fjyx001, lin):
    parcel = make_parcel(fjyx001, S.AT_COUNTY)
    manifest = load(parcel)
    for verb in (
        lambda: scan_arrival(actor=lin.user, manifest=manifest, number=parcel.tracking_number),
        lambda: finish_manifest(actor=lin.user, manifest=manifest, counted=1),
    ):
        with pytest.raises(Refused):
            verb()
    assert fresh(parcel).status == S.ON_MANIFEST


def test_damage_opens_a_case(fjyx001, lin):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    report_damaged(actor=lin.user, parcel=parcel, reason="外箱压坏", at_station=True)
    assert (fresh(parcel).status, cases()) == (S.DAMAGED, [("damaged", "")])


def test_the_database_keeps_the_life_of_a_load_and_of_a_case(fjyx001, youxi_staff):
    manifest = load(make_parcel(fjyx001, S.AT_COUNTY), sent=True, counted=5)
    assert not MANIFEST_LIFECYCLE.allows("dispatched", "building")
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        Manifest.objects.filter(pk=manifest.pk).update(status="building")
    with pytest.raises(IntegrityError, match="manifest_"), transaction.atomic():
        Manifest.objects.filter(pk=manifest.pk).update(status="received", received_at=manifest.dispatched_at)
    case = settle_case(actor=youxi_staff, case=ParcelCase.objects.get(), outcome="miscounted", note="数错了")
    with pytest.raises(ProgrammingError), transaction.atomic():
        ParcelCase.objects.filter(pk=case.pk).update(outcome="cleared")
    with pytest.raises(ProgrammingError), transaction.atomic():
        ParcelCase.objects.all().delete()


def test_a_missing_parcel_has_one_open_case(fjyx001, lin):
    parcel = make_parcel(fjyx001, S.AT_COUNTY)
    manifest = load(parcel, sent=True)
    finish_manifest(actor=lin.user, manifest=manifest, counted=0)
    row = ParcelCase.objects.values("station_id", "parcel_id", "kind", "opened_at").get()
    with pytest.raises(IntegrityError, match="parcel_case_one_open"), transaction.atomic():
        ParcelCase.objects.create(**row)
