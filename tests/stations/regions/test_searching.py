"""A region is found by the beginning of its name, by words going down, or by its code."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from stations.regions.models import Region
from tests.making import REGIONS, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register() -> None:
    for code in REGIONS:
        make_region(code)
    make_region("350426103203", "洋中村委会")
    make_region("350426104", "中仙镇")


def names(text: str, within: str | None = None) -> list[str]:
    return [row.name for row in Region.objects.search(text, within=within)]


@pytest.mark.parametrize(
    ("text", "within", "found"),
    [
        ("洋中", None, ["洋中村委会", "洋中镇"]),
        ("中", None, ["中仙镇"]),
        ("村", None, []),
        ("中", "350426", ["洋中镇", "洋中村委会", "中仙镇"]),
        ("中", "3301", []),
        ("尤溪 中", None, ["洋中镇", "洋中村委会", "中仙镇"]),
        ("福建 洋中 楼", None, ["后楼村委会"]),
        ("桐庐 洋中", None, []),
        ("不在 洋中", None, []),
        ("35042610320", None, ["后楼村委会", "康林村委会", "洋中村委会"]),
        ("350426", "3301", []),
        ("100%", None, []),
        ("_", None, []),
        ("洋\0中镇", None, ["洋中镇"]),
    ],
)
def test_search(text: str, within: str | None, found: list[str]) -> None:
    assert names(text, within) == found


def test_nothing_asked_shows_the_register_from_its_top() -> None:
    assert names("")[:2] == ["浙江省", "杭州市"]
    assert names("", "350426102") == ["西滨镇", "西洋村委会", "三连村委会", "下墩村委会"]


def test_the_path_of_many_rows_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        paths = [row.full_path for row in Region.objects.search("楼", within="350426").with_path()]
    assert paths == ["福建省 › 三明市 › 尤溪县 › 洋中镇 › 后楼村委会"]


def test_a_range_of_codes_is_the_tree() -> None:
    assert [row.code for row in Region.objects.within("330122110")] == ["330122110", "330122110203"]
    assert [row.name for row in Region.objects.path("330122110203")] == [
        "浙江省",
        "杭州市",
        "桐庐县",
        "瑶琳镇",
        "姚村村委会",
    ]


def test_the_provinces_are_those_without_a_parent() -> None:
    by_level = Region.objects.filter(level=Region.Level.PROVINCE)
    assert list(Region.objects.provinces()) == list(by_level) != []
