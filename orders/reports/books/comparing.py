"""What is recorded against what is recounted, inside one snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db import connection, transaction

from orders.reports.books import (
    cash,
    contracts,
    counter,
    growth,
    income,
    journal,
    ledger,
    levels,
    parcels,
    payouts,
    people,
    presale,
    produce,
    snapshots,
    subsidies,
    turnover,
)
from orders.reports.books.check import Check

CHECKS = (
    *journal.CHECKS,
    *counter.CHECKS,
    *presale.CHECKS,
    *produce.CHECKS,
    *parcels.CHECKS,
    *turnover.CHECKS,
    *snapshots.CHECKS,
    *income.CHECKS,
    *subsidies.CHECKS,
    *payouts.CHECKS,
    *ledger.CHECKS,
    *contracts.CHECKS,
    *cash.CHECKS,
    *growth.CHECKS,
    *levels.CHECKS,
    *people.CHECKS,
)
EXAMPLES = 5
# Connections that count side by side; more of them take work_mem for each, and the disk is one.
AT_ONCE = 2
READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@dataclass(frozen=True, slots=True)
class Difference:
    """A key whose two sides differ; a side that has no such key counts as zero."""

    key: str
    recorded: tuple[Decimal, ...]
    recounted: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: sums of both sides by figure, and where they differ."""

    check: Check
    rows: int
    recorded: tuple[Decimal, ...]
    recounted: tuple[Decimal, ...]
    differing: int
    examples: tuple[Difference, ...]

    @property
    def clean(self) -> bool:
        return self.differing == 0


def verify(checks: Iterable[Check] = CHECKS) -> Iterator[Finding]:
    """Runs the checks, as a rule all, in one REPEATABLE READ snapshot, so that jobs may run meanwhile.

    Must not be called inside a transaction: the snapshot is its own. It is exported, and the checks run
    AT_ONCE at a time on connections that read it; findings come in the order of the checks.
    """
    with transaction.atomic(durable=True), ThreadPoolExecutor(AT_ONCE) as pool:
        with connection.cursor() as cursor:
            cursor.execute(READ_ONLY)
            # A snapshot ends with the transaction that exported it, and this one only waits.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        yield from pool.map(partial(_run_within, snapshot), checks)


def _run_within(snapshot: str, check: Check) -> Finding:
    # The connection of a thread of its own: nobody else closes it.
    with closing(connection), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(READ_ONLY)
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            # Whole-table hash joins; the default of 4 MB would spill each of them to disk.
            cursor.execute("SET LOCAL work_mem = '256MB'")
            # Nor a loop over one of them for each row of another, where statistics are missing yet.
            cursor.execute("SET LOCAL enable_nestloop = off")
        return _run(check)


def _run(check: Check) -> Finding:
    both = _both_sides(check)
    sums = ", ".join(f"coalesce(sum(r{n}), 0), coalesce(sum(c{n}), 0)" for n in range(len(check.figures)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {both} SELECT count(*), count(*) FILTER (WHERE differs), {sums} FROM both_sides"
        )
        rows, differing, *values = cursor.fetchone()
        examples: list[Difference] = []
        if differing:
            cursor.execute(
                f"WITH {both} SELECT * FROM both_sides WHERE differs ORDER BY key LIMIT {EXAMPLES}"
            )
            examples = [
                Difference(key=row[0], recorded=tuple(row[2::2]), recounted=tuple(row[3::2]))
                for row in cursor.fetchall()
            ]
    return Finding(
        check=check,
        rows=rows,
        recorded=tuple(values[0::2]),
        recounted=tuple(values[1::2]),
        differing=differing,
        examples=tuple(examples),
    )


def _both_sides(check: Check) -> str:
    """Pairs both sides by key; the columns are key, differs, then recorded and recounted by figure."""
    pairs = [(f"coalesce(r.{name}, 0)", f"coalesce(c.{name}, 0)") for name in check.figures]
    columns = ", ".join(f"{r} AS r{n}, {c} AS c{n}" for n, (r, c) in enumerate(pairs))
    differs = " OR ".join(f"{r} <> {c}" for r, c in pairs)
    # A key that only one side has is a difference even where its figures are zero.
    return f"""
        recorded AS MATERIALIZED ({check.recorded}),
        recounted AS MATERIALIZED ({check.recounted}),
        both_sides AS (
            SELECT key, ({differs} OR r.key IS NULL OR c.key IS NULL) AS differs, {columns}
            FROM recorded r FULL JOIN recounted c USING (key)
        )"""
