"""A village applies for a station: its code, its place, what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from partners.accounts.models import User
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.network.applying import apply_station, correct_station, suggest_code
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused
from tests.making import make_center, make_region, make_station
from tests.stations.states import places

pytestmark = pytest.mark.django_db


def test_an_application_takes_name_and_code_from_its_place(youxi_staff: User, youxi: CountyCenter) -> None:
    station = apply_station(actor=youxi_staff, center=youxi, village=make_region("350426103201"))

    assert (station.code, station.name) == ("FJYX001", "后楼村委会")
    assert (station.status, station.opened_on, station.center) == (StationStatus.APPLIED, None, youxi)
    change = station.status_changes.get()
    assert (change.before, change.after, change.actor) == ("", "applied", youxi_staff)


def test_what_is_told_is_kept(youxi_staff: User, youxi: CountyCenter) -> None:
    station = apply_station(
        actor=youxi_staff,
        center=youxi,
        village=make_region("350426103201"),
        name=" 后楼站 ",
        code="fjqg032",
        address="村委会旁",
        latitude=Decimal("26.17002"),
        longitude=Decimal("118.19045"),
    )
    station.refresh_from_db()
    assert (station.code, station.name, station.address) == ("FJQG032", "后楼站", "村委会旁")
    assert (station.latitude, station.longitude) == (Decimal("26.17002"), Decimal("118.19045"))


@pytest.mark.parametrize(
    ("used", "suggested"),
    [
        ([], "FJYX001"),
        (["FJYX001", "FJYX003"], "FJYX004"),
        (["FJYX999"], "FJYX1000"),
        (["FJYXA001", "FJY002"], "FJYX001"),
    ],
)
def test_the_next_free_code(youxi: CountyCenter, used: list[str], suggested: str) -> None:
    for code in used:
        make_station(code=code)
    assert suggest_code(youxi) == suggested


def test_a_code_of_a_station_that_moved_away_is_not_given_again(youxi: CountyCenter) -> None:
    elsewhere = make_center(code="ZJTL", county=make_region("330122"))
    make_station(code="FJYX007", center=elsewhere, village=make_region("330122102201"))
    assert suggest_code(youxi) == "FJYX008"


def test_all_codes_used(youxi: CountyCenter) -> None:
    make_station(code="FJYX9999")
    with pytest.raises(Refused) as caught:
        suggest_code(youxi)
    assert caught.value.field == "code"


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"village": "330122102201"}, "village", "village"),
        ({"village": "350426103"}, "village", "village"),
        ({"code": "ZJTL001"}, "taken", "code"),  # in another county, which is not told
        ({"code": "FJYX900"}, "taken", "code"),
        ({"code": "FJYX1"}, "invalid", "code"),
        ({"name": "站" * 101}, "invalid", "name"),
        ({"address": "路" * 201}, "invalid", "address"),
        ({"latitude": Decimal("90.00001")}, "invalid", "latitude"),
        ({"longitude": Decimal("-181")}, "invalid", "longitude"),
    ],
)
def test_refused(
    youxi_staff: User, youxi: CountyCenter, zjtl001: Station, told: dict[str, Any], code: str, field: str
) -> None:
    make_station(code="FJYX900")
    village = make_region(told.get("village", "350426103201"))
    state = places()

    with pytest.raises(Refused) as caught:
        apply_station(actor=youxi_staff, center=youxi, **{**told, "village": village})

    assert (caught.value.code, caught.value.field) == (code, field)
    assert places() == state


def test_a_code_of_elsewhere_and_one_of_here_are_refused_in_the_same_words(
    youxi_staff: User, youxi: CountyCenter, fjyx001: Station, zjtl001: Station
) -> None:
    said = []
    for code in ("FJYX001", "ZJTL001"):
        with pytest.raises(Refused) as caught:
            apply_station(actor=youxi_staff, center=youxi, village=make_region("350426103201"), code=code)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_a_closed_center_takes_no_applications(ops: User) -> None:
    closed = make_center(status=CenterStatus.CLOSED)
    state = places()
    with pytest.raises(Refused) as caught:
        apply_station(actor=ops, center=closed, village=make_region("350426103201"))
    assert caught.value.field == "center"
    assert places() == state


def test_corrections_are_remembered(youxi_staff: User, fjyx001: Station) -> None:
    correct_station(actor=youxi_staff, station=fjyx001, name="西洋站", latitude=Decimal("26.1"))

    assert [event.name for event in fjyx001.events.order_by("pgh_id")] == [fjyx001.name, "西洋站"]
    last = fjyx001.events.latest("pgh_id")
    assert (last.latitude, last.pgh_context.metadata["user"]) == (Decimal("26.1"), youxi_staff.pk)


def test_a_wrong_correction_changes_nothing(youxi_staff: User, fjyx001: Station) -> None:
    state = places()
    with pytest.raises(Refused) as caught:
        correct_station(actor=youxi_staff, station=fjyx001, name="西洋站", latitude=Decimal(91))
    assert caught.value.field == "latitude"
    assert places() == state
