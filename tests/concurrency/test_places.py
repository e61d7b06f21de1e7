"""Two desks change one center or station; each race stands beside the one that loses without the lock."""

from __future__ import annotations

import pytest

from stations.centers import advancing
from stations.centers.models import CountyCenter
from stations.network import applying, closing
from stations.network.models import Station, StationStatusChange, StationSuspension
from stations.network.suspending import suspend_station
from stations.refusals import Refused
from tests.concurrency.racing import one_behind_the_other
from tests.making import make_region, set_float
from tests.workers import gate_before, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


def read_center(pk):
    """What `lock_center` would be without its lock."""
    return CountyCenter.objects.select_related("county").get(pk=pk)


def read_station(pk):
    """What `lock_station` would be without its lock."""
    return Station.objects.select_related("center").get(pk=pk)


def apply(ops, youxi, village):
    return lambda: applying.apply_station(actor=ops, center=youxi, village=make_region(village))


def two_apply(ops, youxi):
    make_region("350426103201")
    make_region("350426103202")
    with gate_before(Station._meta.db_table) as gate:
        return one_behind_the_other(
            gate, apply(ops, youxi, "350426103201"), apply(ops, youxi, "350426103202")
        )


def test_two_applications_get_two_codes(ops, youxi):
    outcomes = two_apply(ops, youxi)
    assert [said["result"].code for said in outcomes] == ["FJYX001", "FJYX002"]


def test_the_control_without_the_lock_one_of_them_is_refused(ops, youxi, monkeypatch):
    monkeypatch.setattr(applying, "lock_center", read_center)
    outcomes = two_apply(ops, youxi)
    assert sorted(type(said.get("error")) is Refused for said in outcomes) == [False, True]


def close_while_one_applies(ops, youxi):
    with gate_before(Station._meta.db_table) as gate:
        return one_behind_the_other(
            gate,
            apply(ops, youxi, "350426103201"),
            lambda: advancing.close_center(actor=ops, center=youxi, reason="并入邻县"),
        )


def test_a_center_does_not_close_behind_an_application(ops, youxi):
    make_region("350426103201")
    _applied, closed = close_while_one_applies(ops, youxi)
    assert closed["error"].code == "blocked"
    youxi.refresh_from_db()
    assert youxi.status == "operating"


def test_the_control_without_the_lock_it_does(ops, youxi, monkeypatch):
    make_region("350426103201")
    monkeypatch.setattr(applying, "lock_center", read_center)
    monkeypatch.setattr(advancing, "lock_center", read_center)
    with gate_before(Station._meta.db_table) as gate:
        # The close has nothing to wait for: it is through while the application stands at the gate.
        applied, closed = in_any_order(gate, ops, youxi)
    assert (applied["result"].status, closed["result"].status) == ("applied", "closed")


def in_any_order(gate, ops, youxi):
    one, applied = in_thread(apply(ops, youxi, "350426103201"))
    gate.wait_for(1)
    two, closed = in_thread(lambda: advancing.close_center(actor=ops, center=youxi, reason="并入邻县"))
    two.join()
    gate.open()
    one.join()
    return applied, closed


def suspend_and_close(ops, station):
    with gate_before(StationStatusChange._meta.db_table) as gate:
        return one_behind_the_other(
            gate,
            lambda: suspend_station(actor=ops, station=station, reason="修路"),
            lambda: closing.close_station(actor=ops, station=station, reason="合伙人离村"),
        )


def test_a_suspension_ends_with_a_station_that_closes_behind_it(ops, fjyx001):
    set_float(fjyx001, "0")
    outcomes = suspend_and_close(ops, fjyx001)
    assert [said["result"].status for said in outcomes] == ["suspended", "closed"]
    assert StationSuspension.objects.get().ends_at is not None


def test_the_control_without_the_lock_it_never_ends(ops, fjyx001, monkeypatch):
    set_float(fjyx001, "0")
    monkeypatch.setattr(closing, "lock_station", read_station)
    suspend_and_close(ops, fjyx001)
    assert StationSuspension.objects.get().ends_at is None
