"""The five parts of a score, as everybody is shown them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.reports.levels.models import PARTS, StationLevel
from stations import wording
from stations.money import ZERO, to_fen

LABELS: dict[str, Promise] = {
    "turnover": _("Turnover per household"),
    "orders": _("Orders"),
    "villagers": _("Villagers served"),
    "parcels": _("Parcels handed over in time"),
    "complaints": _("Complaints upheld"),
}
HINTS: dict[str, Promise] = {
    "turnover": _("Show villagers what can be bought: large appliances and farm inputs weigh most."),
    "orders": _("Ask each villager who fetches a parcel what else they need."),
    "villagers": _("Go to households that have not bought yet; a first small order counts like a large one."),
    "parcels": _("Call villagers on the day their parcel arrives."),
    "complaints": _("Settle it at the counter before it is written to the county."),
}
# Where a part is left out.
MISSING: dict[str, Promise] = {
    "turnover": _("The village was not surveyed: the county enters its households."),
    "parcels": _("No parcel arrived in this month."),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what was counted, its place in the county, and the points it gave of those it could.

    `percentile` of 0 to 100 is the share of the county's other stations that are behind, those that
    are level counted half; None where the part is left out, and `weight` is then zero. `weight` is of
    100 after what is left out was spread over the others; `points` = weight x percentile / 100.
    """

    name: str
    value: Decimal | int | None
    percentile: Decimal | None
    weight: Decimal
    points: Decimal

    @property
    def to_gain(self) -> Decimal:
        """Points between here and the top of the county."""
        return self.weight - self.points

    @property
    def label(self) -> Promise:
        return LABELS[self.name]

    @property
    def hint(self) -> Promise:
        return HINTS[self.name] if self.percentile is not None else MISSING[self.name]

    @property
    def in_words(self) -> str:
        """What was counted, as people write it."""
        if self.name == "turnover":
            return wording.yuan(self.value)
        return wording.percent(self.value) if self.name == "parcels" else wording.count(self.value)


def parts_of(level: StationLevel) -> list[Part]:
    """The five of them, in the order of the rule; wants `of__rule` joined."""
    rule = level.of.rule
    values = {
        "turnover": to_fen(level.turnover / level.households) if level.households else None,
        "orders": level.orders,
        "villagers": level.villagers,
        "parcels": Decimal(level.parcels_in_time) / level.parcels if level.parcels else None,
        "complaints": level.complaints,
    }
    places: dict[str, Decimal | None] = {name: getattr(level, f"{name}_percentile") for name in PARTS}
    shared = sum(getattr(rule, name) for name in PARTS if places[name] is not None)
    return [
        Part(name, values[name], places[name], *_points(getattr(rule, name), places[name], shared))
        for name in PARTS
    ]


def _points(weight: int, place: Decimal | None, shared: int) -> Iterator[Decimal]:
    spread = ZERO if place is None else Decimal(weight * 100) / shared
    yield to_fen(spread)
    yield to_fen(spread * (place or ZERO) / 100)


def most_to_gain(parts: list[Part]) -> Part:
    """Where the score rises most."""
    return max(parts, key=lambda part: part.to_gain)
