"""A month's levels: of the reader's part of the nation, and the leaderboard of a partner's county."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orders.reports.levels.models import LevelMonth, LevelRule, StationLevel
from orders.reports.levels.parts import Part, parts_of
from stations.replica import reads_replica, source
from stations.scope import scope_of


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A station's month. `rank` is within the county; who is level shares it."""

    rank: int
    compared: int
    center: str
    center_name: str
    code: str
    station: str
    partner: str
    score: Decimal
    level: str
    households: int | None
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class LevelsReport:
    """What `user` may see of a month; `levels` is how many stations stand in each, the highest first.

    Read from a replica it is as of `behind` ago.
    """

    month: dt.date
    counted_up_to: dt.datetime
    rule: LevelRule
    mean: Decimal | None
    levels: list[tuple[str, int]]
    rows: list[LevelRow]
    behind: dt.timedelta

    @property
    def month_text(self) -> str:
        """As it stands in an address."""
        return f"{self.month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the leaderboard: what everybody in the county may know of each other."""

    rank: int
    station: str
    score: Decimal
    level: str
    mine: bool


def scored_months() -> list[dt.date]:
    """The latest first."""
    return list(LevelMonth.objects.filter(scored_at__isnull=False).values_list("month", flat=True))


@reads_replica
def levels_report(user: object, month: dt.date | None = None) -> LevelsReport | None:
    """The report of a month, the latest unless given; None where it is not scored. Three queries."""
    months = LevelMonth.objects.filter(scored_at__isnull=False).select_related("rule")
    scored = (months.filter(month=month) if month else months).first()
    if scored is None:
        return None
    found = list(StationLevel.objects.visible_to(user).of_month(scored.month).told())
    stand = Counter(row.bound_id for row in found)
    return LevelsReport(
        month=scored.month,
        counted_up_to=scored.counted_up_to,
        rule=scored.rule,
        mean=sum((row.score for row in found), Decimal(0)) / len(found) if found else None,
        levels=[(str(bound), stand[bound.pk]) for bound in scored.rule.bounds.all()],
        rows=[_row(row) for row in found],
        behind=source().behind,
    )


def leaderboard(user: object, month: dt.date) -> list[Place]:
    """The stations of the county that a partner's own was compared with, by score. Two queries.

    Names and scores only: what they are made of is each one's own. Nothing for who has no row of
    the month.
    """
    mine = StationLevel.objects.visible_to(user).of_month(month)
    if scope_of(user).person is None:
        return []
    own = dict(mine.values_list("station", "center"))
    rows = StationLevel.objects.of_month(month).filter(center__in=set(own.values()))
    rows = rows.select_related("station", "bound").order_by("center", "rank", "station__code")
    return [
        Place(row.rank, row.station.name, row.score, str(row.bound or ""), row.station_id in own)
        for row in rows
    ]


def _row(row: Any) -> LevelRow:
    return LevelRow(
        rank=row.rank,
        compared=row.compared,
        center=row.center.code,
        center_name=row.center.name,
        code=row.station.code,
        station=row.station.name,
        partner=row.partner.name if row.partner else "",
        score=row.score,
        level=str(row.bound or ""),
        households=row.households,
        parts=parts_of(row),
    )
