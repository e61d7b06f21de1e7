"""The desk enters stations and lets them live; what a verb refuses stands beside its field."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partners.accounts.models import User
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.network.suspending import suspend_station
from stations.requests.claiming import new_token
from tests.cast import client_of
from tests.making import OPENED, make_ready, make_region, make_station
from tests.stations.states import places

pytestmark = pytest.mark.django_db

LIST = reverse("admin:stations_station_changelist")
ADD = reverse("admin:stations_station_add")


@pytest.fixture
def desk(youxi_staff: User) -> Client:
    return client_of(youxi_staff)


def page(name: str, station: Station) -> str:
    return reverse(f"admin:stations_station_{name}", args=[station.pk])


def act(client: Client, name: str, station: Station, **told: Any) -> Any:
    return client.post(page(name, station), {"token": new_token(), **told})


def entered(youxi: CountyCenter, **told: Any) -> dict[str, Any]:
    return {"center": youxi.pk, "village": make_region("350426103201").pk, "name": "", "code": "", **told}


def test_the_desk_enters_a_station(desk: Client, youxi: CountyCenter, youxi_staff: User) -> None:
    response = desk.post(ADD, entered(youxi, latitude="26.17002", longitude="118.19045"))

    assert response.status_code == 302, response.context["adminform"].form.errors
    station = Station.objects.get()
    assert (station.code, station.name, station.status) == ("FJYX001", "后楼村委会", "applied")
    assert station.status_changes.get().actor == youxi_staff


def test_staff_find_their_county_chosen(desk: Client, youxi: CountyCenter) -> None:
    assert desk.get(ADD).context["adminform"].form.initial["center"] == youxi.pk


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"village": "330122102201"}, "village"),
        ({"village": "350426103"}, "village"),
        ({"code": "FJYX900"}, "code"),
        ({"code": "12"}, "code"),
        ({"latitude": "91"}, "latitude"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    desk: Client, youxi: CountyCenter, told: dict[str, str], field: str
) -> None:
    make_station(code="FJYX900")
    make_region(told.get("village", "350426103201"))
    state = places()

    response = desk.post(ADD, entered(youxi, **told))

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {field}
    assert places() == state


def test_the_desk_puts_a_station_right(desk: Client, fjyx001: Station) -> None:
    inlines = {f"{name}-{count}": "0" for name in ("suspensions", "status_changes") for count in COUNTS}
    told = {"name": "西洋站", "address": "村口", "code": "FJYX999", **inlines}
    assert desk.post(page("change", fjyx001), told).status_code == 302
    fjyx001.refresh_from_db()
    assert (fjyx001.name, fjyx001.address, fjyx001.code) == ("西洋站", "村口", "FJYX001")


def test_a_station_lives_at_the_desk(desk: Client, youxi: CountyCenter) -> None:
    station = make_ready(make_station(status=StationStatus.APPLIED, opened_on=None))
    for name, told, status in (
        ("approve", {}, "approved"),
        ("fit_out", {}, "fitting_out"),
        ("open", {"opened_on": OPENED.isoformat()}, "open"),
        ("suspend", {"reason": "修路"}, "suspended"),
        ("reopen", {}, "open"),
        ("close", {"reason": "合伙人离村", "closed_on": today().isoformat()}, "closed"),
    ):
        assert desk.get(page(name, station)).status_code == 200
        assert act(desk, name, station, **told).status_code == 302, name
        station.refresh_from_db()
        assert station.status == status
    assert (station.opened_on, station.closed_on) == (OPENED, today())
    assert station.suspensions.get().ends_at is not None


def test_a_page_keeps_what_was_typed_when_the_verb_refuses(desk: Client, fjyx001: Station) -> None:
    state = places()
    response = act(desk, "close", fjyx001, reason="合伙人离村", closed_on="2001-01-01")
    assert "closed_on" in response.context["form"].errors
    assert "合伙人离村" in response.content.decode()
    assert places() == state


def test_only_what_may_be_done_next_is_offered(desk: Client, fjyx001: Station) -> None:
    offered = {
        one["path"].rstrip("/").rpartition("/")[2]: one
        for one in desk.get(page("change", fjyx001)).context["actions_detail"]
    }
    assert {name.replace("-", "_") for name in offered} == {"suspend", "close"}


def test_ops_move_a_station_and_staff_do_not(
    desk: Client, ops: User, fjyx001: Station, tonglu: CountyCenter
) -> None:
    state = places()
    assert act(desk, "move", fjyx001, center=tonglu.pk, reason="并县").status_code == 403
    assert places() == state

    assert act(client_of(ops), "move", fjyx001, center=tonglu.pk, reason="并县").status_code == 302
    fjyx001.refresh_from_db()
    assert fjyx001.center == tonglu


def test_ticked_stations_go_on_and_refusals_are_told(desk: Client, fjyx001: Station) -> None:
    fitted = make_ready(make_station(status=StationStatus.FITTING_OUT, opened_on=None))
    ticked = {"action": "open_ticked", "_selected_action": [fitted.pk, fjyx001.pk]}
    assert desk.post(LIST, ticked).status_code == 200

    response = desk.post(LIST, {**ticked, "apply": "1", "opened_on": OPENED.isoformat()}, follow=True)

    fitted.refresh_from_db()
    assert (fitted.status, fitted.opened_on) == ("open", OPENED)
    told = [str(message) for message in response.context["messages"]]
    assert len(told) == 2
    assert "FJYX001" in told[1]


def test_the_history_tells_who_what_and_why(desk: Client, youxi_staff: User, fjyx001: Station) -> None:
    suspend_station(actor=youxi_staff, station=fjyx001, reason="修路")

    history = desk.get(page("history", fjyx001)).context["history"]

    assert [(told.actor, told.reason) for told in history] == [("郑华", "修路"), ("", "")]
    (change,) = history[0].changes
    assert (change.before, change.after) == (
        StationStatus.OPEN.label,
        StationStatus.SUSPENDED.label,
    )
    assert history[1].changes == ()


def test_the_list_finds_and_filters(desk: Client, fjyx001: Station, fjyx002: Station) -> None:
    closed = make_station(status=StationStatus.CLOSED, closed_on=OPENED, code="FJYX700")

    def found(**asked: str) -> list[str]:
        return [row.code for row in desk.get(LIST, asked).context["cl"].result_list]

    assert found() == ["FJYX001", "FJYX002", "FJYX700"]
    assert found(q="fjyx00") == ["FJYX001", "FJYX002"]
    assert found(q="西洋") == ["FJYX001"]
    assert found(status__exact="closed") == [closed.code]
    assert found(province="35") == ["FJYX001", "FJYX002", "FJYX700"]
    assert found(province="33") == []


def test_a_long_list_costs_few_queries(
    desk: Client, fjyx001: Station, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_station(code=f"FJYX5{number:02d}")
    desk.get(LIST)
    with django_assert_max_num_queries(16):
        desk.get(LIST)


def test_the_export_names_the_way_to_the_village(desk: Client, fjyx001: Station, zjtl001: Station) -> None:
    response = desk.post(
        reverse("admin:stations_station_export"),
        {"format": "1", "resource": "0", **{f"stationresource_{name}": "on" for name in EXPORTED}},
    )
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["编码"], row["村"], row["县级运营中心"], row["状态"]) for row in rows] == [
        ("FJYX001", "福建省 › 三明市 › 尤溪县 › 西滨镇 › 西洋村委会", "FJYX", "营业中")
    ]


COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")
EXPORTED = ("code", "name", "center", "village_code", "village", "status", "opened_on", "closed_on")
