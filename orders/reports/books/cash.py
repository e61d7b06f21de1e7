"""Drawers against their movements, the movements against what they were for, closed days again."""

from orders.reports.books.check import Check

CHECKS = (
    Check(
        "cash: drawer = sum of its movements, and what it keeps = withdrawals under way",
        ("yuan", "promised"),
        "SELECT station_id::text AS key, amount AS yuan, promised FROM orders_drawer",
        """
        SELECT station_id::text AS key, sum(amount) AS yuan, sum(promised) AS promised FROM (
            SELECT station_id, 0 AS amount, 0 AS promised FROM orders_drawer
            UNION ALL SELECT station_id, amount, 0 FROM orders_cashmovement
            UNION ALL SELECT station_id, 0, amount - fee FROM orders_counterservice
                      WHERE kind = 'withdrawal' AND held AND status <> 'succeeded'
        ) AS told GROUP BY station_id
        """,
    ),
    Check(
        # A movement of a closed day is booked on a later one, never on an earlier.
        "cash: orders paid into the drawer, refunds out of it",
        ("yuan",),
        """
        SELECT source_key || ' of ' || subject || ' station ' || station_id
                   || ' at ' || extract(epoch FROM occurred_at) AS key,
               amount AS yuan
        FROM orders_cashmovement WHERE kind IN ('order_paid', 'order_refunded')
            AND business_date >= (occurred_at AT TIME ZONE 'Asia/Shanghai')::date
        """,
        """
        SELECT 'agent-order:' || o.id || ':paid of agent-order:' || o.id || ' station ' || o.station_id
                   || ' at ' || extract(epoch FROM o.paid_at) AS key,
               o.amount - o.deposit AS yuan
        FROM orders_agentorder o WHERE o.paid_at IS NOT NULL AND o.pay_how = 'cash'
        UNION ALL
        SELECT 'refund:' || r.id || ' of agent-order:' || o.id || ' station ' || o.station_id
                   || ' at ' || extract(epoch FROM r.at),
               -r.amount
        FROM orders_orderrefund r
        JOIN orders_agentorderline l ON l.id = r.line_id
        JOIN orders_agentorder o ON o.id = l.order_id
        WHERE o.pay_how = 'cash'
        """,
    ),
    Check(
        "cash: services into the drawer and out of it, step by step",
        ("yuan",),
        """
        SELECT source_key || ' of ' || subject || ' station ' || station_id
                   || ' at ' || extract(epoch FROM occurred_at) AS key,
               amount AS yuan
        FROM orders_cashmovement
        WHERE kind IN ('service_taken', 'service_back', 'withdrawal', 'withdrawal_back')
            AND business_date >= (occurred_at AT TIME ZONE 'Asia/Shanghai')::date
        """,
        """
        SELECT 'service-event:' || e.id || ' of service:' || s.id || ' station ' || s.station_id
                   || ' at ' || extract(epoch FROM e.at) AS key,
               e.drawer AS yuan
        FROM orders_serviceevent e JOIN orders_counterservice s ON s.id = e.service_id
        WHERE e.drawer <> 0
        """,
    ),
    Check(
        "cash: closed days: expected and counted = all that had moved by then",
        ("expected", "counted"),
        """
        SELECT station_id || ' on ' || day AS key, expected, counted
        FROM orders_cashday WHERE closed_at IS NOT NULL
        """,
        """
        SELECT station_id || ' on ' || day AS key, sum(total) - sum(found) AS expected, sum(total) AS counted
        FROM (
            -- What moved on each day, and each day's own count; then all up to each day.
            SELECT station_id, day, closed,
                   coalesce(sum(moved) OVER past, 0) AS total, found
            FROM (
                SELECT station_id, day, sum(moved) AS moved, sum(found) AS found, bool_or(closed) AS closed
                FROM (
                    SELECT m.station_id, m.business_date AS day, m.amount AS moved, 0 AS found,
                           false AS closed
                    FROM orders_cashmovement m
                    UNION ALL
                    SELECT d.station_id, d.day, 0, coalesce(m.amount, 0), true
                    FROM orders_cashday d
                    LEFT JOIN orders_cashmovement m ON m.source_key = 'cash-day:' || d.id || ':closing'
                    WHERE d.closed_at IS NOT NULL
                ) AS told GROUP BY station_id, day
            ) AS by_day
            WINDOW past AS (PARTITION BY station_id ORDER BY day)
        ) AS up_to WHERE closed GROUP BY station_id, day
        """,
    ),
    Check(
        "cash: days in order, closed as far as the drawer says",
        ("days",),
        """
        SELECT d.station_id || ' through ' || d.closed_through AS key,
               (SELECT count(*) FROM orders_cashday o WHERE o.station_id = d.station_id
                    AND o.day <= d.closed_through AND o.closed_at IS NULL) AS days
        FROM orders_drawer d WHERE d.closed_through IS NOT NULL
        """,
        """
        SELECT station_id || ' through ' || max(day) AS key, 0 AS days FROM (
            SELECT station_id, day FROM orders_cashday WHERE closed_at IS NOT NULL
            UNION ALL SELECT station_id, business_date FROM orders_cashmovement WHERE kind = 'opening'
        ) AS ended GROUP BY station_id
        """,
    ),
    Check(
        # A day that is missing here would never be asked for.
        "cash: each day on which cash moved is on the list of days",
        ("days",),
        """
        SELECT d.station_id || ' on ' || d.day AS key, 1 AS days FROM orders_cashday d
        WHERE EXISTS (SELECT FROM orders_cashmovement m
                      WHERE m.station_id = d.station_id AND m.business_date = d.day)
        """,
        """
        SELECT DISTINCT m.station_id || ' on ' || m.business_date AS key, 1 AS days
        FROM orders_cashmovement m LEFT JOIN (
            SELECT station_id, max(business_date) AS day FROM orders_cashmovement
            WHERE kind = 'opening' GROUP BY station_id
        ) AS begun USING (station_id)
        WHERE begun.day IS NULL OR m.business_date > begun.day
        """,
    ),
)
