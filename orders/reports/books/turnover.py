"""Turnover as rolled up, with what is still pending, against the journal.

The roll-up adds changes; the recount here counts subjects: an order is in the net count
when something of its payment is left.
"""

from orders.reports.books.check import Check

FIGURES = ("placed", "placed_orders", "paid", "paid_orders", "net", "net_orders")


def _check(name: str, *, table: str, key: str, journal_key: str, count: str, subject: str) -> Check:
    return Check(
        name,
        FIGURES,
        recorded=f"""
        SELECT key, sum(placed) AS placed, sum(placed_orders) AS placed_orders, sum(paid) AS paid,
               sum(paid_orders) AS paid_orders, sum(net) AS net, sum(net_orders) AS net_orders
        FROM (
            SELECT {key} AS key, placed_amount AS placed, placed_orders, paid_amount AS paid, paid_orders,
                   net_amount AS net, net_orders
            FROM {table}
            UNION ALL
            SELECT {journal_key},
                   amount * (kind = 'placed')::int, {count} * (kind = 'placed')::int,
                   amount * (kind = 'paid')::int, {count} * (kind = 'paid')::int,
                   amount * (kind <> 'placed')::int, {count} * (kind <> 'placed')::int
            FROM partners_pendingactivity p JOIN partners_activity a ON a.id = p.activity_id
            WHERE p.consumer = 'turnover'
        ) AS rolled_up_and_pending
        GROUP BY key
        """,
        recounted=f"""
        SELECT key,
               coalesce(sum(yuan) FILTER (WHERE is_placing), 0) AS placed,
               count(*) FILTER (WHERE is_placing) AS placed_orders,
               coalesce(sum(came) FILTER (WHERE NOT is_placing), 0) AS paid,
               count(*) FILTER (WHERE came > 0 AND NOT is_placing) AS paid_orders,
               coalesce(sum(yuan) FILTER (WHERE NOT is_placing), 0) AS net,
               count(*) FILTER (WHERE yuan > 0 AND NOT is_placing) AS net_orders
        FROM (
            SELECT {journal_key} AS key, kind = 'placed' AS is_placing, sum(amount) AS yuan,
                   sum(amount) FILTER (WHERE kind = 'paid') AS came
            FROM partners_activity WHERE kind IN ('placed', 'paid', 'refund')
            GROUP BY 1, 2, {subject}
        ) AS by_subject
        GROUP BY key
        """,
    )


CHECKS = (
    _check(
        "turnover: station by hour = journal",
        table="orders_stationturnover",
        key="concat_ws(' ', extract(epoch FROM hour), business, center_id, station_id)",
        journal_key="concat_ws(' ', extract(epoch FROM date_trunc('hour', turnover_at)), business, center_id,"
        " station_id)",
        count="orders",
        subject="subject",
    ),
    _check(
        "turnover: station by day = journal",
        table="orders_stationday",
        key="concat_ws(' ', day, business, center_id, station_id)",
        journal_key="concat_ws(' ', (turnover_at AT TIME ZONE 'Asia/Shanghai')::date, business, center_id,"
        " station_id)",
        count="orders",
        subject="subject",
    ),
    _check(
        "turnover: county by hour = journal",
        table="orders_centerhour",
        key="concat_ws(' ', extract(epoch FROM hour), business, center_id)",
        journal_key="concat_ws(' ', extract(epoch FROM date_trunc('hour', turnover_at)), business,"
        " center_id)",
        count="orders",
        subject="subject",
    ),
    _check(
        "turnover: county by minute = journal",
        table="orders_centerminute",
        key="concat_ws(' ', extract(epoch FROM minute), business, center_id)",
        journal_key="concat_ws(' ', extract(epoch FROM date_trunc('minute', turnover_at)), business,"
        " center_id)",
        count="orders",
        subject="subject",
    ),
    _check(
        "turnover: county by hour and category = journal",
        table="orders_centercategoryhour",
        key="concat_ws(' ', extract(epoch FROM hour), business, center_id, category)",
        journal_key="concat_ws(' ', extract(epoch FROM date_trunc('hour', turnover_at)), business, center_id,"
        " category)",
        count="category_orders",
        subject="subject, category",
    ),
)
