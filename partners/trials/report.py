"""What a trial found: the difference in total, by county, by category and by partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.journal.kinds import ANY_CATEGORY
from partners.trials.models import TrialResult, TrialRun
from stations.money import ZERO
from stations.sheets import Column, Sheet, csv_bytes, xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CATEGORIES = dict(ANY_CATEGORY)


@dataclass(frozen=True, slots=True)
class Compared:
    """What was paid and what the draft would have brought, in yuan, of `lines` lines."""

    key: str
    name: str | Promise
    lines: int
    paid: Decimal
    tried: Decimal

    @property
    def difference(self) -> Decimal:
        return self.tried - self.paid


@dataclass(frozen=True, slots=True)
class TrialReport:
    """The categories that the draft touches; `all_paid` is all that the month's lines paid.

    Counties are those stored with the lines. Sums of lines that are rounded each.
    """

    run: TrialRun
    total: Compared
    all_paid: Decimal
    counties: tuple[Compared, ...]
    categories: tuple[Compared, ...]
    partners: tuple[Compared, ...]


def trial_report(run: TrialRun) -> TrialReport:
    """The report of a run, rows by the size of their difference. Three queries."""
    results = TrialResult.objects.filter(run=run).order_by()
    categories = [
        Compared(key, CATEGORIES.get(key, key), *figures) for key, *figures in _summed(results, "category")
    ]
    counties = [
        Compared(code, name, *figures)
        for code, name, *figures in _summed(results, "center__code", "center__name")
    ]
    partners = [
        Compared(str(pk), name, *figures)
        for pk, name, *figures in _summed(results, "partner", "partner__name")
    ]
    all_paid = run.ranges.aggregate(sum=Sum("paid", default=ZERO))["sum"]
    total = Compared(
        "",
        _("Together"),
        sum(one.lines for one in categories),
        sum((one.paid for one in categories), ZERO),
        sum((one.tried for one in categories), ZERO),
    )
    return TrialReport(run, total, all_paid, tuple(counties), tuple(categories), tuple(partners))


def _summed(results: Any, *keys: str) -> Iterable[Any]:
    summed = results.values_list(*keys).annotate(
        all_lines=Sum("lines"), all_paid=Sum("paid"), all_tried=Sum("tried")
    )
    rows = list(summed)
    return sorted(rows, key=lambda row: (-abs(row[-1] - row[-2]), str(row[0])))


def sheets(report: TrialReport) -> list[Sheet]:
    """A sheet a level, and every single row."""
    levels = [
        (_("Counties"), _("County"), report.counties),
        (_("Categories"), _("Category"), report.categories),
        (_("Partners"), _("Rural partner"), report.partners),
    ]
    return [_sheet(title, head, [*rows, report.total]) for title, head, rows in levels] + [
        _single(report.run)
    ]


def csv_of(report: TrialReport) -> bytes:
    """Every single row: partner, county and category."""
    return csv_bytes(_single(report.run))


def xlsx_of(report: TrialReport) -> bytes:
    return xlsx_bytes(sheets(report))


def _sheet(title: Any, head: Any, rows: list[Compared]) -> Sheet:
    return Sheet(
        title,
        [Column(_("Code")), Column(head, width=24), *_figures()],
        ([row.key, row.name, row.lines, row.paid, row.tried, row.difference] for row in rows),
    )


def _single(run: TrialRun) -> Sheet:
    rows = (
        TrialResult.objects.filter(run=run)
        .annotate(changes=F("tried") - F("paid"))
        .order_by("partner", "center", "category")
        .values_list(
            "partner", "partner__name", "center__code", "category", "lines", "paid", "tried", "changes"
        )
    )
    columns = [
        Column(_("Partner's number"), "count"),
        Column(_("Partner's name")),
        Column(_("County operation center")),
        Column(_("Category"), width=24),
        *_figures(),
    ]
    return Sheet(
        _("Rows"),
        columns,
        (
            [partner, name, center, CATEGORIES.get(category, category), *figures]
            for partner, name, center, category, *figures in rows
        ),
    )


def _figures() -> list[Column]:
    return [
        Column(_("Lines"), "count"),
        Column(_("Was paid"), "yuan"),
        Column(_("Tried"), "yuan"),
        Column(_("Difference"), "yuan"),
    ]
