"""The Taobao villages of a year: decided, counted and held beside the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from stations.money import ZERO
from stations.recognition.deciding import (
    Group,
    Level,
    Member,
    TownKey,
    cluster_of,
    groups_of,
    judge,
    towns_of,
)
from stations.recognition.matching import Printed
from stations.recognition.models import (
    Neighbours,
    Poverty,
    PublishedCount,
    PublishedTown,
    TaobaoCriteria,
    VillageYear,
)
from stations.refusals import Refused


@dataclass(frozen=True, slots=True)
class Village:
    """One village of the year, recognised or not, under the list's own names."""

    place: Printed
    recognised: bool
    reason: str
    code: str
    matched_by: str
    remark: str
    listed: bool
    households: int | None
    shops: int | None
    turnover: Decimal | None
    product: str
    from_authority: bool
    poverty: str
    b2b: bool

    @property
    def name(self) -> str:
        """With the mark of figures that come from local authorities."""
        return f"{self.place.village}*" if self.from_authority else self.place.village


@dataclass(frozen=True, slots=True)
class Town:
    """Three or more villages. `printed` is what the published list of towns counts, where it names it."""

    key: TownKey
    villages: int
    printed: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Villages that lie together; `turnover` in yuan, at least. By neighbours it may cross counties."""

    level: Level
    place: Printed
    villages: int
    turnover: Decimal
    by_neighbours: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Growth:
    """Villages of a year and of the one before; `share` is the growth over the year before."""

    previous: int | None
    current: int

    @property
    def added(self) -> int | None:
        return None if self.previous is None else self.current - self.previous

    @property
    def share(self) -> Decimal | None:
        return None if not self.previous else Decimal(self.current - self.previous) / self.previous


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who is recognised in a year, with counts of the recognised villages.

    `counted`: what is entered here, this year and the year before. `published`: what the
    reports count in the nation, where the lists entered are incomplete.
    """

    year: int
    criteria: TaobaoCriteria
    villages: tuple[Village, ...]
    refused: tuple[Village, ...]
    towns: tuple[Town, ...]
    clusters: tuple[Cluster, ...]
    provinces: dict[str, int]
    cities: dict[tuple[str, str], int]
    counties: dict[tuple[str, str, str], int]
    poverty: dict[str, int]
    counted: Growth
    published: Growth | None

    @property
    def unmatched(self) -> list[Village]:
        return [one for one in (*self.villages, *self.refused) if not one.code]

    @property
    def from_authorities(self) -> int:
        return sum(one.from_authority for one in self.villages)

    @property
    def b2b(self) -> int:
        return sum(one.b2b for one in self.villages)


def recognise(year: int) -> Recognition:
    """Decides villages, towns and clusters of a year; the names are the list's own. Reads only.

    Raises Refused when there are no criteria for the year.
    """
    criteria = criteria_of(year)
    rows = list(_rows(year))
    verdicts = [(row, judge(row, criteria)) for row in rows]
    villages = [_village(row, verdict.recognised, verdict.reason) for row, verdict in verdicts]
    members = [
        Member(row.village_id, _path(row), row.turnover) for row, verdict in verdicts if verdict.recognised
    ]
    places = [member.place for member in members]
    printed = {
        (town.province, town.city, town.county, town.town): town.villages
        for town in PublishedTown.objects.filter(year=year)
    }
    return Recognition(
        year=year,
        criteria=criteria,
        villages=tuple(one for one in villages if one.recognised),
        refused=tuple(one for one in villages if not one.recognised),
        towns=tuple(
            Town(key, count, printed.get(key), reason) for key, count, reason in towns_of(places, criteria)
        ),
        clusters=tuple(_clusters(members, criteria)),
        provinces=dict(Counter(place.province for place in places)),
        cities=dict(Counter((place.province, place.city) for place in places)),
        counties=dict(Counter((place.province, place.city, place.county) for place in places)),
        poverty=_poverty(one for one in villages if one.recognised),
        counted=Growth(_recognised_in(year - 1), len(members)),
        published=_published(year),
    )


def criteria_of(year: int) -> TaobaoCriteria:
    """The criteria in force in a year: the latest row that does not begin later."""
    criteria: TaobaoCriteria | None = TaobaoCriteria.objects.filter(year__lte=year).order_by("-year").first()
    if criteria is None:
        raise Refused(
            _("There are no criteria for %(year)s: import a list first.") % {"year": year}, code="criteria"
        )
    return criteria


def years() -> list[int]:
    """The years of which something is known, the latest first."""
    return list(VillageYear.objects.order_by("-year").values_list("year", flat=True).distinct())


def _rows(year: int) -> Iterable[VillageYear]:
    return VillageYear.objects.filter(year=year).select_related("village").order_by("village")


def _path(row: VillageYear) -> Printed:
    village = row.village
    return Printed(village.province, village.city, village.county, village.town, village.village)


def _village(row: VillageYear, recognised: bool, reason: str) -> Village:
    return Village(
        place=_path(row),
        recognised=recognised,
        reason=reason,
        code=row.village.region_id or "",
        matched_by=row.village.matched_by,
        remark=row.village.remark,
        listed=row.listed,
        households=row.households,
        shops=row.shops,
        turnover=row.turnover,
        product=row.product,
        from_authority=row.from_authority,
        poverty=row.poverty,
        b2b=row.b2b,
    )


def _clusters(members: list[Member], criteria: TaobaoCriteria) -> Iterable[Cluster]:
    pairs = Neighbours.objects.values_list("one", "other")
    for group in groups_of(members, pairs):
        found = cluster_of(group, criteria)
        if found is not None:
            level, reason, turnover = found
            place = _place_of(group)
            yield Cluster(level, place, len(group.members), turnover, group.by_neighbours, reason)


def _place_of(group: Group) -> Printed:
    """The names that its villages share, several beside each other; towns only within one county."""
    names = [list(dict.fromkeys(one.place[part] for one in group.members)) for part in range(3)]
    towns = list(dict.fromkeys(one.place.town for one in group.members))
    town = towns[0] if len(towns) == 1 and group.by_neighbours else ""
    return Printed("、".join(names[0]), "、".join(names[1]), "、".join(names[2]), town, "")


def _poverty(villages: Iterable[Village]) -> dict[str, int]:
    found = Counter(one.poverty for one in villages)
    return {level: found[level] for level in (Poverty.NATIONAL, Poverty.PROVINCIAL, Poverty.NONE)}


def _recognised_in(year: int) -> int | None:
    """Villages recognised by the criteria of that year; None when nothing is entered of it."""
    rows = list(_rows(year))
    if not rows:
        return None
    criteria = criteria_of(year)
    return sum(judge(row, criteria).recognised for row in rows)


def _published(year: int) -> Growth | None:
    counts = dict(PublishedCount.objects.filter(year__in=(year - 1, year)).values_list("year", "villages"))
    return Growth(counts.get(year - 1), counts[year]) if year in counts else None


def total_turnover(villages: Iterable[Village]) -> Decimal:
    """Yuan, of the villages whose figures are known."""
    return sum((one.turnover for one in villages if one.turnover is not None), ZERO)
