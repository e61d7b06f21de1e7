"""The jobs of the night beside hand-written SQL over the same rows, and the books.

Point 7 of the plan: roll-up, pricing, closing of a month, `verify_books`, and what a job costs
with little or nothing new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from benchmarks import night_sql
from benchmarks.measuring import Figure, parser_of, report, say, seconds, side_by_side, timed
from benchmarks.nation import DAY, STATIONS, seeded
from orders.festivals.rolling_up import roll_up_turnover
from orders.reports.books import verify
from partners.income.closing import close_month
from partners.income.pricing import price_activity
from partners.journal.consumers import backfill

MONTH = DAY.replace(day=1)
LAST = dt.date(2015, 11, 30)
FEW = 10_000
IDLE_RUNS = 20


def run(*statements: str, **values: Any) -> None:
    """Statements by hand; a transaction if the caller has one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values or None)


def digest(table: str, columns: str, where: str = "true") -> tuple[Any, ...]:
    """How many rows, and a sum of their hashes: equal for equal rows in whatever order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), sum(hashtextextended(concat_ws('|', {columns}), 0)) FROM {table} WHERE {where}"
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _waiting_only(consumer: str) -> None:
    run("TRUNCATE partners_pendingactivity")
    backfill(consumer)
    run("VACUUM (ANALYZE) partners_pendingactivity", "CHECKPOINT")


# --- from nothing ----------------------------------------------------------------------


def rolled_up() -> tuple[Any, ...]:
    """Every figure of the five tables."""
    columns = {
        "orders_centerhour": "hour",
        "orders_centerminute": "minute",
        "orders_centercategoryhour": "hour, category",
        "orders_stationday": "day, station_id",
        "orders_stationturnover": "hour, station_id",
    }
    sums = "placed_amount, placed_orders, paid_amount, paid_orders, net_amount, net_orders"
    return tuple(digest(table, f"business, center_id, {own}, {sums}") for table, own in columns.items())


def nothing_rolled_up() -> None:
    run(f"TRUNCATE {', '.join(night_sql.TURNOVER_TABLES)}")
    _waiting_only("turnover")


def nothing_priced() -> None:
    run("TRUNCATE partners_earning CASCADE")
    _waiting_only("income")


def roll_up_again() -> float:
    """Seconds for the whole journal."""
    nothing_rolled_up()
    return seconds(roll_up_turnover)


def price_again() -> float:
    nothing_priced()
    return seconds(lambda: price_activity(wait=True))


def roll_up_from_nothing(rounds: int) -> Figure:
    def by_hand() -> None:
        with transaction.atomic():
            run(*night_sql.ROLL_UP)

    return side_by_side(
        "roll_up_turnover from nothing",
        limit=1.5,
        rounds=rounds,
        before=nothing_rolled_up,
        ours=roll_up_turnover,
        peer=by_hand,
        left=rolled_up,
        note="peer: five INSERT .. SELECT .. GROUP BY; its pending rows stay",
    )


def priced() -> tuple[Any, ...]:
    return digest(
        "partners_earning",
        "activity_id, partner_id, station_id, center_id, business, category, subject, rate_id, rate_version, "
        "paid_on, basis, basis_total, round(unrounded, 7), amount, received_in_cash, earned_on",
    )


def price_from_nothing(rounds: int) -> Figure:
    return side_by_side(
        "price_activity from nothing",
        limit=1.3,
        rounds=rounds,
        before=nothing_priced,
        ours=lambda: price_activity(wait=True),
        peer=lambda: run(night_sql.PRICE),
        left=priced,
        note="peer: one INSERT .. SELECT; its pending rows stay",
    )


# --- a month ---------------------------------------------------------------------------


def settled() -> tuple[Any, ...]:
    """Statements, which lines they hold, and what is owed: without ids and moments."""
    return (
        digest(
            "partners_statement",
            "partner_id, center_id, station_id, month, version, lines, earned, received_in_cash, adjusted, "
            "deducted, brought_forward",
        ),
        digest(
            "partners_earning e LEFT JOIN partners_statement s ON s.id = e.statement_id",
            "e.id, s.partner_id, s.month",
        ),
        digest("partners_transfer", "kind, partner_id, station_id, amount"),
        digest(
            "partners_balance b JOIN partners_account a ON a.id = b.account_id", "kind, partner_id, amount"
        ),
        digest("partners_countymonth", "center_id, month, status"),
    )


class _Undone:
    """A transaction that is undone before the next one: 1.8 million lines are settled once each, else."""

    def __init__(self) -> None:
        self.open: Any = None

    def again(self) -> None:
        self.end()
        self.open = transaction.atomic()
        self.open.__enter__()

    def end(self) -> None:
        if self.open:
            transaction.set_rollback(True)
            self.open.__exit__(None, None, None)
            self.open = None
            run("VACUUM partners_earning", "CHECKPOINT")


def _all_earned() -> None:
    """Everything that was priced is earned within the month, as if it had been handed over."""
    run(f"UPDATE partners_earning SET earned_on = '{DAY + dt.timedelta(days=14)}' WHERE earned_on IS NULL")
    run("VACUUM (ANALYZE) partners_earning", "CHECKPOINT")


def close_once() -> float:
    """Seconds to close the month of a nation that is priced; it is closed afterwards."""
    _all_earned()
    return seconds(lambda: close_month(month=MONTH))


def close_a_month(rounds: int) -> Figure:
    _all_earned()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM partners_partner")
        (partners,) = cursor.fetchone()
    undone = _Undone()

    def ours() -> None:
        close_month(month=MONTH)
        run("SET CONSTRAINTS ALL IMMEDIATE")

    def by_hand() -> None:
        with connection.cursor() as cursor:
            for statement in night_sql.CLOSE:
                cursor.execute(statement, {"month": MONTH, "last": LAST})
        run("SET CONSTRAINTS ALL IMMEDIATE")

    try:
        return side_by_side(
            f"close_month, {partners:,} partners",
            limit=1.5,
            rounds=rounds,
            before=undone.again,
            ours=ours,
            peer=by_hand,
            left=settled,
            note="peer: eight statements",
        )
    finally:
        undone.end()


# --- little and nothing new --------------------------------------------------------------


def idle() -> list[Figure]:
    jobs: dict[str, Callable[[], object]] = {
        "roll_up_turnover": roll_up_turnover,
        "price_activity": price_activity,
    }
    figures = []
    for name, job in jobs.items():
        job()
        times = [seconds(job) for _ in range(IDLE_RUNS)]
        figures.append(timed(f"{name}, nothing new", limit=0.02, times=times))
    return figures


# The first rows of the journal once more, so many days earlier and under other keys.
AGAIN = """
WITH fresh AS (
    INSERT INTO partners_activity
        (partner_id, station_id, center_id, business, kind, category, amount, orders, category_orders,
         business_date, occurred_at, turnover_at, subject, source_key, recorded_at)
    SELECT partner_id, station_id, center_id, business, kind, category, amount, orders, category_orders,
           business_date - %(days)s, occurred_at - %(days)s * interval '1 day',
           turnover_at - %(days)s * interval '1 day', subject, source_key || %(label)s, now()
    FROM partners_activity WHERE id <= %(last)s AND kind IN ('placed', 'paid')
    RETURNING id
)
INSERT INTO partners_pendingactivity (consumer, activity_id) SELECT 'turnover', id FROM fresh
"""
HISTORY = 10
INCREMENTS = 7


def increments(label: str) -> list[float]:
    """Seconds for a roll-up of 10,000 new rows upon what is there, a few times."""
    run("VACUUM (ANALYZE) partners_activity", "VACUUM (ANALYZE) partners_pendingactivity", "CHECKPOINT")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partners_activity ORDER BY id OFFSET %s LIMIT 1", [FEW])
        (beyond,) = cursor.fetchone()
    took = []
    for number in range(INCREMENTS):
        run(AGAIN, days=0, last=beyond - 1, label=f":{label}{number}")
        took.append(seconds(roll_up_turnover))
    return took


def few_new_rows() -> list[Figure]:
    """10,000 new rows upon the history that is there, and upon ten times as much of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM partners_activity")
        (whole,) = cursor.fetchone()
    small = increments("small")
    for day in range(1, HISTORY):
        run(AGAIN, days=day, last=whole, label=f":day{day}")
        roll_up_turnover()
    large = increments("large")
    return [
        timed(f"roll-up of {FEW:,} new rows", limit=0.1, times=small),
        timed("the same upon ten times the history", limit=0.1, times=large),
        Figure("history, ten times against once", min(large) / min(small), 1.3, ours=large, peer=small),
    ]


def verify_books() -> Figure:
    def judge() -> None:
        wrong = [finding.check.name for finding in verify() if not finding.clean]
        if wrong:
            raise AssertionError(f"the books are not clean: {wrong}")

    return timed("verify_books", limit=120, times=[seconds(judge)])


def measure(parts: Sequence[str], *, stations: int, rounds: int) -> list[Figure]:
    """The figures of these parts; the database holds a nation afterwards that no book agrees with."""
    say(f"a nation of {stations:,} stations")
    seeded(stations)
    figures: list[Figure] = []
    if "books" in parts:
        figures.append(verify_books())
    if "idle" in parts:
        figures += idle()
    if "few" in parts:
        # A tenth of the nation and ten times its history: the rows of the national day.
        seeded(max(stations // HISTORY, 1))
        figures += few_new_rows()
        seeded(stations)
    if "roll_up" in parts:
        figures.append(roll_up_from_nothing(rounds))
    if "pricing" in parts:
        figures.append(price_from_nothing(rounds))
    if "closing" in parts:
        price_activity(wait=True)
        figures.append(close_a_month(rounds))
    return figures


PARTS = ("books", "idle", "few", "roll_up", "pricing", "closing")


def main(arguments: Sequence[str]) -> int:
    parser = parser_of("night_jobs", __doc__)
    parser.add_argument("--stations", type=int, default=STATIONS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    given = parser.parse_args(arguments)
    figures = measure(given.only, stations=given.stations, rounds=given.rounds)
    size = f"{given.stations:,} stations, {given.rounds} rounds"
    return report(figures, title="Jobs of the night", size=size, to=given.json)
