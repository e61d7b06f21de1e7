"""Programs and forms find a place while its name is typed."""

from __future__ import annotations

from typing import Any

import pytest

from partners.accounts.models import User
from tests.cast import api_client_of
from tests.making import REGIONS, make_region

pytestmark = pytest.mark.django_db

URL = "/api/v1/regions/"


@pytest.fixture(autouse=True)
def _register() -> None:
    for code in REGIONS:
        make_region(code)


def paths(who: User, **asked: str) -> list[str]:
    return [row["full_path"] for row in api_client_of(who).get(URL, asked).json()]


def test_places_are_found(helper: User) -> None:
    assert paths(helper, search="尤溪") == ["福建省 › 三明市 › 尤溪县"]
    assert paths(helper, search="西", level="12") == ["福建省 › 三明市 › 尤溪县 › 西滨镇 › 西洋村委会"]
    assert paths(helper, search="洋", within="350426", level="9") == ["福建省 › 三明市 › 尤溪县 › 洋中镇"]
    assert paths(helper, level="2") == ["浙江省", "福建省"]


def test_one_query_whatever_is_found(helper: User, django_assert_num_queries: Any) -> None:
    client = api_client_of(helper)
    with django_assert_num_queries(1):
        assert len(client.get(URL, {"within": "35"}).json()) == 10


def test_never_more_than_can_be_read(helper: User) -> None:
    for number in range(30):
        make_region(f"3504261022{number + 10}")
    assert len(paths(helper, within="350426102")) == 20


def test_one_place(helper: User) -> None:
    answer = api_client_of(helper).get(f"{URL}350426102/", HTTP_ACCEPT_LANGUAGE="en").json()
    assert answer == {
        "code": "350426102",
        "name": "西滨镇",
        "level": 9,
        "level_label": "town or street office",
        "parent": "350426",
        "full_path": "福建省 › 三明市 › 尤溪县 › 西滨镇",
    }
    assert api_client_of(helper).get(f"{URL}990000/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"within": "35x"}, "within"), ({"level": "3"}, "level"), ({"search": "x" * 61}, "search")],
)
def test_a_wrong_question_is_told_beside_its_field(helper: User, asked: dict[str, str], field: str) -> None:
    response = api_client_of(helper).get(URL, asked)
    assert response.status_code == 400
    assert set(response.json()["fields"]) == {field}


def test_only_for_those_who_are_logged_in() -> None:
    assert api_client_of(None).get(URL).status_code in {401, 403}
