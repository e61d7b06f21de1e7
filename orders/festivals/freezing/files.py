"""Snapshots and their differences as files; what a snapshot prints comes from its document alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from orders.festivals.files import as_csv, as_xlsx
from orders.festivals.freezing.differences import Change, Differences
from orders.festivals.freezing.document import thaw
from orders.festivals.freezing.models import SnapshotPart
from orders.festivals.measures import NOTHING_SOLD, Turnovers
from stations.clock import SHANGHAI
from stations.sheets import Cell, Column, Sheet, csv_bytes, xlsx_bytes
from stations.wording import in_chinese

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def definitions_of(definitions: dict[str, list[list[str]]]) -> list[list[str]]:
    """Term and text in the reader's language."""
    return definitions["zh-hans" if in_chinese() else "en"]


def snapshot_json(part: SnapshotPart) -> bytes:
    """The document itself: its sha256 is the checksum."""
    return part.document.encode()


def snapshot_csv(part: SnapshotPart) -> bytes:
    return as_csv(thaw(part.document).report)


def snapshot_xlsx(part: SnapshotPart) -> bytes:
    frozen = thaw(part.document)
    rows: list[list[Cell]] = [list(pair) for pair in definitions_of(frozen.definitions)]
    rows.append([_("Checksum"), part.checksum])
    columns = (Column(_("Term"), width=30), Column(_("Definition"), width=110))
    return as_xlsx(frozen.report, Sheet(_("Definitions"), columns, rows))


SNAPSHOT_FORMATS: dict[str, tuple[Callable[[SnapshotPart], bytes], str]] = {
    "json": (snapshot_json, "application/json"),
    "csv": (snapshot_csv, "text/csv; charset=utf-8"),
    "xlsx": (snapshot_xlsx, XLSX),
}


# --- differences ---------------------------------------------------------------------


def differences_data(found: Differences) -> dict[str, Any]:
    """Plain values for JSON and the API: yuan as strings."""
    return {
        "from": found.before.report.as_of.astimezone(SHANGHAI).isoformat(),
        "to": found.after.report.as_of.astimezone(SHANGHAI).isoformat(),
        "before": _measures(found.whole.before),
        "after": _measures(found.whole.after),
        "difference": _measures(found.whole.difference),
        "refunds_by_day": [
            {"day": day.day.isoformat(), "amount": f"{day.amount:.2f}", "orders": day.orders}
            for day in found.days
        ],
        "recorded_later": {
            "amount": f"{found.recorded_later:.2f}",
            "orders": found.recorded_later_orders,
        },
        "provinces": [_change(one) for one in found.provinces],
        "counties": [_change(one) for one in found.counties],
        "categories": [_change(one) for one in found.categories],
        "stations": [_change(one) for one in found.stations],
        "elsewhere": _measures(found.elsewhere),
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "before": _measures(one.before),
        "after": _measures(one.after),
        "difference": _measures(one.difference),
    }


def _measures(sold: Turnovers) -> dict[str, Any]:
    return {name: {"amount": f"{amount:.2f}", "orders": orders} for name, amount, orders in sold}


DIFFERENCE_COLUMNS = (
    Column(_("What")),
    Column(_("Code")),
    Column(_("Name"), width=26),
    Column(_("Net before, yuan"), "yuan", 18),
    Column(_("Net after, yuan"), "yuan", 18),
    Column(_("Difference of placed, yuan"), "yuan", 18),
    Column(_("Difference of placed, orders"), "count"),
    Column(_("Difference of paid, yuan"), "yuan", 18),
    Column(_("Difference of paid, orders"), "count"),
    Column(_("Difference of net, yuan"), "yuan", 18),
    Column(_("Difference of net, orders"), "count"),
)


def differences_csv(found: Differences) -> bytes:
    return csv_bytes(_sheet(found))


def differences_xlsx(found: Differences) -> bytes:
    return xlsx_bytes([_sheet(found)], created=found.after.report.as_of)


def _sheet(found: Differences) -> Sheet:
    return Sheet(_("Differences"), DIFFERENCE_COLUMNS, _rows(found))


def _rows(found: Differences) -> Iterator[list[Cell]]:
    yield _row(_("All"), found.whole)
    for day in found.days:
        figures: list[Cell] = [None, None, None, None, day.amount, day.orders]
        yield [_("Refunded on"), day.day.isoformat(), "", None, None, *figures]
    if found.recorded_later or found.recorded_later_orders:
        later = (found.recorded_later, found.recorded_later_orders)
        yield [_("Recorded later"), "", "", None, None, None, None, *later, *later]
    for what, changes in (
        (_("Province"), found.provinces),
        (_("County"), found.counties),
        (_("Category"), found.categories),
        (_("Station"), found.stations),
    ):
        for one in changes:
            yield _row(what, one)
    if found.elsewhere != NOTHING_SOLD:
        sums = [cell for _name, amount, orders in found.elsewhere for cell in (amount, orders)]
        yield [_("Stations that came or left"), "", "", None, None, *sums]


def _row(what: Any, one: Change) -> list[Cell]:
    sums = [cell for _name, amount, orders in one.difference for cell in (amount, orders)]
    return [what, one.code, one.name, one.before.net_amount, one.after.net_amount, *sums]


DIFFERENCE_FORMATS: dict[str, tuple[Callable[[Differences], bytes], str]] = {
    "csv": (differences_csv, "text/csv; charset=utf-8"),
    "xlsx": (differences_xlsx, XLSX),
}
