"""The festival report as a file: JSON for programs, CSV and XLSX for Excel."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.festivals.measures import Turnovers
from orders.festivals.places import Place
from orders.festivals.report import FestivalReport, Stretch
from stations.clock import SHANGHAI
from stations.money import ZERO
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes

MEASURES = (
    Column(_("Placed, yuan"), "yuan", 18),
    Column(_("Placed, orders"), "count"),
    Column(_("Paid, yuan"), "yuan", 18),
    Column(_("Paid, orders"), "count"),
    Column(_("Net, yuan"), "yuan", 18),
    Column(_("Net, orders"), "count"),
)
SHARE = Column(_("Share of paid"), "share")


def as_data(report: FestivalReport) -> dict[str, Any]:
    """Plain values for JSON and the API: yuan as strings, moments with +08:00."""
    return {
        "festival": report.festival.slug,
        "name": report.festival.name,
        "starts_at": report.festival.starts_at.astimezone(SHANGHAI).isoformat(),
        "ends_at": report.festival.ends_at.astimezone(SHANGHAI).isoformat(),
        "as_of": report.as_of.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "pending": report.pending,
        "stations_in_service": report.stations_in_service,
        "stations_selling": report.stations_selling,
        **_measures(report.turnovers),
        "mean_per_station": _yuan(report.mean_per_station),
        "median_per_station": _yuan(report.median_per_station),
        "target": None if report.target is None else _yuan(report.target),
        "hours": [
            {"starts_at": hour.starts_at.isoformat(), **_measures(hour.turnovers)} for hour in report.hours
        ],
        "categories": [
            {"code": kind.category.value, "name": str(kind.category.label), **_measures(kind.turnovers)}
            for kind in report.categories
        ],
        "provinces": [_place(row) | _stations(row) for row in report.provinces],
        "counties": [_place(row) | _stations(row) for row in report.counties],
        "stations": [
            _place(row) | {"county": row.within, "in_service": bool(row.in_service)}
            for row in report.stations
        ],
    }


def _measures(sold: Turnovers) -> dict[str, dict[str, Any]]:
    return {name: {"amount": _yuan(amount), "orders": orders} for name, amount, orders in sold}


def _place(row: Place) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, **_measures(row.turnovers)}


def _stations(row: Place) -> dict[str, int]:
    return {"stations_in_service": row.in_service, "stations_selling": row.selling}


def _yuan(amount: Decimal | None) -> str:
    return f"{ZERO if amount is None else amount:.2f}"


def as_json(report: FestivalReport) -> bytes:
    return json.dumps(as_data(report), ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(report: FestivalReport) -> bytes:
    return csv_bytes(csv_sheet(report))


def csv_sheet(report: FestivalReport) -> Sheet:
    """One table from the nation down to the stations; `level` tells the rows apart."""
    columns = (
        Column(_("Level")),
        Column(_("Code")),
        Column(_("Name")),
        Column(_("Within")),
        Column(_("Stations in service"), "count"),
        Column(_("Stations selling"), "count"),
        *MEASURES,
        SHARE,
        Column(_("As of"), "moment"),
    )
    return Sheet("", columns, _all_levels(report))


def _all_levels(report: FestivalReport) -> Iterator[list[Cell]]:
    whole = _("Nation") if report.national else _("Total")
    counts = (report.stations_in_service, report.stations_selling)
    share = Decimal(1) if report.turnovers.paid_amount else None
    yield [whole, "", report.festival.name, "", *counts, *_cells(report.turnovers), share, report.as_of]
    for level, rows in (
        (_("Province"), report.provinces),
        (_("County"), report.counties),
        (_("Station"), report.stations),
    ):
        for row in rows:
            counts = (row.in_service, row.selling)
            sold = _cells(row.turnovers)
            yield [level, row.code, row.name, row.within_name, *counts, *sold, row.share, report.as_of]


def as_xlsx(report: FestivalReport, *more: Sheet) -> bytes:
    """A sheet for each part of the report, and then `more`; the same bytes whenever it is written."""
    places = (
        (_("Provinces"), None, report.provinces),
        (_("Counties"), _("Province"), report.counties),
        (_("Stations"), _("County"), report.stations),
    )
    return xlsx_bytes(
        [
            _summary(report),
            *(_of_places(title, above, rows) for title, above, rows in places),
            Sheet(_("Hours"), (Column(_("Hour"), "moment", 18), *MEASURES), map(_of_hour, report.hours)),
            Sheet(
                _("Categories"),
                (Column(_("Category"), width=24), *MEASURES, SHARE),
                ([kind.category.label, *_cells(kind.turnovers), kind.share] for kind in report.categories),
            ),
            *more,
        ],
        created=report.as_of,
    )


def _summary(report: FestivalReport) -> Sheet:
    """Three columns, so that yuan and orders of one measure stand side by side."""
    labels = {"placed": _("Placed"), "paid": _("Paid"), "net": _("Net")}
    festival = report.festival
    rows: list[list[Cell]] = [
        [_("Festival"), festival.name, None, None],
        [_("Starts"), _moment(festival.starts_at), None, None],
        [_("Ends"), _moment(festival.ends_at), None, None],
        [_("As of"), _moment(report.as_of), None, None],
        *(list[Cell]((labels[name], None, amount, orders)) for name, amount, orders in report.turnovers),
        [_("Average order"), None, report.turnovers.average_order, None],
        [_("Stations in service"), None, None, report.stations_in_service],
        [_("Stations selling"), None, None, report.stations_selling],
        [_("Mean per station in service, paid"), None, report.mean_per_station, None],
        [_("Median per station in service, paid"), None, report.median_per_station, None],
    ]
    if report.target is not None:
        rows.append([_("Sales target"), None, report.target, None])
    columns = (
        Column("", width=34),
        Column("", width=24),
        Column(pgettext_lazy("money", "Yuan"), "yuan", 20),
        Column(_("Count"), "count", 14),
    )
    return Sheet(_("Summary"), columns, rows)


def _of_places(title: str | Promise, above: str | Promise | None, rows: Iterable[Place]) -> Sheet:
    columns = [
        Column(_("Rank"), "count", 8),
        Column(_("Code")),
        Column(_("Name"), width=26),
        *([Column(above, width=18)] if above else []),
        Column(_("Stations in service"), "count"),
        Column(_("Stations selling"), "count"),
        *MEASURES,
        SHARE,
    ]

    def cells(rank: int, row: Place) -> list[Cell]:
        names: list[Cell] = [rank, row.code, row.name, *([row.within_name] if above else [])]
        return [*names, row.in_service, row.selling, *_cells(row.turnovers), row.share]

    return Sheet(title, columns, (cells(rank, row) for rank, row in enumerate(rows, start=1)))


def _of_hour(hour: Stretch) -> list[Cell]:
    return [hour.starts_at, *_cells(hour.turnovers)]


def _cells(sold: Turnovers) -> list[Cell]:
    return [cell for _name, amount, orders in sold for cell in (amount, orders)]


def _moment(moment: Any) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


FORMATS: dict[str, tuple[Callable[[FestivalReport], bytes], str]] = {
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
