"""Whether figures make a Taobao village, which villages make a town, and which a cluster; and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stations import wording
from stations.money import ZERO
from stations.recognition.matching import Printed
from stations.recognition.models import TaobaoCriteria, VillageYear

TownKey = tuple[str, str, str, str]


class Level(StrEnum):
    VILLAGE = "village"
    TOWN = "town"
    CLUSTER = "cluster"
    LARGE_CLUSTER = "large_cluster"


@dataclass(frozen=True, slots=True)
class Verdict:
    recognised: bool
    reason: str


def judge(row: VillageYear, criteria: TaobaoCriteria) -> Verdict:
    """Decides one village of one year, in the reader's language.

    Figures decide where turnover and shops are known; without them the published list does.
    """
    if row.turnover is None or row.shops is None:
        if row.listed:
            said = {"source": row.source, "year": row.year}
            return Verdict(
                True,
                _("On the published list of %(year)s (%(source)s).") % said
                if row.source
                else _("On the published list of %(year)s.") % said,
            )
        return Verdict(False, _("Turnover or active shops are not known."))
    turnover, first = _turnover(row.turnover, criteria)
    shops, second = _shops(row.shops, criteria)
    share, third = _share(row.shops, row.households, criteria)
    match criteria.asks:
        case TaobaoCriteria.Shops.COUNT:
            enough, why = shops, [second]
        case TaobaoCriteria.Shops.BOTH:
            enough, why = shops and share, [second, third]
        case _:
            enough = shops or share
            why = [second] if shops else [third] if share else [second, third]
    reasons = [first, *why]
    if row.listed and not (turnover and enough):
        reasons.append(_("It is on the published list; its figures are not enough."))
    return Verdict(turnover and enough, " ".join(reasons))


def _meets(value: Decimal | int, bound: Decimal | int, criteria: TaobaoCriteria) -> bool:
    return value >= bound if criteria.bounds_count_in else value > bound


def _turnover(turnover: Decimal, criteria: TaobaoCriteria) -> tuple[bool, str]:
    met = _meets(turnover, criteria.turnover, criteria)
    said = {"is": wording.yuan(turnover), "bound": wording.yuan(criteria.turnover)}
    if met:
        return True, _("Turnover %(is)s, asked %(bound)s.") % said
    return False, _("Turnover %(is)s is too little, asked %(bound)s.") % said


def _shops(shops: int, criteria: TaobaoCriteria) -> tuple[bool, str]:
    met = _meets(shops, criteria.shops, criteria)
    said = {"is": wording.count(shops), "bound": wording.count(criteria.shops)}
    if met:
        return True, _("%(is)s active shops, asked %(bound)s.") % said
    return False, _("%(is)s active shops are too few, asked %(bound)s.") % said


def _share(shops: int, households: int | None, criteria: TaobaoCriteria) -> tuple[bool, str]:
    """Compared without dividing, so that 99.99 of 1,000 is not rounded up to 10%."""
    asked = wording.percent(criteria.share)
    if households is None:
        return False, _("The number of households is not known.")
    met = _meets(Decimal(shops), criteria.share * households, criteria)
    share = wording.percent(Decimal(shops) / households, 2)
    said = {"share": share, "households": wording.count(households), "bound": asked}
    if met:
        return True, _("Active shops for %(share)s of %(households)s households, asked %(bound)s.") % said
    return False, _("Active shops for only %(share)s of %(households)s households, asked %(bound)s.") % said


# --- towns ---------------------------------------------------------------------------


def town_of(printed: Printed) -> TownKey:
    """The town in the list's own columns. An area of county level without towns counts as one, and stays
    in the column where the list has it: its town is empty.
    """
    return printed.province, printed.city, printed.county, printed.town


def towns_of(places: Iterable[Printed], criteria: TaobaoCriteria) -> list[tuple[TownKey, int, str]]:
    """Towns with enough recognised villages, in the order of the villages: names, count, reason."""
    counts: dict[TownKey, int] = defaultdict(int)
    for place in places:
        counts[town_of(place)] += 1
    return [
        (key, count, _town_reason(key, count, criteria))
        for key, count in counts.items()
        if count >= criteria.town_villages
    ]


def _town_reason(key: TownKey, count: int, criteria: TaobaoCriteria) -> str:
    reason = ngettext(
        "%(count)d recognised village, asked %(bound)d.",
        "%(count)d recognised villages, asked %(bound)d.",
        count,
    ) % {"count": count, "bound": criteria.town_villages}
    return reason if key[3] else f"{reason} {_('An area of county level without towns counts as one.')}"


# --- clusters ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A recognised village as clusters see it; turnover in yuan, None where not known."""

    pk: int
    place: Printed
    turnover: Decimal | None


@dataclass(frozen=True, slots=True)
class Group:
    """Villages that lie together, and how that was judged."""

    members: tuple[Member, ...]
    by_neighbours: bool


def groups_of(members: Sequence[Member], pairs: Iterable[tuple[int, int]]) -> list[Group]:
    """Contiguous villages. A county of which no neighbours are known stands in for contiguity."""
    by_pk = {member.pk: member for member in members}
    touching: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        if one in by_pk and other in by_pk:
            touching[one].add(other)
            touching[other].add(one)
    known = {by_pk[pk].place[:3] for pk in touching}
    by_county: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    groups, seen = [], set[int]()
    for member in members:
        if member.place[:3] not in known:
            by_county[member.place[:3]].append(member)
        elif member.pk not in seen:
            reached = _reached(member.pk, touching)
            seen |= reached
            groups.append(Group(tuple(one for one in members if one.pk in reached), True))
    return [*groups, *(Group(tuple(several), False) for several in by_county.values())]


def _reached(start: int, touching: dict[int, set[int]]) -> set[int]:
    reached, ahead = {start}, [start]
    while ahead:
        for pk in touching[ahead.pop()] - reached:
            reached.add(pk)
            ahead.append(pk)
    return reached


def cluster_of(group: Group, criteria: TaobaoCriteria) -> tuple[Level, str, Decimal] | None:
    """What a group amounts to, why, and its turnover in yuan; None when it is no cluster.

    Where a village's figures are not known it counts with what a village must have: so much
    at least it has, or it would not be one.
    """
    count = len(group.members)
    known = sum((one.turnover for one in group.members if one.turnover is not None), ZERO)
    unknown = sum(one.turnover is None for one in group.members)
    turnover = known + unknown * criteria.turnover
    # What is not known is at least the bound of a village: together that reaches its multiple.
    met = (
        turnover >= criteria.cluster_turnover
        if unknown
        else _meets(turnover, criteria.cluster_turnover, criteria)
    )
    if count < criteria.cluster_villages or not met:
        return None
    large = count >= criteria.large_cluster_villages
    bound = criteria.large_cluster_villages if large else criteria.cluster_villages
    reasons = [
        _("%(count)d villages, asked %(bound)d.") % {"count": count, "bound": bound},
        _("They touch each other, as the neighbours entered say.")
        if group.by_neighbours
        else _("No neighbours are known here: the county stands in for lying together."),
    ]
    said = {"sum": wording.yuan(turnover), "bound": wording.yuan(criteria.cluster_turnover)}
    if unknown:
        said |= {"unknown": wording.count(unknown), "each": wording.yuan(criteria.turnover)}
        reasons.append(
            _(
                "Turnover of at least %(sum)s, asked %(bound)s: %(unknown)s villages without figures"
                " count with the %(each)s that a village must have."
            )
            % said
        )
    else:
        reasons.append(_("Turnover %(sum)s together, asked %(bound)s.") % said)
    return (Level.LARGE_CLUSTER if large else Level.CLUSTER), " ".join(reasons), turnover
