"""Imports a platform's file of produce sales, through the verbs that everybody else calls too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.importing.reading import read_rows
from orders.importing.report import ImportReport
from orders.produce.changing import lock_lots
from orders.produce.models import ProduceLot
from orders.produce.sales.importing.parsing import FORMAT, Row, in_column, parse_row
from orders.produce.sales.importing.planning import New, Planner, Step
from orders.produce.sales.models import ProduceSale
from orders.produce.sales.receiving import receive_sales
from orders.produce.sales.refunding import NewRefund, refund_sales
from orders.produce.sales.selling import NewSale, record_sales
from stations.progress import SILENT, Progress
from stations.refusals import Refused
from stations.turns import wait_turn

TURN = "orders.sale_import"
MOST_ROWS = 100_000
_AT_ONCE = 500

W = TypeVar("W", New, Step)
# What a verb calls an input, where the file has another word for it.
_COLUMN_OF = {"platform_order_no": "order_no", "amount": "refunded"}


def import_sales(
    *,
    actor: Any,
    file: BinaryIO,
    skip_bad: bool = False,
    dry_run: bool = False,
    progress: Progress = SILENT,
) -> ImportReport:
    """Brings in the sales of a file, or moves them on; docs/sales-format.md has the rules.

    One transaction. A refused row keeps the whole file out, with `skip_bad` only itself; with
    `dry_run` everything is done and undone. The reader's scope is the actor's; no actor sees all.
    Raises Refused for a file that cannot be read. One import at a time; locks the lots of the file,
    then the sales it meets.
    """
    report = ImportReport()
    with transaction.atomic():
        wait_turn(TURN)
        progress.stage(_("Reading"))
        rows = _read(file, report)
        progress.stage(_("Checking") if dry_run else _("Checking and writing"))
        planner = Planner(actor=actor, lots=_lock_lots(rows, actor))
        done = 0
        for some in _in_chunks(rows):
            _work_through(some, planner, actor=actor, report=report)
            done += len(some)
            progress.advance(done, len(rows))
        report.refused.sort(key=lambda refused: refused.line)
        report.written = not dry_run and (skip_bad or not report.refused)
        if not report.written:
            transaction.set_rollback(True)
    return report


def sale_reason() -> str:
    """What a refund says that the platform reported."""
    return _("Reported by the platform.")


def _read(file: BinaryIO, report: ImportReport) -> list[Row]:
    """The rows that make sense, each number once; the others are refused."""
    rows: dict[tuple[str, str], Row] = {}
    now = timezone.now()
    for line, cells in read_rows(file, FORMAT):
        report.rows += 1
        if report.rows > MOST_ROWS:
            raise Refused(_("The file has more than 100,000 rows. Split it."), code="file", field="file")
        row = parse_row(line, cells, now=now)
        if isinstance(row, str):
            report.refuse(line, row)
        elif row.key in rows:
            said = _("line %(line)s of the file has this number already.") % {"line": rows[row.key].line}
            report.refuse(line, f"{FORMAT.word('order_no')}: {said}")
        else:
            rows[row.key] = row
    return list(rows.values())


def _lock_lots(rows: Sequence[Row], actor: Any) -> dict[str, ProduceLot]:
    """The lots of the file within reach, by code. All of them before any sale: that is the order of locks."""
    reach = ProduceLot.objects.all() if actor is None else ProduceLot.objects.visible_to(actor)
    codes = {row.lot for row in rows}
    lots = lock_lots(list(reach.filter(code__in=codes).values_list("pk", flat=True)))
    return {lot.code: lot for lot in lots.values()}


def _work_through(rows: Sequence[Row], planner: Planner, *, actor: Any, report: ImportReport) -> None:
    plan = planner.plan(rows, report)

    def record(some: Sequence[New]) -> None:
        _record(some, actor=actor)

    def move(some: Sequence[Step]) -> None:
        _move([(one.row, one.sale) for one in some], actor=actor, known=True)

    report.accepted += _each_or_all(plan.new, record, report)
    report.advanced += _each_or_all(plan.steps, move, report)


def _each_or_all(some: Sequence[W], work: Callable[[Sequence[W]], None], report: ImportReport) -> int:
    """Does the work for all at once; where a verb refuses, for halves, down to the row that it refuses.

    In the order of the file, so that the first buyer gets the last jin. Returns how many were done.
    """
    if not some:
        return 0
    try:
        with transaction.atomic():
            work(some)
        return len(some)
    except Refused as refused:
        if len(some) == 1:
            report.refuse(some[0].row.line, in_column(refused, called=_COLUMN_OF))
            return 0
    half = len(some) // 2
    return _each_or_all(some[:half], work, report) + _each_or_all(some[half:], work, report)


def _record(some: Sequence[New], *, actor: Any) -> None:
    sales = record_sales(
        actor=actor,
        sales=[
            NewSale(
                listing=one.listing,
                platform_order_no=one.row.order_no,
                quantity=one.row.quantity,
                buyer_city=one.city,
                unit_price=one.row.unit_price,
                sold_at=one.row.sold_at,
            )
            for one in some
        ],
    )
    _move([(one.row, sale) for one, sale in zip(some, sales, strict=True)], actor=actor)


def _move(some: Sequence[tuple[Row, ProduceSale]], *, actor: Any, known: bool = False) -> None:
    """What the platform reports of sales: that buyers have them, and what went back to them so far."""
    received = {
        sale.pk: row.received_at
        for row, sale in some
        if row.received_at is not None and (not known or sale.received_at is None)
    }
    if received:
        receive_sales(actor=actor, received_at=received)
    refunds = [
        NewRefund(sale, row.refunded - sale.refunded, sale_reason(), row.refunded_at)
        for row, sale in some
        if row.refunded > sale.refunded
    ]
    if refunds:
        refund_sales(actor=actor, refunds=refunds)


def _in_chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, _AT_ONCE)):
        yield chunk
