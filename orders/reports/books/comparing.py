"""What is recorded against what is recounted, inside one snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

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

    Must not be called inside a transaction: the snapshot is its own.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # Whole-table hash joins; the default of 4 MB would spill each of them to disk.
            cursor.execute("SET LOCAL work_mem = '256MB'")
            # Nor a loop over one of them for each row of another, where statistics are missing yet.
            cursor.execute("SET LOCAL enable_nestloop = off")
        for check in checks:
            yield _run(check)


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
