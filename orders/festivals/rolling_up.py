"""From journal rows to turnover: the one writer of the tables that carry festival reports.

A chunk is one statement: it takes waiting rows of the journal away and adds them up, so that
a process that dies at any moment leaves both or neither. What it costs depends on what is
new, not on what is there.
"""

from __future__ import annotations

from django.db import connection, transaction

from partners.journal.consumers import backfill
from stations.turns import ROLLING_UP, share_turn, wait_turn

CONSUMER = "turnover"
# Large enough that a backlog adds many rows to one key at a time; live, a chunk is what came in.
CHUNK = 250_000

# The journal's rows are added up three times only, by the finest keys that help: name, key columns
# with the expression that makes each from a journal row, the column of the journal that counts orders.
BASES: tuple[tuple[str, dict[str, str], str], ...] = (
    (
        "by_minute",
        {"minute": "date_trunc('minute', turnover_at)", "business": "business", "center_id": "center_id"},
        "orders",
    ),
    (
        "by_category",
        {
            "hour": "date_trunc('hour', turnover_at)",
            "business": "business",
            "center_id": "center_id",
            "category": "category",
        },
        "category_orders",
    ),
    (
        "by_station",
        {
            "hour": "date_trunc('hour', turnover_at)",
            "business": "business",
            "center_id": "center_id",
            "station_id": "station_id",
        },
        "orders",
    ),
)

# Table, the base it is made from, and the first column of its key with its expression; the other
# columns are the base's. All runners write the tables and, within a table, the keys in this order:
# two that need the same rows wait for each other, never crosswise.
TABLES: tuple[tuple[str, str, tuple[str, str]], ...] = (
    ("orders_centerhour", "by_minute", ("hour", "date_trunc('hour', minute)")),
    ("orders_centerminute", "by_minute", ("minute", "minute")),
    ("orders_centercategoryhour", "by_category", ("hour", "hour")),
    ("orders_stationday", "by_station", ("day", "(hour AT TIME ZONE 'Asia/Shanghai')::date")),
    ("orders_stationturnover", "by_station", ("hour", "hour")),
)

# A locked row stays where it is, so its place finds it again without an index. As an array the
# journal's ids are looked up by key, however large the journal is.
TAKE = """
WITH picked AS MATERIALIZED (
    SELECT ctid FROM partners_pendingactivity
    WHERE consumer = %(consumer)s AND activity_id > %(after)s
    ORDER BY activity_id LIMIT %(size)s FOR UPDATE {skip}
), taken AS (
    DELETE FROM partners_pendingactivity WHERE ctid = ANY(ARRAY(SELECT ctid FROM picked))
    RETURNING activity_id
), fresh AS MATERIALIZED (
    SELECT station_id, center_id, business, category, kind, amount, orders, category_orders, turnover_at
    FROM partners_activity WHERE id = ANY(ARRAY(SELECT activity_id FROM taken))
)"""

ADD_UP = """, {base} AS MATERIALIZED (
    SELECT {keys},
           coalesce(sum(amount) FILTER (WHERE kind = 'placed'), 0) AS placed_amount,
           coalesce(sum({orders}) FILTER (WHERE kind = 'placed'), 0) AS placed_orders,
           coalesce(sum(amount) FILTER (WHERE kind = 'paid'), 0) AS paid_amount,
           coalesce(sum({orders}) FILTER (WHERE kind = 'paid'), 0) AS paid_orders,
           coalesce(sum(amount) FILTER (WHERE kind IN ('paid', 'refund')), 0) AS net_amount,
           coalesce(sum({orders}) FILTER (WHERE kind IN ('paid', 'refund')), 0) AS net_orders
    FROM fresh GROUP BY {numbers}
)"""

# The condition on the table before it makes the tables be written one after another.
KEEP = """, into_{table} AS (
    INSERT INTO {table} AS kept ({keys}, placed_amount, placed_orders, paid_amount, paid_orders,
                                 net_amount, net_orders)
    SELECT {expressions}, sum(placed_amount), sum(placed_orders), sum(paid_amount), sum(paid_orders),
           sum(net_amount), sum(net_orders)
    FROM {base} WHERE (SELECT count(*) FROM {before}) >= 0
    GROUP BY {numbers} ORDER BY {numbers}
    ON CONFLICT ({keys}) DO UPDATE SET
        placed_amount = kept.placed_amount + excluded.placed_amount,
        placed_orders = kept.placed_orders + excluded.placed_orders,
        paid_amount = kept.paid_amount + excluded.paid_amount,
        paid_orders = kept.paid_orders + excluded.paid_orders,
        net_amount = kept.net_amount + excluded.net_amount,
        net_orders = kept.net_orders + excluded.net_orders
    RETURNING 1
)"""


def _statement(*, skip: bool) -> str:
    parts = [TAKE.format(skip="SKIP LOCKED" if skip else "")]
    columns: dict[str, list[str]] = {}
    for base, keys, orders in BASES:
        columns[base] = list(keys)
        named = ", ".join(f"{expression} AS {key}" for key, expression in keys.items())
        parts.append(ADD_UP.format(base=base, keys=named, orders=orders, numbers=_numbers(len(keys))))
    before = "taken"
    for table, base, (first, expression) in TABLES:
        others = columns[base][1:]
        parts.append(
            KEEP.format(
                table=table,
                base=base,
                keys=", ".join([first, *others]),
                expressions=", ".join([expression, *others]),
                numbers=_numbers(1 + len(others)),
                before=before,
            )
        )
        before = f"into_{table}"
    return "".join(parts) + "\nSELECT count(*), max(activity_id) FROM taken"


def _numbers(count: int) -> str:
    return ", ".join(str(number) for number in range(1, count + 1))


PASS_OVER = _statement(skip=True)
WAIT = _statement(skip=False)


def roll_up_turnover(*, limit: int | None = None, wait: bool = False) -> int:
    """Adds waiting journal rows to the turnover tables; returns how many it took.

    Several may run at once: each takes other rows. Rows that another one holds are passed over,
    or with `wait` waited for, so that afterwards everything posted before the call is counted.
    Commits after each chunk. Takes the rows it claims, then the turnover rows in key order.
    """
    done = after = 0
    while limit is None or done < limit:
        size = CHUNK if limit is None else min(CHUNK, limit - done)
        with transaction.atomic():
            share_turn(ROLLING_UP)
            taken, last = _roll_up_chunk(after=after, size=size, wait=wait)
        done += taken
        if taken == size:
            # Behind what was just deleted: the index still leads through it until a vacuum.
            after = last
        elif after:
            # Rows that were posted, or let go by another runner, behind our back.
            after = 0
        else:
            break
    return done


def rebuild_turnover() -> int:
    """Empties the turnover tables and adds up the whole journal again; returns its rows.

    One transaction: readers see the old figures until it commits. Waits for running roll-ups
    and keeps new ones waiting; the posting of orders goes on, and what is posted meanwhile is
    either counted here or waits for the next roll-up.
    """
    with transaction.atomic():
        # Taken before any row: with a lock on the tables alone, a rebuild and a roll-up that has
        # claimed rows already would wait for each other.
        wait_turn(ROLLING_UP)
        with connection.cursor() as cursor:
            for table, _base, _key in TABLES:
                cursor.execute(f"DELETE FROM {table}")
        backfill(CONSUMER)
        done = after = 0
        while True:
            taken, last = _roll_up_chunk(after=after, size=CHUNK, wait=True)
            done += taken
            if taken < CHUNK:
                return done
            after = last


def _roll_up_chunk(*, after: int, size: int, wait: bool) -> tuple[int, int]:
    """How many rows were taken, and the id of the last. The caller has the turn."""
    with connection.cursor() as cursor:
        # The chunk is added up in memory.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(WAIT if wait else PASS_OVER, {"consumer": CONSUMER, "after": after, "size": size})
        taken, last = cursor.fetchone()
    return taken, last or 0
