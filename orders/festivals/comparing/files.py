"""A comparison as a file: JSON for programs, CSV and XLSX for Excel, with the definition of its basis."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.festivals.comparing.report import Comparison, Figure, Row, Standing
from orders.festivals.queries import MEASURES
from stations.clock import SHANGHAI
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes

STANDINGS: dict[Standing, Any] = {
    Standing.BOTH: _("there at both times"),
    Standing.NEW: _("new"),
    Standing.CLOSED: _("closed since"),
}
# Measure, its name, and the kind of its cells.
LABELS: dict[str, tuple[Any, Any]] = {
    "placed_amount": (_("Placed, yuan"), "yuan"),
    "placed_orders": (_("Placed, orders"), "count"),
    "paid_amount": (_("Paid, yuan"), "yuan"),
    "paid_orders": (_("Paid, orders"), "count"),
    "net_amount": (_("Net, yuan"), "yuan"),
    "net_orders": (_("Net, orders"), "count"),
}


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Plain values for JSON and the API: numbers as strings, ratios as multiples."""
    return {
        "festival": comparison.festival.slug,
        "as_of": comparison.as_of.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "pending": comparison.pending,
        "basis": comparison.basis.as_data(),
        "stations_at_both_times": comparison.count(Standing.BOTH),
        "stations_new": comparison.count(Standing.NEW),
        "stations_closed": comparison.count(Standing.CLOSED),
        "whole": _figures(comparison.whole),
        **{
            level: [_row_data(row) for row in getattr(comparison, level)]
            for level in ("provinces", "counties", "stations", "categories")
        },
    }


def _row_data(row: Row) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "standing": row.standing.value, **_figures(row)}


def _figures(row: Row) -> dict[str, Any]:
    return {measure: _figure(measure, row.figure(measure)) for measure in MEASURES}


def _figure(measure: str, figure: Figure) -> dict[str, str | None]:
    def written(value: Decimal | None) -> str | None:
        return None if value is None else f"{value:.2f}"

    return {
        "now": written(figure.now) if measure.endswith("amount") else f"{figure.now}",
        "then": written(figure.then),
        "difference": written(figure.difference),
        "ratio": None if figure.ratio is None else f"{figure.ratio:.4f}",
    }


def as_json(comparison: Comparison) -> bytes:
    return json.dumps(as_data(comparison), ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(comparison: Comparison) -> bytes:
    """One table from the nation down to the stations; `level` tells the rows apart."""
    columns = (Column(_("Level")), *_columns(_("Within")))
    return csv_bytes(Sheet("", columns, _all_levels(comparison)))


def _all_levels(comparison: Comparison) -> Iterator[list[Cell]]:
    whole = _("Nation") if comparison.national else _("Total")
    yield [whole, "", comparison.festival.name, comparison.basis.name, "", *_cells(comparison.whole)]
    for level, rows in (
        (_("Province"), comparison.provinces),
        (_("County"), comparison.counties),
        (_("Category"), comparison.categories),
        (_("Station"), comparison.stations),
    ):
        for row in rows:
            yield [level, *_row(row)]


def as_xlsx(comparison: Comparison) -> bytes:
    levels: tuple[tuple[Any, Any, Iterable[Row]], ...] = (
        (_("Provinces"), _("Within"), comparison.provinces),
        (_("Counties"), _("Province"), comparison.counties),
        (_("Stations"), _("County"), comparison.stations),
        (_("Categories"), _("Within"), comparison.categories),
    )
    sheets = [Sheet(title, _columns(within), map(_row, rows)) for title, within, rows in levels]
    return xlsx_bytes([_summary(comparison), *sheets], created=comparison.as_of)


def _summary(comparison: Comparison) -> Sheet:
    columns = (
        Column("", width=60),
        Column(_("Now"), "yuan", 18),
        Column(pgettext_lazy("comparison", "Then"), "yuan", 18),
        Column(_("Difference"), "yuan", 18),
        Column(_("Ratio"), "share"),
    )
    rows: list[list[Cell]] = [
        [f"{comparison.festival.name} / {comparison.basis.name}", None, None, None, None]
    ]
    for measure, (label, _kind) in LABELS.items():
        figure = comparison.whole.figure(measure)
        rows.append([label, figure.now, figure.then, figure.difference, figure.ratio])
    rows += [[text, None, None, None, None] for text in comparison.basis.in_words()]
    return Sheet(_("Summary"), columns, rows)


def _columns(within: str | Promise) -> tuple[Column, ...]:
    columns = [
        Column(_("Code")),
        Column(_("Name"), width=26),
        Column(within, width=18),
        Column(_("Standing"), width=16),
    ]
    for label, kind in LABELS.values():
        # What is usual is a mean: also of orders it has fractions.
        columns += [
            Column(label, kind, 18),
            Column(_("then"), "yuan", 18),
            Column(_("difference"), "yuan", 18),
            Column(_("ratio"), "share"),
        ]
    return tuple(columns)


def _row(row: Row) -> list[Cell]:
    return [row.code, row.name, row.within_name, STANDINGS[row.standing], *_cells(row)]


def _cells(row: Row) -> list[Cell]:
    return [
        cell
        for measure, figure in zip(MEASURES, row.figures, strict=True)
        for cell in (
            figure.now if measure.endswith("amount") else int(figure.now),
            figure.then,
            figure.difference,
            figure.ratio,
        )
    ]


FORMATS: dict[str, tuple[Callable[[Comparison], bytes], str]] = {
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
