"""A printed place is looked for in the register of today: letter by letter, by alias, by rule.

Lists stay as they were printed while counties become districts, villages become communities and
towns merge. What no rule explains is not guessed: it stays under its printed name, and the
nearest names of the county are told.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from stations.recognition.models import MatchedBy, PlaceAlias
from stations.regions.models import Region

_OFFICIAL = re.compile(
    r"(?:村?(?:村民委员会|村委会|民委员会|委会)|社区(?:居民委员会|居委会)?|居民委员会|居委会|村)$"
)
_COMMUNITY = re.compile(r"(?:社区(?:居民委员会|居委会)?|居民委员会|居委会)$")
_TOWN = re.compile(r"(?:街道办事处|街道|地区|镇|乡)$")
_COUNTY = re.compile(r"[县市区]$")
NEAREST = 3


class Printed(NamedTuple):
    """A place as the list prints it, from the province down; a part may be empty."""

    province: str
    city: str
    county: str
    town: str
    village: str

    def __str__(self) -> str:
        return " › ".join(part for part in self if part)


@dataclass(frozen=True, slots=True)
class Match:
    """What was found, how, and in words what was different; without a region, the nearest names."""

    code: str = ""
    by: MatchedBy = MatchedBy.NOTHING
    remark: str = ""
    nearest: tuple[str, ...] = ()


def stem(name: str) -> str:
    """A village's name without what it is: 孙家 of 孙家村, 孙家村村委会 and 孙家社区居委会."""
    return _OFFICIAL.sub("", name) or name


@dataclass(slots=True)
class _Way:
    """How far down one got, and what had to be bent on the way."""

    by: MatchedBy = MatchedBy.LETTER
    remarks: list[str] = field(default_factory=list)

    def bend(self, by: MatchedBy, remark: str) -> None:
        if self.by != MatchedBy.ALIAS:
            self.by = by
        self.remarks.append(remark)


class Matcher:
    """Finds printed places; reads of the register only the counties it is asked about."""

    def __init__(self) -> None:
        self._counties: dict[str, list[Region]] = {}

    def find(self, printed: Printed) -> Match:
        """The village's row of the register, or the nearest names of its county."""
        way = _Way()
        county = self._county(printed, way)
        if county is None:
            return Match(remark=_("The register has no such county."))
        below = self._below(county)
        if code := self._aliases.get(printed):
            return Match(code[0], MatchedBy.ALIAS, code[1][:300])
        towns, gone = self._towns(printed, below, way)
        found = self._village(printed, [one for one in below if one.parent_id in towns], way)
        if found is None and gone:
            # Its town is no more: then the only place of this name in the county.
            found = self._village(printed, [one for one in below if one.level == Region.Level.VILLAGE], way)
            if found is not None:
                way.bend(MatchedBy.RULE, _("the town is gone, the county has one place of this name"))
        if found is None:
            return Match(nearest=_nearest(printed.village, below, county))
        return Match(found.code, way.by, "; ".join(way.remarks)[:300])

    # --- from the province down ------------------------------------------------------

    def _county(self, printed: Printed, way: _Way) -> Region | None:
        if alias := self._aliases.get(printed._replace(town="", village="")):
            way.bend(MatchedBy.ALIAS, alias[1])
            return next((one for one in self._all_counties if one.code == alias[0]), None)
        provinces = [one for one in self._provinces if one.name == printed.province]
        if not provinces:
            provinces = [one for one in self._provinces if one.name.startswith(printed.province)]
            if len(provinces) == 1:
                way.bend(MatchedBy.RULE, _("the province is written short"))
        if len(provinces) != 1:
            return None
        inside = [one for one in self._all_counties if one.code.startswith(provinces[0].code)]
        # A city under the state has no city below it, only “districts” and “counties”.
        if printed.city != provinces[0].name:
            inside = [one for one in inside if one.parent and one.parent.name == printed.city]
        return self._named_county(printed, inside, way)

    def _named_county(self, printed: Printed, inside: list[Region], way: _Way) -> Region | None:
        named = [one for one in inside if one.name == printed.county]
        if len(named) == 1:
            return named[0]
        became = _COUNTY.sub("", printed.county)
        named = [one for one in inside if one.name == f"{became}区" and became != printed.county]
        if len(named) == 1:
            way.bend(MatchedBy.RULE, _("the county became a district"))
            return named[0]
        city = printed.city.removesuffix("市")
        named = [one for one in inside if one.name == f"{city}{printed.county}"]
        if len(named) == 1:
            way.bend(MatchedBy.RULE, _("the register writes the city before it"))
            return named[0]
        return None

    def _towns(self, printed: Printed, below: list[Region], way: _Way) -> tuple[set[str], bool]:
        """The codes of the towns to look in, and whether the printed one is gone."""
        towns = [one for one in below if one.level == Region.Level.TOWN]
        if not printed.town:
            return {one.code for one in towns}, False
        if alias := self._aliases.get(printed._replace(village="")):
            way.bend(MatchedBy.ALIAS, alias[1])
            return {alias[0]}, False
        named = [one for one in towns if one.name == printed.town]
        if not named:
            kept = _TOWN.sub("", printed.town)
            named = [one for one in towns if _TOWN.sub("", one.name) == kept]
            if named:
                way.bend(MatchedBy.RULE, _("the town is %(now)s now") % {"now": named[0].name})
        return {one.code for one in named}, not named

    def _village(self, printed: Printed, among: list[Region], way: _Way) -> Region | None:
        """The one village of this name, else the one community; never one of several."""
        wanted = stem(printed.village)
        named = [one for one in among if stem(one.name) == wanted]
        villages = [one for one in named if not _COMMUNITY.search(one.name)]
        if len(villages) == 1:
            return villages[0]
        if not villages and len(named) == 1:
            way.bend(MatchedBy.RULE, _("the village became a community"))
            return named[0]
        return None

    # --- what was read ---------------------------------------------------------------

    def _below(self, county: Region) -> list[Region]:
        if county.code not in self._counties:
            self._counties[county.code] = list(Region.objects.within(county.code).order_by("code"))
        return self._counties[county.code]

    @cached_property
    def _provinces(self) -> list[Region]:
        return list(Region.objects.provinces())

    @cached_property
    def _all_counties(self) -> list[Region]:
        return list(Region.objects.filter(level=Region.Level.COUNTY).select_related("parent"))

    @cached_property
    def _aliases(self) -> dict[Printed, tuple[str, str]]:
        rows = PlaceAlias.objects.values_list(*Printed._fields, "region_id", "reason")
        return {Printed(*row[:5]): (row[5], row[6]) for row in rows}


def _nearest(village: str, below: list[Region], county: Region) -> tuple[str, ...]:
    """The names of the county that look most alike, each with its town."""
    by_stem: dict[str, list[Region]] = defaultdict(list)
    towns = {one.code: one.name for one in below}
    for one in below:
        if one.level == Region.Level.VILLAGE:
            by_stem[stem(one.name)].append(one)
    alike = difflib.get_close_matches(stem(village), by_stem, n=NEAREST, cutoff=0.4)
    places = [one for name in alike for one in by_stem[name]]
    return tuple(f"{towns.get(one.parent_id or '', '')}{one.name}" for one in places[:NEAREST])
