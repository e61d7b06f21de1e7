"""Two phones at one parcel: whatever is scanned or given twice at once happens once."""

import pytest
from django.db import IntegrityError

from orders.agent_orders.lifecycle import OrderStatus
from orders.logistics import changing, codes, handing_over, receiving
from orders.logistics.charging import load_standard_parcel_fee
from orders.logistics.counting import finish_manifest, scan_arrival
from orders.logistics.handing_over import hand_over_parcel, take_back
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.loading import begin_manifest, put_on
from orders.logistics.models import Manifest, Parcel, ParcelCase, ParcelEvent
from orders.logistics.receiving import receive_at_station
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import make_order
from tests.concurrency.racing import at_once, one_behind_the_other
from tests.orders.logistics.parcels import fresh, load, make_parcel
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

S = ParcelStatus


def changes(parcel, after):
    return [event for event in parcel.events.filter(after=after) if event.changed]


@pytest.fixture
def without_lock(monkeypatch):
    """The verbs as somebody would write them who reads, checks and writes without a lock."""

    def read(pks):
        rows = Parcel.objects.filter(pk__in=list(pks)).select_related("station", "carrier", "order")
        return {parcel.pk: parcel for parcel in rows}

    for module in (changing, handing_over, receiving):
        monkeypatch.setattr(module, "lock_parcels", read)


def give(parcel):
    return lambda: hand_over_parcel(actor=None, parcel=parcel, code=parcel.pickup_code)


def test_a_parcel_is_given_once(fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    with gate_before("orders_parcelevent") as gate:
        said = one_behind_the_other(gate, give(parcel), give(parcel))
    assert [isinstance(one.get("error"), Refused) for one in said] == [False, True]
    assert len(changes(parcel, S.HANDED_OVER)) == 1


def test_two_phones_scan_one_load_at_once(fjyx001, lin, helper, villager):
    order = make_order(fjyx001, villager=villager)
    parcels = [
        make_parcel(fjyx001, S.AT_COUNTY, order=order),
        *(make_parcel(fjyx001, S.AT_COUNTY) for _ in range(5)),
    ]
    manifest = load(*parcels, sent=True)

    def unload(actor, order_of_scans):
        def work():
            for parcel in order_of_scans:
                scan_arrival(actor=actor, manifest=manifest, number=parcel.tracking_number)

        return work

    said = at_once([unload(lin.user, parcels), unload(helper, parcels[::-1])])
    assert not any("error" in one for one in said), said
    for parcel in parcels:
        assert fresh(parcel).status == S.AT_STATION
        assert len(changes(parcel, S.AT_STATION)) == 1
        assert parcel.events.filter(kind="at_station").count() == 2
    assert fresh(order).status == OrderStatus.AT_STATION
    assert order.changes.filter(after="at_station").count() == 1
    assert not ParcelCase.objects.exists()


def test_two_parcels_of_one_order_arrive_at_two_phones(fjyx001, lin, helper, villager):
    order = make_order(fjyx001, villager=villager)
    one, two = (make_parcel(fjyx001, S.AT_COUNTY, order=order) for _ in range(2))
    said = at_once(
        [
            lambda: receive_at_station(actor=lin.user, parcels=[one]),
            lambda: receive_at_station(actor=helper, parcels=[two]),
        ]
    )
    assert not any("error" in one for one in said), said
    assert fresh(order).status == OrderStatus.AT_STATION


def test_codes_given_at_once_differ(fjyx001, monkeypatch):
    """Both would draw 00001 first: the second waits for the first, sees it and draws again."""
    monkeypatch.setattr(codes.secrets, "randbelow", drawing())
    parcels = [make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2)]
    with gate_before("orders_parcelevent") as gate:
        said = one_behind_the_other(
            gate,
            *(lambda parcel=parcel: receive_at_station(actor=None, parcels=[parcel]) for parcel in parcels),
        )
    assert not any("error" in one for one in said), said
    assert sorted(fresh(parcel).pickup_code for parcel in parcels) == ["00001", "00002"]


def drawing():
    drawn = iter([1, 1, 2])
    return lambda _limit: next(drawn)


def test_a_late_scan_beside_the_count_is_neither_lost_nor_a_deadlock(fjyx001, lin, helper):
    parcels = [make_parcel(fjyx001, S.AT_COUNTY) for _ in range(3)]
    manifest = load(*parcels, sent=True)
    number = parcels[-1].tracking_number
    said = at_once(
        [
            lambda: finish_manifest(actor=lin.user, manifest=manifest, counted=3),
            lambda: receive_at_station(actor=helper, parcels=parcels[:2]),
            lambda: scan_arrival(actor=helper, manifest=manifest, number=number),
        ]
    )
    assert not any("error" in one for one in said), said
    assert set(Parcel.objects.values_list("status", flat=True)) == {S.AT_STATION}
    assert not ParcelCase.objects.open().filter(kind="missing").exists()


def test_two_scanners_fill_one_list(fjyx001, youxi_staff):
    parcels = [make_parcel(fjyx001, S.AT_COUNTY) for _ in range(6)]

    def fill(part):
        def work():
            manifest = begin_manifest(actor=youxi_staff, station=fjyx001, way=Manifest.Way.TO_STATION)
            for parcel in part:
                put_on(actor=youxi_staff, manifest=manifest, parcels=[parcel])

        return work

    said = at_once([fill(parcels), fill(parcels[::-1])])
    assert not any("error" in one for one in said), said
    assert Manifest.objects.get().lines.count() == 6
    assert ParcelEvent.objects.filter(kind="put_on").count() == 12


def test_the_control_without_the_lock_only_the_key_of_the_journal_stands(fjyx001, without_lock):
    """Even without the lock: the second hand-over would post under the same key, and is undone whole."""
    load_standard_parcel_fee()
    parcel = make_parcel(fjyx001, S.AT_STATION)
    with gate_before("orders_parcelevent") as gate:
        said = one_behind_the_other(gate, give(parcel), give(parcel))
    assert [isinstance(one.get("error"), IntegrityError) for one in said].count(True) == 1
    assert Activity.objects.filter(subject=parcel.subject).count() == 2
    assert len(changes(parcel, S.HANDED_OVER)) == 1


def test_a_hand_over_is_taken_back_once(fjyx001):
    load_standard_parcel_fee()
    parcel = make_parcel(fjyx001, S.HANDED_OVER)

    def back():
        return take_back(actor=None, parcel=parcel, reason="拿错了")

    said = at_once([back, back])
    assert sum(isinstance(one.get("error"), Refused) for one in said) == 1
    posted = Activity.objects.filter(subject=parcel.subject)
    assert sum(row.amount for row in posted) == 0
    assert posted.count() == 4
