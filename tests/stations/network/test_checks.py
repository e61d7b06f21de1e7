"""Upper apps say what stands in the way before a station stops or moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partners.accounts.models import User
from stations.centers.models import CountyCenter
from stations.network import checks
from stations.network.checks import Act
from stations.network.closing import close_station
from stations.network.models import Station
from stations.network.moving import move_station
from stations.network.suspending import suspend_station
from stations.refusals import Refused
from tests.stations.states import places

pytestmark = pytest.mark.django_db


def parcels(station: Station) -> Iterator[str]:
    yield f"3 parcels wait at {station.code}."


def cash(station: Station) -> list[str]:
    return ["The drawer holds ¥120.00.", "The day is open."]


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_checks", {})
    checks.register("parcels", f"{__name__}.parcels", acts=Act)
    checks.register("cash", f"{__name__}.cash", acts={Act.CLOSE})


def test_a_check_is_asked_before_its_acts(fjyx001: Station) -> None:
    waiting = ["3 parcels wait at FJYX001."]
    assert checks.what_blocks(fjyx001, Act.SUSPEND) == waiting
    assert checks.what_blocks(fjyx001, Act.MOVE) == waiting
    assert checks.what_blocks(fjyx001, Act.CLOSE) == [
        "The drawer holds ¥120.00.",
        "The day is open.",
        *waiting,
    ]


def test_what_blocks_is_named_and_nothing_changes(ops: User, fjyx001: Station, tonglu: CountyCenter) -> None:
    state = places()
    for act in (
        lambda: suspend_station(actor=ops, station=fjyx001, reason="修路"),
        lambda: close_station(actor=ops, station=fjyx001, reason="合伙人离村"),
        lambda: move_station(actor=ops, station=fjyx001, center=tonglu, reason="并县"),
    ):
        with pytest.raises(Refused, match="3 parcels wait at FJYX001") as caught:
            act()
        assert (caught.value.code, caught.value.conflict) == ("blocked", True)
    assert places() == state


def nothing(station: Station) -> list[str]:
    return []


def test_the_same_name_again_replaces_a_check(ops: User, fjyx001: Station) -> None:
    checks.register("parcels", f"{__name__}.nothing", acts=Act)
    suspend_station(actor=ops, station=fjyx001, reason="修路")
    fjyx001.refresh_from_db()
    assert fjyx001.status == "suspended"


def test_a_check_can_be_taken_out(fjyx001: Station) -> None:
    checks.unregister("parcels")
    assert checks.what_blocks(fjyx001, Act.SUSPEND) == []
