"""The presale report for programs and as files: the same figures everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.presale.report import Figures, PresaleReport, Row, Stock
from stations.clock import SHANGHAI
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes

# Name in the report, label, and how it is written.
FIGURES: tuple[tuple[str, Promise, Any], ...] = (
    ("taken", _("Orders taken"), "count"),
    ("taken_amount", _("Placed, yuan"), "yuan"),
    ("held", _("Deposits held"), "count"),
    ("held_deposits", _("Held, yuan"), "yuan"),
    ("converted", _("Balances paid"), "count"),
    ("converted_amount", _("Paid, yuan"), "yuan"),
    ("forfeited", _("Deposits forfeited"), "count"),
    ("forfeited_deposits", _("Forfeited, yuan"), "yuan"),
    ("returned", _("Deposits returned"), "count"),
    ("returned_deposits", _("Returned, yuan"), "yuan"),
    ("owed", _("Of these to be fetched"), "count"),
    ("owed_deposits", _("To be fetched, yuan"), "yuan"),
)
LEVELS: dict[str, Promise] = {"goods": _("Goods"), "counties": _("Counties"), "stations": _("Stations")}


def cells(figures: Figures) -> list[Cell]:
    """The figures of a row, in the order of FIGURES."""
    return [getattr(figures, name) for name, _label, _kind in FIGURES]


def as_data(report: PresaleReport) -> dict[str, Any]:
    """Plain values for the API: yuan as strings, moments with +08:00."""
    return {
        "festival": report.festival.slug,
        "as_of": report.as_of.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "total": _figures(report.total),
        "goods": [_row(row) for row in report.goods],
        "counties": [_row(row) for row in report.counties],
        "stations": [_row(row) for row in report.stations],
        "stock": [
            {
                **{name: value for name, value in asdict(row).items() if name != "stations"},
                "missing": row.missing,
                "stations": [
                    {"code": code, "name": name, "ordered": pieces} for code, name, pieces in row.stations
                ],
            }
            for row in report.stock
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, **_figures(row.figures)}


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        name: f"{value:.2f}" if kind == "yuan" else value
        for (name, _label, kind), value in zip(FIGURES, cells(figures), strict=True)
    }


def sheets(report: PresaleReport) -> list[Sheet]:
    """A sheet a level, the total last; then what was laid in, and what each station waits for."""
    columns = [
        Column(_("Code")),
        Column(_("Name"), width=24),
        *(Column(label, kind, 16) for _name, label, kind in FIGURES),
    ]
    told = [
        Sheet(
            title=title,
            columns=columns,
            rows=[
                *([row.code, row.name, *cells(row.figures)] for row in getattr(report, level)),
                ["", _("Together"), *cells(report.total)],
            ],
        )
        for level, title in LEVELS.items()
    ]
    stock_columns = [
        Column(_("Code")),
        Column(_("County")),
        Column(_("Station")),
        Column(_("Goods"), width=24),
        Column(_("Pieces ordered"), "count"),
        Column(_("Laid in"), "count"),
        Column(_("Missing"), "count"),
    ]
    return [
        *told,
        Sheet(_("Pre-stock"), stock_columns, [line for row in report.stock for line in _lines(row)]),
    ]


def _lines(row: Stock) -> list[list[Cell]]:
    """The county's line, then one for each station that waits; stock lies in the county only."""
    told: list[list[Cell]] = [
        [row.county, row.county_name, "", row.good, row.ordered, row.laid_in, row.missing]
    ]
    for code, name, pieces in row.stations:
        told.append([code, row.county_name, name, row.good, pieces, None, None])
    return told


def csv_of(report: PresaleReport) -> bytes:
    """The levels below each other, with a column that names the level; pre-stock is in the workbook."""
    levels = sheets(report)[: len(LEVELS)]
    rows: list[list[Cell]] = []
    for sheet in levels:
        rows += [[sheet.title, *row] for row in list(sheet.rows)[:-1]]
    rows.append([_("Together"), *list(levels[0].rows)[-1]])
    return csv_bytes(Sheet("", [Column(_("By")), *levels[0].columns], rows))


def stock_csv(report: PresaleReport) -> bytes:
    """Ordered against laid in, by county, good and station."""
    return csv_bytes(sheets(report)[-1])


FORMATS: dict[str, tuple[Callable[[PresaleReport], bytes], str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "stock.csv": (stock_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        lambda report: xlsx_bytes(sheets(report)),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
