"""The report as a document, as CSV and as a workbook: the same figures everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from orders.reports.second_leg.report import Figures, SecondLegReport
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes

LEVELS: dict[str, Promise] = {
    "counties": gettext_lazy("Counties"),
    "carriers": gettext_lazy("Carriers"),
    "stations": gettext_lazy("Stations"),
}
# Name, label, and what the figure means: printed above every table that shows it.
FIGURES: list[tuple[str, Promise, Promise]] = [
    (
        "received",
        gettext_lazy("At the county"),
        gettext_lazy("First scanned at the county center in these days."),
    ),
    (
        "arrived",
        gettext_lazy("At the station"),
        gettext_lazy("Scanned at the station in these days."),
    ),
    (
        "handed_over",
        gettext_lazy("Handed over"),
        gettext_lazy("Handed to the villager in these days, at the counter or at the house: the throughput."),
    ),
    (
        "median_hours",
        gettext_lazy("Hours, median"),
        gettext_lazy(
            "From the scan at the county to the hand-over, of those handed over in these days:"
            " half were faster."
        ),
    ),
    (
        "p90_hours",
        gettext_lazy("Hours, 90%"),
        gettext_lazy("The same: nine in ten were faster. Parcels never scanned at the county have no time."),
    ),
    (
        "overdue",
        gettext_lazy("Too long"),
        gettext_lazy("Waiting at the station now, for more than the days chosen."),
    ),
    ("lost", gettext_lazy("Lost"), gettext_lazy("Given up in these days and not found again.")),
    (
        "damaged",
        gettext_lazy("Damaged"),
        gettext_lazy("Found to be damaged in these days and not handed over."),
    ),
]


def as_data(report: SecondLegReport) -> dict[str, Any]:
    """The document: counts as numbers, hours as numbers with one decimal."""
    data = asdict(report)
    del data["behind"]
    for row in (data["total"], *data["counties"], *data["carriers"], *data["stations"]):
        row.pop("key")
        for name in ("median_hours", "p90_hours"):
            row[name] = None if row[name] is None else float(row[name])
    return data


def cells(row: Figures) -> list[Cell]:
    """The figures of a row, in the order of FIGURES."""
    return [getattr(row, name) for name, _label, _meaning in FIGURES]


def sheets(report: SecondLegReport) -> list[Sheet]:
    """A sheet a level, its rows by throughput, the total last."""
    columns = [
        Column(gettext_lazy("Code")),
        Column(gettext_lazy("Name"), width=24),
        *(Column(label, "text" if name.endswith("hours") else "count") for name, label, _meaning in FIGURES),
    ]
    return [
        Sheet(
            title=title,
            columns=columns,
            rows=[[row.code, row.name, *_written(row)] for row in getattr(report, level)]
            + [["", gettext_lazy("Together"), *_written(report.total)]],
        )
        for level, title in LEVELS.items()
    ]


def _written(row: Figures) -> list[Cell]:
    return [str(cell) if name.endswith("hours") and cell is not None else cell
            for (name, _label, _meaning), cell in zip(FIGURES, cells(row), strict=True)]  # fmt: skip


def csv_of(report: SecondLegReport) -> bytes:
    """All levels below each other, with a column that names the level."""
    levels = sheets(report)
    rows: list[list[Cell]] = []
    for sheet in levels:
        rows += [[sheet.title, *row] for row in list(sheet.rows)[:-1]]
    rows.append([gettext_lazy("Together"), *list(levels[0].rows)[-1]])
    return csv_bytes(Sheet("", [Column(gettext_lazy("By")), *levels[0].columns], rows))


FORMATS: dict[str, tuple[Callable[[SecondLegReport], bytes], str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (
        lambda report: xlsx_bytes(sheets(report)),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
