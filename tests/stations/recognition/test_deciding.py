"""Criteria at their bounds, towns, and what lies together."""

from decimal import Decimal

import pytest

from stations.recognition.deciding import Level, Member, cluster_of, groups_of, judge, towns_of
from stations.recognition.matching import Printed
from stations.recognition.models import TaobaoCriteria, VillageYear

Shops = TaobaoCriteria.Shops
BOUND = Decimal("10000000.00")


def criteria(**said):
    return TaobaoCriteria(**({"year": 2015, "turnover": BOUND, "shops": 100, "share": Decimal("0.1")} | said))


def village(turnover="10000000.00", shops=100, households=5000, **said):
    return VillageYear(year=2015, turnover=Decimal(turnover), shops=shops, households=households, **said)


@pytest.mark.parametrize(
    ("row", "recognised"),
    [
        (village(), True),
        (village("9999999.99"), False),
        (village(shops=99), False),
        (village(shops=99, households=990), True),  # 10% to the household
        (village(shops=999, households=10_000), True),
        (village(shops=99, households=991), False),  # 9.99%
        (village(shops=99, households=None), False),
        (village(shops=100, households=None), True),
        (village("9999999.99", shops=5000, households=5000), False),
    ],
)
def test_bounds_count_in(row, recognised):
    assert judge(row, criteria()).recognised is recognised


@pytest.mark.parametrize(
    ("asks", "shops", "households", "recognised"),
    [
        (Shops.COUNT, 99, 100, False),
        (Shops.COUNT, 100, 10_000, True),
        (Shops.BOTH, 100, 1001, False),
        (Shops.BOTH, 100, 1000, True),
        (Shops.BOTH, 99, 100, False),
    ],
)
def test_another_year_asks_for_something_else(asks, shops, households, recognised):
    assert judge(village(shops=shops, households=households), criteria(asks=asks)).recognised is recognised


def test_over_ten_million_is_more_than_ten_million():
    strict = criteria(asks=Shops.COUNT, bounds_count_in=False)
    assert not judge(village(shops=101), strict).recognised
    assert not judge(village("10000000.01", shops=100), strict).recognised
    assert judge(village("10000000.01", shops=101), strict).recognised


def test_without_figures_the_published_list_decides():
    listed = VillageYear(year=2015, listed=True, source="AliResearch")
    assert judge(listed, criteria()).recognised
    assert "2015" in judge(listed, criteria()).reason
    assert not judge(VillageYear(year=2015, turnover=BOUND * 9), criteria()).recognised


def test_figures_decide_against_the_list_and_say_so():
    verdict = judge(village(shops=99, listed=True), criteria())
    assert not verdict.recognised
    assert "99" in verdict.reason
    assert len(verdict.reason) > len(judge(village(shops=99), criteria()).reason)


# --- towns and clusters --------------------------------------------------------------


def place(number, *, county="永嘉县", town="桥下镇"):
    return Printed("浙江省", "温州市", county, town, f"{number}村")


def members(count, *, turnover=None, county="永嘉县"):
    return [Member(number, place(number, county=county), turnover) for number in range(1, count + 1)]


def chain(count):
    return [(number, number + 1) for number in range(1, count)]


def test_a_town_has_three():
    assert towns_of([place(1), place(2)], criteria()) == []
    ((key, count, _reason),) = towns_of([place(1), place(2), place(3), place(4, town="桥头镇")], criteria())
    assert (key, count) == (("浙江省", "温州市", "永嘉县", "桥下镇"), 3)


def test_an_area_without_towns_counts_as_a_town_one_column_off():
    places = [Printed("河北省", "保定市", "白沟新城", "", f"{number}村") for number in range(3)]
    ((key, count, reason),) = towns_of(places, criteria())
    assert (key, count) == (("河北省", "保定市", "白沟新城", ""), 3)
    assert len(reason) > len(towns_of([place(1), place(2), place(3)], criteria())[0][2])


def test_a_cluster_has_ten_with_a_hundred_million():
    assert [cluster_of(group, criteria()) for group in groups_of(members(9), [])] == [None]
    ((level, reason, turnover),) = [cluster_of(group, criteria()) for group in groups_of(members(10), [])]
    assert (level, turnover) == (Level.CLUSTER, Decimal("100000000.00"))
    assert "10" in reason


def test_known_turnover_may_be_too_little_for_a_cluster():
    asked = criteria(cluster_turnover=Decimal("100000000.01"))
    (group,) = groups_of(members(10, turnover=BOUND), [])
    assert cluster_of(group, asked) is None
    assert cluster_of(group, criteria()) is not None
    assert cluster_of(group, criteria(bounds_count_in=False)) is None


def test_thirty_are_a_large_cluster():
    level = {count: cluster_of(groups_of(members(count), [])[0], criteria())[0] for count in (29, 30)}
    assert level == {29: Level.CLUSTER, 30: Level.LARGE_CLUSTER}


def test_neighbours_that_are_known_take_the_place_of_the_county():
    whole, cut = chain(10), [pair for pair in chain(10) if pair != (5, 6)]
    assert [len(group.members) for group in groups_of(members(10), whole)] == [10]
    groups = groups_of(members(10), cut)
    assert [(len(group.members), group.by_neighbours) for group in groups] == [(5, True), (5, True)]
    assert [cluster_of(group, criteria()) for group in groups] == [None, None]


def test_neighbours_reach_over_the_border_of_a_county():
    here = members(5)
    there = [Member(number, place(number, county="瑞安市"), None) for number in range(6, 11)]
    (group,) = groups_of([*here, *there], chain(10))
    assert len(group.members) == 10
    assert cluster_of(group, criteria())[0] == Level.CLUSTER
