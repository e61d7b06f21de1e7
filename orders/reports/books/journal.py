"""Orders agree with themselves, and the journal with the orders."""

from orders.reports.books.check import Check

# Hour, day and place are part of the key: a row in the wrong one is a row too many and one missing.
_JOURNAL = """
    SELECT source_key || ' at ' || extract(epoch FROM turnover_at) || ' on ' || business_date
               || ' station ' || station_id || ' center ' || center_id AS key,
           {figure}
    FROM partners_activity WHERE kind = '{kind}' AND business = 'agent_order'
"""

# The center that the station was under at a moment: today's, or the one its history tells.
_CENTER = """CASE WHEN s.center_since > {at} THEN (
                   SELECT h.center_id FROM stations_stationevent h
                   WHERE h.pgh_obj_id = s.id AND coalesce(h.center_since, '-infinity') <= {at}
                   ORDER BY h.pgh_id DESC LIMIT 1)
               ELSE s.center_id END"""

_BY_CATEGORY = """
    SELECT 'agent-order:' || o.id || ':{kind}:' || l.category
               || ' at ' || extract(epoch FROM o.{turnover_at})
               || ' on ' || (o.{happened_at} AT TIME ZONE 'Asia/Shanghai')::date
               || ' station ' || o.station_id || ' center ' || {center} AS key,
           {figure}
    FROM orders_agentorder o
    JOIN orders_agentorderline l ON l.order_id = o.id
    JOIN stations_station s ON s.id = o.station_id
    WHERE o.{happened_at} IS NOT NULL
    GROUP BY o.id, s.id, l.category
"""


def _by_category(*, kind: str, turnover_at: str, happened_at: str, figure: str) -> str:
    return _BY_CATEGORY.format(
        kind=kind,
        turnover_at=turnover_at,
        happened_at=happened_at,
        figure=figure,
        center=_CENTER.format(at=f"o.{turnover_at}"),
    )


CHECKS = (
    Check(
        "orders: amount = sum of lines",
        ("yuan",),
        "SELECT id::text AS key, amount AS yuan FROM orders_agentorder",
        "SELECT order_id::text AS key, sum(amount) AS yuan FROM orders_agentorderline GROUP BY order_id",
    ),
    Check(
        "orders: refunded = sum of refunds",
        ("yuan",),
        "SELECT id::text AS key, refunded AS yuan FROM orders_agentorder WHERE refunded <> 0",
        """SELECT l.order_id::text AS key, sum(r.amount) AS yuan
           FROM orders_orderrefund r JOIN orders_agentorderline l ON l.id = r.line_id GROUP BY l.order_id""",
    ),
    Check(
        "order lines: refunded = sum of refunds",
        ("yuan",),
        "SELECT id::text AS key, refunded AS yuan FROM orders_agentorderline WHERE refunded <> 0",
        "SELECT line_id::text AS key, sum(amount) AS yuan FROM orders_orderrefund GROUP BY line_id",
    ),
    Check(
        "journal: placed = orders placed",
        ("yuan",),
        _JOURNAL.format(kind="placed", figure="amount AS yuan"),
        _by_category(
            kind="placed", turnover_at="placed_at", happened_at="placed_at", figure="sum(l.amount) AS yuan"
        ),
    ),
    Check(
        "journal: paid = orders paid",
        ("yuan",),
        _JOURNAL.format(kind="paid", figure="amount AS yuan"),
        _by_category(
            kind="paid", turnover_at="paid_at", happened_at="paid_at", figure="sum(l.amount) AS yuan"
        ),
    ),
    Check(
        "journal: handed over = orders handed over",
        ("rows",),
        _JOURNAL.format(kind="handed_over", figure="1 AS rows"),
        _by_category(
            kind="handed_over", turnover_at="paid_at", happened_at="handed_over_at", figure="1 AS rows"
        ),
    ),
    Check(
        "journal: refunds = refunds of orders",
        ("yuan",),
        _JOURNAL.format(kind="refund", figure="amount AS yuan"),
        f"""
        SELECT 'refund:' || r.id || ' at ' || extract(epoch FROM o.paid_at)
                   || ' on ' || (r.at AT TIME ZONE 'Asia/Shanghai')::date
                   || ' station ' || o.station_id || ' center ' || {_CENTER.format(at="o.paid_at")} AS key,
               -r.amount AS yuan
        FROM orders_orderrefund r
        JOIN orders_agentorderline l ON l.id = r.line_id
        JOIN orders_agentorder o ON o.id = l.order_id
        JOIN stations_station s ON s.id = o.station_id
        """,
    ),
    Check(
        "journal: count of orders placed, paid, left after refunds",
        ("placed", "paid", "net"),
        """
        SELECT subject AS key,
               coalesce(sum(orders) FILTER (WHERE kind = 'placed'), 0) AS placed,
               coalesce(sum(orders) FILTER (WHERE kind = 'paid'), 0) AS paid,
               coalesce(sum(orders) FILTER (WHERE kind IN ('paid', 'refund')), 0) AS net
        FROM partners_activity WHERE business = 'agent_order' GROUP BY subject
        """,
        """
        SELECT 'agent-order:' || id AS key,
               (placed_at IS NOT NULL)::int AS placed,
               (paid_at IS NOT NULL)::int AS paid,
               (paid_at IS NOT NULL AND refunded < amount)::int AS net
        FROM orders_agentorder WHERE placed_at IS NOT NULL
        """,
    ),
)
