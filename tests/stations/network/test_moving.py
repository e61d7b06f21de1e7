"""A station comes under another center."""

from __future__ import annotations

import pytest

from partners.accounts.models import User
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.network.moving import move_station
from stations.refusals import Refused
from tests.making import OPENED, make_center, make_region, make_station
from tests.stations.states import places

pytestmark = pytest.mark.django_db


def test_a_move_is_remembered_with_actor_and_reason(
    ops: User, fjyx001: Station, tonglu: CountyCenter
) -> None:
    old = fjyx001.center_id

    move_station(actor=ops, station=fjyx001, center=tonglu, reason="尤溪并入桐庐")

    fjyx001.refresh_from_db()
    assert (fjyx001.center, fjyx001.code, fjyx001.village_id) == (tonglu, "FJYX001", "350426102201")
    events = list(fjyx001.events.order_by("pgh_id"))
    assert [event.center_id for event in events] == [old, tonglu.pk]
    metadata = events[-1].pgh_context.metadata
    assert (metadata["user"], metadata["reason"]) == (ops.pk, "尤溪并入桐庐")


def test_whoever_sees_the_new_county_sees_the_station(
    ops: User, fjyx001: Station, tonglu: CountyCenter, tonglu_staff: User, youxi_staff: User
) -> None:
    move_station(actor=ops, station=fjyx001, center=tonglu, reason="并县")
    assert list(Station.objects.visible_to(tonglu_staff)) == [fjyx001]
    assert list(Station.objects.visible_to(youxi_staff)) == []


def test_refused(ops: User, fjyx001: Station, tonglu: CountyCenter) -> None:
    closed = make_station(status=StationStatus.CLOSED, closed_on=OPENED)
    suspended = make_center(
        code="ZJLA", county=make_region("330112", "临安区"), status=CenterStatus.SUSPENDED
    )
    state = places()
    for station, center, reason, code, field in (
        (fjyx001, tonglu, " ", "reason", "reason"),
        (fjyx001, fjyx001.center, "并县", "center", "center"),
        (fjyx001, suspended, "并县", "center", "center"),
        (closed, tonglu, "并县", "closed", None),
    ):
        with pytest.raises(Refused) as caught:
            move_station(actor=ops, station=station, center=center, reason=reason)
        assert (caught.value.code, caught.value.field) == (code, field)
    assert places() == state
