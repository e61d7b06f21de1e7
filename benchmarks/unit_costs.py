"""`python -m benchmarks.unit_costs`: what one order costs in bytes, in log and in processor time.

On the database of DATABASE_URL, which `manage.py seed_network` has filled; it adds orders there, so
give it a database of its own. Processor time of PostgreSQL is read from /proc: run it on the server's host.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

from config.embedded import ensure

ensure()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

# Models exist only after the lines above.
from django.db import connection, transaction  # noqa: E402

from orders.agent_orders.models import AgentOrder  # noqa: E402
from orders.agent_orders.placing import NewLine, NewOrder, place_order, place_orders  # noqa: E402
from orders.festivals.rolling_up import roll_up_turnover  # noqa: E402
from orders.villagers.models import Villager  # noqa: E402
from partners.income.pricing import price_activity  # noqa: E402

BULK = 500
TICK = os.sysconf("SC_CLK_TCK")
SIZES = """
SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
 WHERE relkind = 'r' AND relname ~ '^(orders|partners)_' AND relname NOT IN
       ('orders_villager', 'partners_partner', 'partners_tenure', 'partners_user', 'partners_account')
   AND pg_total_relation_size(oid) > 256 * 1024
 ORDER BY pg_total_relation_size(oid) DESC
"""
# As a night leaves the journal: in the order in which the payments came.
IN_ORDER = """
CREATE TEMP TABLE journal AS
SELECT turnover_at, business_date, station_id, amount, kind FROM partners_activity ORDER BY turnover_at
"""
AN_HOUR = """
EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)
SELECT station_id, sum(amount) FROM journal
 WHERE turnover_at >= %s AND turnover_at < %s AND kind = 'paid' GROUP BY station_id
"""
# A range of as many blocks is left out or read as a whole.
KINDS = {
    "none": "",
    "btree": "USING btree (turnover_at)",
    "brin": "USING brin (turnover_at) WITH (pages_per_range = 16)",
}


@dataclass
class Cost:
    """Of `count` orders together: bytes of WAL, seconds of processor here and in PostgreSQL, of the clock."""

    wal: int = 0
    ours: float = 0.0
    theirs: float = 0.0
    clock: float = 0.0

    def of_one(self, count: int) -> str:
        return (
            f"| {self.wal / count:,.0f} | {self.ours / count * 1000:.2f} | {self.theirs / count * 1000:.2f}"
            f" | {self.clock / count * 1000:.2f} |"
        )


def one(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def backend_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def costing() -> Iterator[Cost]:
    cost, pid = Cost(), one("SELECT pg_backend_pid()")
    before = one("SELECT pg_current_wal_insert_lsn()::text"), backend_seconds(pid)
    ours, clock = time.process_time(), time.monotonic()
    yield cost
    cost.ours, cost.clock = time.process_time() - ours, time.monotonic() - clock
    cost.theirs = backend_seconds(pid) - before[1]
    cost.wal = int(one("SELECT pg_current_wal_insert_lsn() - %s::pg_lsn", before[0]))


def new_orders(count: int) -> list[NewOrder]:
    """One line each, paid at once from the villager's own account."""
    villagers = list(Villager.objects.select_related("station").order_by("?")[:count])
    line = NewLine(title="电饭煲", category="small_appliances", quantity=1, unit_price=Decimal("160.00"))
    return [
        NewOrder(
            station=one.station, villager=one, lines=[line], pay_how=AgentOrder.PayHow.OWN_ACCOUNT
        )
        for one in (villagers[number % len(villagers)] for number in range(count))
    ]  # fmt: skip


def sizes() -> None:
    orders = AgentOrder.objects.count()
    print(f"\n## Bytes on disk, {orders:,} orders\n")
    print("| table | rows' bytes an order | indexes' |\n|---|---:|---:|")
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        rows = cursor.fetchall()
    rows.append(("together", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    for name, heap, indexes in rows:
        print(f"| {name} | {heap / orders:,.0f} | {indexes / orders:,.0f} |")


def work(count: int) -> None:
    print(f"\n## An order's work, {count:,} of each\n")
    print("| what | bytes of WAL | ms processor, Python | ms processor, PostgreSQL | ms clock |")
    print("|---|---:|---:|---:|---:|")
    single, many = new_orders(count), new_orders(count)
    for order in new_orders(50):  # what is only slow the first time
        place_order(actor=None, order=order)
    roll_up_turnover(wait=True)
    price_activity(wait=True)

    def bulk() -> None:
        for first in range(0, count, BULK):
            stamped = [_now(order) for order in many[first : first + BULK]]
            place_orders(actor=None, orders=stamped)

    def report(what: str, do: Callable[[], object], orders: int) -> None:
        with costing() as cost:
            do()
        print(f"| {what} {cost.of_one(orders)}", flush=True)

    report("`place_order`", lambda: [place_order(actor=None, order=order) for order in single], count)
    report(f"`place_orders`, {BULK} at a time", bulk, count)
    report("`roll_up_turnover`", lambda: roll_up_turnover(wait=True), 2 * count)
    report("`price_activity`", lambda: price_activity(wait=True), 2 * count)


def _now(order: NewOrder) -> NewOrder:
    moment = one("SELECT clock_timestamp()")
    return NewOrder(
        station=order.station, villager=order.villager, lines=order.lines, pay_how=order.pay_how,
        placed_at=moment, paid_at=moment,
    )  # fmt: skip


def brin() -> None:
    """An hour of a station ranking, read from the journal itself by each kind of index. Nothing stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(IN_ORDER)
        cursor.execute("ANALYZE journal")
        cursor.execute("SELECT count(*), pg_table_size('journal') FROM journal")
        rows, size = cursor.fetchone()
        print(f"\n## An index on the journal's time: {rows:,} rows, {size:,} bytes\n")
        print("| index on turnover_at | bytes | an hour by station, ms |\n|---|---:|---:|")
        begin = one("SELECT min(turnover_at) FROM journal") + dt.timedelta(hours=9)
        for kind, index in KINDS.items():
            if index:
                cursor.execute(f"CREATE INDEX try_it ON journal {index}")
            times = []
            for _try in range(5):
                cursor.execute(AN_HOUR, [begin, begin + dt.timedelta(hours=1)])
                times.append(cursor.fetchone()[0][0]["Execution Time"])
            taken = one("SELECT pg_relation_size('try_it')") if index else 0
            print(f"| {kind} | {taken:,} | {sorted(times)[2]:.1f} |")
            cursor.execute("DROP INDEX IF EXISTS try_it")
        transaction.set_rollback(True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.unit_costs", description=__doc__)
    parser.add_argument("--orders", type=int, default=2_000, help="how many orders each way is measured with")
    count = parser.parse_args().orders
    print(one("SELECT version()"))
    sizes()
    work(count)
    brin()


if __name__ == "__main__":
    main()
