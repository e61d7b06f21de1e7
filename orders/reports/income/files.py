"""The report as a document, as CSV and as a workbook: the same figures everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from orders.reports.income.report import Figures, IncomeFigures
from orders.reports.income.wording import FIGURES, LEVELS, bar_in_words, cost_in_words, name_of
from stations.sheets import Cell, Column, Kind, Sheet, csv_bytes, xlsx_bytes

KINDS: dict[str, Kind] = {"partners": "count", "share_5000": "share", "share_10000": "share"}


def as_data(report: IncomeFigures) -> dict[str, Any]:
    """The document: yuan as strings with two decimals, shares between 0 and 1 as numbers."""
    return {
        "month": f"{report.month:%Y-%m}",
        "as_of": report.as_of.isoformat(),
        "total": _data(report.total),
        "histogram": [asdict(bar) for bar in report.histogram],
        **{level: [_data(row) for row in getattr(report, level)] for level in LEVELS},
        "costs": [
            {"key": one.key, "subsidy": one.subsidy, "amount": f"{one.amount:.2f}"} for one in report.costs
        ],
        "cost": f"{report.cost:.2f}",
        "turnover": f"{report.turnover:.2f}",
        "cost_share": report.cost_share,
    }


def _data(row: Figures) -> dict[str, Any]:
    data = asdict(row)
    return data | {name: f"{data[name]:.2f}" for name in ("total", "mean", "median", "highest")}


def sheets(report: IncomeFigures) -> list[Sheet]:
    """A sheet a level, the total last; then the histogram and the cost."""
    levels = [Sheet(title, _columns(), _rows(report, level)) for level, title in LEVELS.items()]
    return [
        *levels,
        Sheet(
            _("Histogram"),
            [Column(_("Earned in the month"), width=24), Column(_("Partners"), "count")],
            [[bar_in_words(bar), bar.partners] for bar in report.histogram],
        ),
        Sheet(
            _("Cost over turnover"),
            [Column(_("What"), width=36), Column(_("Yuan"), "yuan"), Column(_("Of turnover"), "share")],
            _cost_rows(report),
        ),
    ]


def csv_of(report: IncomeFigures) -> bytes:
    """All levels below each other, with a column that names the level."""
    rows: list[list[Cell]] = []
    for level, title in LEVELS.items():
        rows += [[title, *row] for row in _rows(report, level)[:-1]]
    rows.append([_("Together"), *_rows(report, "counties")[-1]])
    return csv_bytes(Sheet("", [Column(_("By")), *_columns()], rows))


def _columns() -> list[Column]:
    return [
        Column(_("Code")),
        Column(_("Name"), width=24),
        *(Column(label, KINDS.get(name, "yuan")) for name, label, _meaning in FIGURES),
        Column(_("All of them, yuan"), "yuan"),
    ]


def _rows(report: IncomeFigures, level: str) -> list[list[Cell]]:
    rows = [[row.key, name_of(level, row), *_cells(row)] for row in getattr(report, level)]
    return [*rows, ["", _("Together"), *_cells(report.total)]]


def _cells(row: Figures) -> list[Cell]:
    return [getattr(row, name) for name, _label, _meaning in FIGURES] + [row.total]


def _cost_rows(report: IncomeFigures) -> list[list[Cell]]:
    def share(amount: Any) -> Any:
        return amount / report.turnover if report.turnover else None

    return [
        *([cost_in_words(one), one.amount, share(one.amount)] for one in report.costs),
        [_("Together"), report.cost, share(report.cost)],
        [_("Turnover paid in the month"), report.turnover, None],
    ]


FORMATS: dict[str, tuple[Callable[[IncomeFigures], bytes], str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (
        lambda report: xlsx_bytes(sheets(report)),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
