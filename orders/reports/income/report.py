"""The income of a closed month: its spread, by county, mode and age of the station, and its cost."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum
from django.utils import timezone

from orders.festivals.queries import TurnoverQuerySet
from partners.income.models import Earning
from partners.income.queries import StatementQuerySet
from partners.income.report import HIGH, VERY_HIGH
from partners.journal.kinds import Business
from partners.people.models import Tenure
from stations.clock import month_end
from stations.money import ZERO, to_fen
from stations.replica import reads_replica, source

# Edges of the histogram in yuan; the first bar is zero or less, the last has no end.
STEP, LAST = 1_000, 10_000
# From this month after the opening on stations stand together.
GROWN_UP = 13


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some partners with a statement of the month, those with nothing included; yuan before tax.

    `mean` and `median` are rounded half up to the fen; shares are between 0 and 1, of `partners`.
    """

    key: str
    name: str
    partners: int
    total: Decimal
    mean: Decimal
    median: Decimal
    highest: Decimal
    share_5000: float
    share_10000: float


@dataclass(frozen=True, slots=True)
class Bar:
    """How many partners earned `least` yuan or more and less than `below`; None is no bound."""

    least: int | None
    below: int | None
    partners: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What lines of one kind brought in the month, in yuan; `key` is a business, or the kind of a subsidy."""

    key: str
    subsidy: bool
    amount: Decimal


@dataclass(frozen=True, slots=True)
class IncomeFigures:
    """A month's statements in force, within the reader's reach.

    `turnover` is what was paid in the calendar month, by agent orders, produce and services; `cost`
    is what the lines in the month's statements come to, by the kind of line. Lines are earned some days
    after their payment, so the two are months that overlap, not the same orders. Read from a replica,
    `as_of` was `behind` ago.
    """

    month: dt.date
    as_of: dt.datetime
    behind: dt.timedelta
    total: Figures
    histogram: tuple[Bar, ...]
    counties: tuple[Figures, ...]
    modes: tuple[Figures, ...]
    ages: tuple[Figures, ...]
    costs: tuple[Cost, ...]
    turnover: Decimal

    @property
    def cost(self) -> Decimal:
        return sum((one.amount for one in self.costs), ZERO)

    @property
    def cost_share(self) -> float | None:
        """Cost over turnover; None where nothing was paid."""
        return float(self.cost / self.turnover) if self.turnover else None


@dataclass(frozen=True, slots=True)
class _Row:
    earned: Decimal
    county: tuple[str, str]
    mode: str
    opened_on: dt.date | None


@reads_replica
def income_figures(*, month: dt.date, statements: StatementQuerySet, days: TurnoverQuerySet) -> IncomeFigures:
    """The report of a month, from the reader's own statements and station days. Three queries."""
    current = statements.of_month(month).current()
    rows = _rows(month, current)
    earned = [row.earned for row in rows]
    return IncomeFigures(
        month=month,
        as_of=timezone.now() - source().behind,
        behind=source().behind,
        total=_figures("", "", earned),
        histogram=_histogram(earned),
        counties=_grouped((row.county, row.earned) for row in rows),
        modes=_grouped(((row.mode, row.mode), row.earned) for row in rows),
        ages=_grouped((_age(row, month), row.earned) for row in rows),
        costs=_costs(current),
        turnover=_turnover(month, days),
    )


def _rows(month: dt.date, current: StatementQuerySet) -> list[_Row]:
    """A statement's place is that of the month's end; the mode is that of the tenure it had there."""
    tenures = Tenure.objects.filter(
        partner=OuterRef("partner"), station=OuterRef("station"), starts_on__lte=month_end(month)
    ).order_by("-starts_on", "-pk")
    found = current.order_by().annotate(mode=Subquery(tenures.values("mode")[:1]))
    values = found.values_list("earned", "center__code", "center__name", "mode", "station__opened_on")
    return [_Row(earned, (code, name), mode or "", opened) for earned, code, name, mode, opened in values]


def _age(row: _Row, month: dt.date) -> tuple[str, str]:
    """Which month since the opening: the month of the opening is the first."""
    if row.opened_on is None or row.opened_on > month_end(month):
        return "", ""
    nth = (month.year - row.opened_on.year) * 12 + month.month - row.opened_on.month + 1
    key = f"{min(nth, GROWN_UP):02d}"
    return key, key


def _grouped(keyed: Iterable[tuple[tuple[str, str], Decimal]]) -> tuple[Figures, ...]:
    groups: dict[tuple[str, str], list[Decimal]] = {}
    for key, earned in keyed:
        groups.setdefault(key, []).append(earned)
    return tuple(_figures(*key, earned) for key, earned in sorted(groups.items()))


def _figures(key: str, name: str, earned: Sequence[Decimal]) -> Figures:
    count, total = len(earned), sum(earned, ZERO)
    return Figures(
        key=key,
        name=name,
        partners=count,
        total=total,
        mean=to_fen(total / count) if count else ZERO,
        median=to_fen(statistics.median(earned)) if count else ZERO,
        highest=max(earned, default=ZERO),
        share_5000=sum(one >= HIGH for one in earned) / count if count else 0.0,
        share_10000=sum(one >= VERY_HIGH for one in earned) / count if count else 0.0,
    )


def _histogram(earned: Sequence[Decimal]) -> tuple[Bar, ...]:
    counts = [0] * (LAST // STEP + 2)
    for one in earned:
        counts[0 if one <= 0 else min(int(one // STEP) + 1, len(counts) - 1)] += 1
    edges: list[tuple[int | None, int | None]] = [(None, 0)]
    edges += [(least, least + STEP) for least in range(0, LAST, STEP)]
    edges.append((LAST, None))
    return tuple(Bar(least, below, count) for (least, below), count in zip(edges, counts, strict=True))


def _costs(current: StatementQuerySet) -> tuple[Cost, ...]:
    """Commissions by business, subsidies by their kind."""
    lines = Earning.objects.filter(statement__in=current.order_by().values("pk")).order_by()
    sums = lines.values_list("business", "category").annotate(sum=Sum("amount"))
    found: dict[tuple[bool, str], Decimal] = {}
    for business, category, amount in sums:
        subsidy = business in (Business.SUBSIDY, Business.PARCEL)
        key = (subsidy, category if subsidy else business)
        found[key] = found.get(key, ZERO) + amount
    return tuple(Cost(key, subsidy, amount) for (subsidy, key), amount in sorted(found.items()) if amount)


def _turnover(month: dt.date, days: TurnoverQuerySet) -> Decimal:
    paid: Decimal = days.filter(day__range=(month, month_end(month))).aggregate(
        sum=Sum("paid_amount", default=ZERO)
    )["sum"]
    return paid
