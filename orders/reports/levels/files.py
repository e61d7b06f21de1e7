"""The report as data, CSV and workbook: the same rows everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.reports.levels.models import PARTS
from orders.reports.levels.parts import LABELS, Part
from orders.reports.levels.report import LevelsReport
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes


def part_data(part: Part) -> dict[str, Any]:
    """Plain values; amounts, shares and points as strings."""
    return {
        "part": part.name,
        "value": None if part.value is None else str(part.value),
        "percentile": None if part.percentile is None else str(part.percentile),
        "weight": str(part.weight),
        "points": str(part.points),
    }


def as_sheet(report: LevelsReport) -> Sheet:
    """A station a row: place and score, then each part with what was counted and its percentile."""
    columns = [
        Column(_("County operation center")),
        Column(_("Name"), width=24),
        Column(_("Rank"), "count"),
        Column(_("Station")),
        Column(_("Name"), width=24),
        Column(_("Partner's name")),
        Column(_("Score")),
        Column(pgettext_lazy("of a score", "Level")),
        Column(_("Households"), "count"),
    ]
    for name in PARTS:
        columns.append(Column(LABELS[name], {"turnover": "yuan", "parcels": "share"}.get(name, "count")))  # type: ignore[arg-type]
        columns.append(Column(_("Percentile")))
    rows: list[list[Cell]] = []
    for row in report.rows:
        told: list[Cell] = [row.center, row.center_name, row.rank, row.code, row.station, row.partner]
        told += [str(row.score), row.level, row.households]
        for part in row.parts:
            told += [part.value, "" if part.percentile is None else str(part.percentile)]
        rows.append(told)
    return Sheet(f"{report.month:%Y-%m}", columns, rows)


FORMATS: dict[str, tuple[Callable[[LevelsReport], bytes], str]] = {
    "csv": (lambda report: csv_bytes(as_sheet(report)), "text/csv; charset=utf-8"),
    "xlsx": (
        lambda report: xlsx_bytes([as_sheet(report)]),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
