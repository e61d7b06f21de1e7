"""Programs read the network as far as their login reaches."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from partners.accounts.models import User
from partners.people.models import Partner
from stations.clock import SHANGHAI
from stations.network.lifecycle import StationStatus
from stations.network.models import Station, StationSuspension
from tests.cast import api_client_of
from tests.making import OPENED, make_station

pytestmark = pytest.mark.django_db

URL = "/api/v1/stations/"


def codes(who: Any, **asked: Any) -> list[str]:
    response = api_client_of(who).get(URL, asked)
    assert response.status_code == 200, response.json()
    return [row["code"] for row in response.json()["results"]]


def test_a_station_as_programs_see_it(youxi_staff: User, fjyx001: Station) -> None:
    answer = api_client_of(youxi_staff).get(f"{URL}FJYX001/", HTTP_ACCEPT_LANGUAGE="en").json()
    assert answer == {
        "id": fjyx001.pk,
        "code": "FJYX001",
        "name": "西洋村委会",
        "center": {"code": "FJYX", "name": "尤溪县运营中心"},
        "village": "350426102201",
        "village_path": "福建省 › 三明市 › 尤溪县 › 西滨镇 › 西洋村委会",
        "address": "",
        "latitude": None,
        "longitude": None,
        "status": "open",
        "status_label": "open",
        "opened_on": "2014-12-20",
        "closed_on": None,
    }


def test_each_reads_what_is_theirs(
    youxi_staff: User, ops: User, lin: Partner, fjyx001: Station, fjyx002: Station, zjtl001: Station
) -> None:
    assert codes(youxi_staff) == ["FJYX001", "FJYX002"]
    assert codes(ops) == ["FJYX001", "FJYX002", "ZJTL001"]
    assert codes(User.objects.get(pk=lin.user_id)) == ["FJYX001"]


def test_a_foreign_station_answers_like_an_unknown_one(youxi_staff: User, zjtl001: Station) -> None:
    client = api_client_of(youxi_staff)
    foreign, unknown = client.get(f"{URL}ZJTL001/"), client.get(f"{URL}ZJTL999/")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


def test_filters(ops: User, fjyx001: Station, fjyx002: Station, zjtl001: Station) -> None:
    make_station(code="FJYX700", status=StationStatus.CLOSED, closed_on=dt.date(2015, 11, 10))
    StationSuspension.objects.create(
        station=fjyx002, starts_at=dt.datetime(2015, 11, 11, tzinfo=SHANGHAI), ends_at=None
    )

    assert codes(ops, center="ZJTL") == ["ZJTL001"]
    assert codes(ops, status=["closed"]) == ["FJYX700"]
    assert codes(ops, in_service_on="2015-11-10") == ["FJYX001", "FJYX002", "FJYX700", "ZJTL001"]
    assert codes(ops, in_service_on="2015-11-11") == ["FJYX001", "ZJTL001"]
    assert codes(ops, in_service_on=(OPENED - dt.timedelta(1)).isoformat()) == []
    assert codes(ops, search="fjyx") == ["FJYX001", "FJYX002", "FJYX700"]
    assert codes(ops, search="孙家") == ["ZJTL001"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"in_service_on": "9999-12-31"}, "in_service_on"),
        ({"in_service_on": "yesterday"}, "in_service_on"),
        ({"center": "NOWHERE"}, "center"),
        ({"status": "happy"}, "status"),
        ({"search": "x" * 61}, "search"),
        ({"search": "x\0"}, "search"),
    ],
)
def test_a_wrong_question_is_told_beside_its_field(ops: User, asked: dict[str, str], field: str) -> None:
    response = api_client_of(ops).get(URL, asked)
    assert response.status_code == 400
    assert set(response.json()["fields"]) == {field}


def test_a_foreign_center_is_refused_like_an_unknown_one(youxi_staff: User, zjtl001: Station) -> None:
    client = api_client_of(youxi_staff)
    said = [client.get(URL, {"center": code}).content.decode() for code in ("ZJTL", "ZZZZ")]
    assert said[0] == said[1].replace("ZZZZ", "ZJTL")


def test_pages_follow_each_other_at_a_steady_cost(
    ops: User, fjyx001: Station, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        make_station(code=f"FJYX5{number:02d}")
    client = api_client_of(ops)
    with django_assert_max_num_queries(3):
        first = client.get(URL).json()
    second = client.get(first["next"]).json()
    assert [len(page["results"]) for page in (first, second)] == [50, 11]
    assert second["next"] is None
    assert client.get(URL, {"cursor": "cD0lMDA="}).status_code == 404  # p=\0
