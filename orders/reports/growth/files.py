"""The growth report as data, CSV and workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from orders.reports.growth.report import GrowthReport
from orders.reports.growth.stages import Stage
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes


def as_data(report: GrowthReport) -> dict[str, Any]:
    """Plain values for the API; shares as strings."""
    now, peak, target = report.now, report.peak, report.target
    return {
        "day": report.day.isoformat(),
        "stations": now.stations,
        "stations_in_service": report.in_service,
        "counties": now.counties,
        "provinces": now.provinces,
        "partners": now.partners,
        "peak": None if peak is None else {"day": peak.day.isoformat(), "opened": peak.opened},
        "target": None
        if target is None
        else {
            "due_on": target.due_on.isoformat(),
            "counties": target.counties,
            "stations": target.stations,
            "partners": target.partners,
        },
        "planned": report.planned,
        "opened_as_planned": report.opened_as_planned,
        "reach": {
            "stations": report.reach.stations,
            "households": report.reach.households,
            "bought": report.reach.bought,
            "share": _share(report.reach.share),
        },
        "stages": [_stage(one) for one in report.stages],
        "days": [asdict(one) | {"day": one.day.isoformat()} for one in report.days],
        "months": [
            {
                "center": one.center,
                "month": f"{one.month:%Y-%m}",
                "planned": one.planned,
                "opened": one.opened,
            }
            for one in report.months
        ],
    }


def _stage(one: Stage) -> dict[str, Any]:
    return {
        "status": one.status.value,
        "stations": one.stations,
        "passed": one.passed,
        "median_days": _days(one.median),
        "p90_days": _days(one.p90),
    }


def _share(share: Decimal | None) -> str | None:
    return None if share is None else str(share.quantize(Decimal("0.0001")))


def _days(days: Decimal | None) -> str | None:
    return None if days is None else str(days)


def as_csv(report: GrowthReport) -> bytes:
    """Day by day."""
    return csv_bytes(_timeline(report))


def as_xlsx(report: GrowthReport) -> bytes:
    return xlsx_bytes([_timeline(report), _months(report), _provinces(report), _stages(report)])


def _timeline(report: GrowthReport) -> Sheet:
    columns = [
        Column(_("Day")),
        Column(_("Opened"), "count"),
        Column(_("Closed"), "count"),
        Column(_("Stations"), "count"),
        Column(_("Counties"), "count"),
        Column(_("Provinces"), "count"),
        Column(_("Partners"), "count"),
    ]
    rows: Iterable[Sequence[Cell]] = (
        [str(one.day), one.opened, one.closed, one.stations, one.counties, one.provinces, one.partners]
        for one in report.days
    )
    return Sheet(_("Days"), columns, rows)


def _months(report: GrowthReport) -> Sheet:
    columns = [
        Column(_("Center")),
        Column(_("Name"), width=26),
        Column(_("Month")),
        Column(_("Planned"), "count"),
        Column(_("Opened"), "count"),
    ]
    rows: Iterable[Sequence[Cell]] = (
        [one.center, one.name, f"{one.month:%Y-%m}", one.planned, one.opened] for one in report.months
    )
    return Sheet(_("Plan and actual"), columns, rows)


def _provinces(report: GrowthReport) -> Sheet:
    columns = [
        Column(_("Province")),
        Column(_("Counties"), "count"),
        Column(_("Stations in service"), "count"),
        Column(_("Planned"), "count"),
    ]
    rows: Iterable[Sequence[Cell]] = (
        [one.name, one.counties, one.stations, one.planned] for one in report.provinces
    )
    return Sheet(_("Provinces"), columns, rows)


def _stages(report: GrowthReport) -> Sheet:
    columns = [
        Column(_("Stage")),
        Column(_("Stations"), "count"),
        Column(_("Went on"), "count"),
        Column(_("Median, days")),
        Column(_("Nine in ten within, days"), width=24),
    ]
    rows: Iterable[Sequence[Cell]] = (
        [one.status.label, one.stations, one.passed, _days(one.median) or "", _days(one.p90) or ""]
        for one in report.stages
    )
    return Sheet(_("Stages"), columns, rows)


FORMATS: dict[str, tuple[Callable[[GrowthReport], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
