"""Imports a platform's file of agent orders."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.importing.applying import apply
from orders.agent_orders.importing.format import FORMAT
from orders.agent_orders.importing.parsing import BadRow, Row, parse_row
from orders.agent_orders.importing.planning import Planner
from orders.agent_orders.importing.report import ImportReport
from orders.agent_orders.importing.staging import Group, groups, stage
from orders.importing.reading import read_rows
from stations.progress import SILENT, Progress
from stations.turns import wait_turn

TURN = "orders.import"
_ORDERS_AT_ONCE = 5000


def import_orders(
    *,
    actor: Any,
    file: BinaryIO,
    skip_bad: bool = False,
    dry_run: bool = False,
    progress: Progress = SILENT,
) -> ImportReport:
    """Brings in the orders of a file, or moves them on; docs/import-format.md has the rules.

    One transaction. A refused row refuses the whole file, with `skip_bad` only its own order;
    with `dry_run` nothing is written. The reader's scope is the actor's; no actor sees all.
    Raises Refused for a file that cannot be read. One import at a time; locks the orders it meets.
    """
    report = ImportReport()
    with transaction.atomic():
        wait_turn(TURN)
        progress.stage(_("Reading"))
        report.rows = stage(_parsed(file))
        progress.stage(_("Checking") if dry_run else _("Checking and writing"))
        _work_through(report, actor=actor, skip_bad=skip_bad, dry_run=dry_run, progress=progress)
        report.refused.sort(key=lambda refused: refused.line)
        report.written = _goes_on(report, skip_bad=skip_bad, dry_run=dry_run)
        if not report.written:
            transaction.set_rollback(True)
    return report


def _parsed(file: BinaryIO) -> Iterator[Row | BadRow]:
    now = timezone.now()
    for line, cells in read_rows(file, FORMAT):
        yield parse_row(line, cells, now=now)


def _work_through(
    report: ImportReport, *, actor: Any, skip_bad: bool, dry_run: bool, progress: Progress
) -> None:
    # Deferred key checks would queue up, and each exception block in a trigger walks the queue.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    planner = Planner(actor=actor, report=report)
    done = 0
    for some in _in_chunks(groups()):
        with _no_collector():
            writing = _goes_on(report, skip_bad=skip_bad, dry_run=dry_run)
            plan = planner.plan(some, lock=writing)
            if writing and _goes_on(report, skip_bad=skip_bad, dry_run=dry_run):
                apply(plan, actor=actor, report=report)
        done += sum(len(group.rows) + len(group.bad) for group in some)
        progress.advance(done, report.rows)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Rows hold no cycles, but the collector walks each chunk many times: a fifth of all the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _goes_on(report: ImportReport, *, skip_bad: bool, dry_run: bool) -> bool:
    """Whether what is written will stay: after a refused row the rest is only looked at."""
    return not dry_run and (skip_bad or not report.refused)


def _in_chunks(all_groups: Iterator[Group]) -> Iterator[list[Group]]:
    while chunk := list(islice(all_groups, _ORDERS_AT_ONCE)):
        yield chunk
