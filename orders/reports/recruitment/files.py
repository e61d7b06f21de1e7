"""The report as a document, as CSV and as a workbook: the same figures everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from orders.reports.recruitment.report import Figures, RecruitmentReport
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes

# Name, label, and what the figure means: printed below the tables.
FIGURES: list[tuple[str, Promise, Promise]] = [
    ("places", gettext_lazy("Places"), gettext_lazy("Vacancies that opened in these months.")),
    ("filled", gettext_lazy("Filled"), gettext_lazy("Of these, filled by now.")),
    (
        "applicants",
        gettext_lazy("Applicants"),
        gettext_lazy("Who applied in these months and did not withdraw."),
    ),
    ("per_place", gettext_lazy("Per place"), gettext_lazy("Applicants for each of the places.")),
    ("accepted", gettext_lazy("Taken on"), gettext_lazy("Of the applicants, accepted by now.")),
    ("refused", gettext_lazy("Refused"), gettext_lazy("Of the applicants, refused by now.")),
    ("waiting", gettext_lazy("Waiting"), gettext_lazy("Of the applicants, without an answer.")),
    ("one_in", gettext_lazy("One in"), gettext_lazy("Of so many who were answered one was taken on.")),
    (
        "median_days",
        gettext_lazy("Days, median"),
        gettext_lazy("From the form to the decision: half of those decided waited less."),
    ),
    ("p90_days", gettext_lazy("Days, 90%"), gettext_lazy("The same: nine in ten waited less.")),
]


def as_data(report: RecruitmentReport) -> dict[str, Any]:
    """Counts as numbers, what has a decimal as a number with one."""
    return {
        "first": f"{report.first:%Y-%m}",
        "last": f"{report.last:%Y-%m}",
        "total": _row(report.total),
        "counties": [_row(one) for one in report.counties],
        "months": [_row(one) for one in report.months],
    }


def cells(row: Figures) -> list[Cell]:
    """The figures of a row, in the order of FIGURES."""
    return [getattr(row, name) for name, _label, _meaning in FIGURES]


def as_csv(report: RecruitmentReport) -> bytes:
    """County by county, the total last."""
    return csv_bytes(_counties(report))


def as_xlsx(report: RecruitmentReport) -> bytes:
    return xlsx_bytes([_counties(report), _months(report)])


def _row(row: Figures) -> dict[str, Any]:
    told = asdict(row) | {"per_place": row.per_place, "one_in": row.one_in}
    decimals = ("median_days", "p90_days", "per_place", "one_in")
    return told | {name: None if told[name] is None else float(told[name]) for name in decimals}


def _columns(*first: Column) -> list[Column]:
    return [*first, *(Column(label, "count" if _whole(name) else "text") for name, label, _m in FIGURES)]


def _whole(name: str) -> bool:
    return name in {"places", "filled", "applicants", "accepted", "refused", "waiting"}


def _written(row: Figures) -> list[Cell]:
    return [
        cell if _whole(name) else ("" if cell is None else str(cell))
        for (name, _label, _meaning), cell in zip(FIGURES, cells(row), strict=True)
    ]


def _counties(report: RecruitmentReport) -> Sheet:
    columns = _columns(Column(gettext_lazy("Center")), Column(gettext_lazy("Name"), width=26))
    rows = [[row.key, row.name, *_written(row)] for row in report.counties]
    rows.append(["", str(gettext_lazy("Total")), *_written(report.total)])
    return Sheet(gettext_lazy("Counties"), columns, rows)


def _months(report: RecruitmentReport) -> Sheet:
    columns = _columns(Column(gettext_lazy("Month")))
    return Sheet(gettext_lazy("Months"), columns, [[row.key, *_written(row)] for row in report.months])


FORMATS: dict[str, tuple[Callable[[RecruitmentReport], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
