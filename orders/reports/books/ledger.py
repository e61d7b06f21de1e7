"""Floats against their transfers, and the transfers against the orders they were for."""

from orders.reports.books.check import Check

CHECKS = (
    Check(
        "ledger: balance of each float, deposit and of what is owed = sum of its transfers",
        ("yuan",),
        "SELECT account_id::text AS key, amount AS yuan FROM partners_balance",
        """
        SELECT a.id::text AS key,
               coalesce((SELECT sum(amount) FROM partners_transfer WHERE to_account_id = a.id), 0)
               - coalesce((SELECT sum(amount) FROM partners_transfer WHERE from_account_id = a.id), 0) AS yuan
        FROM partners_account a WHERE a.kind IN ('station_float', 'payable', 'deposit')
        """,
    ),
    Check(
        "ledger: credit of each float = the line confirmed last",
        ("yuan",),
        """
        SELECT a.station_id::text AS key, b.credit_limit AS yuan
        FROM partners_balance b JOIN partners_account a ON a.id = b.account_id WHERE b.credit_limit <> 0
        """,
        """
        SELECT station_id::text AS key, "limit" AS yuan FROM (
            SELECT DISTINCT ON (station_id) station_id, "limit" FROM partners_creditline
            WHERE confirmed_at IS NOT NULL ORDER BY station_id, confirmed_at DESC, id DESC
        ) AS last WHERE "limit" <> 0
        """,
    ),
    Check(
        # A float that fell too far is a row that only one side has.
        "ledger: floats within their limits",
        ("floats",),
        """
        SELECT station_id::text AS key, 1 AS floats FROM partners_account WHERE kind = 'station_float'
        """,
        """
        SELECT station_id::text AS key, 1 AS floats FROM (
            SELECT a.station_id, coalesce(sum(CASE WHEN t.to_account_id = a.id THEN t.amount
                                                   WHEN t.from_account_id = a.id THEN -t.amount END), 0)
                   + coalesce((SELECT l."limit" FROM partners_creditline l
                               WHERE l.station_id = a.station_id AND l.confirmed_at IS NOT NULL
                               ORDER BY l.confirmed_at DESC, l.id DESC LIMIT 1), 0) AS available
            FROM partners_account a LEFT JOIN partners_transfer t ON t.station_id = a.station_id
            WHERE a.kind = 'station_float' GROUP BY a.id
        ) AS recounted WHERE available >= 0
        """,
    ),
    Check(
        "ledger: cash orders paid out of the float, refunds back into it",
        ("yuan",),
        """
        SELECT t.source_key || ' station ' || t.station_id || ' on ' || t.business_date
                   || ' from ' || f.kind || ' to ' || g.kind AS key,
               t.amount AS yuan
        FROM partners_transfer t
        JOIN partners_account f ON f.id = t.from_account_id
        JOIN partners_account g ON g.id = t.to_account_id
        WHERE t.kind IN ('order_paid', 'order_refunded')
        """,
        """
        SELECT 'agent-order:' || o.id || ':paid station ' || o.station_id
                   || ' on ' || (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date
                   || ' from station_float to platform_clearing' AS key,
               o.amount - o.deposit AS yuan
        FROM orders_agentorder o WHERE o.paid_at IS NOT NULL AND o.pay_how = 'cash'
        UNION ALL
        SELECT 'refund:' || r.id || ' station ' || o.station_id
                   || ' on ' || (r.at AT TIME ZONE 'Asia/Shanghai')::date
                   || ' from platform_clearing to station_float',
               r.amount
        FROM orders_orderrefund r
        JOIN orders_agentorderline l ON l.id = r.line_id
        JOIN orders_agentorder o ON o.id = l.order_id
        WHERE o.pay_how = 'cash'
        """,
    ),
    Check(
        "ledger: services paid out of the float and back, step by step",
        ("yuan",),
        """
        SELECT t.source_key || ' of ' || t.subject || ' station ' || t.station_id || ' on ' || t.business_date
                   || ' from ' || f.kind || ' to ' || g.kind AS key,
               t.amount AS yuan
        FROM partners_transfer t
        JOIN partners_account f ON f.id = t.from_account_id
        JOIN partners_account g ON g.id = t.to_account_id
        WHERE t.kind IN ('service_paid', 'service_back')
        """,
        """
        SELECT 'service-event:' || e.id || ' of service:' || s.id || ' station ' || s.station_id
                   || ' on ' || (e.at AT TIME ZONE 'Asia/Shanghai')::date
                   || CASE WHEN e.floating < 0 THEN ' from station_float to provider_clearing'
                           ELSE ' from provider_clearing to station_float' END AS key,
               abs(e.floating) AS yuan
        FROM orders_serviceevent e JOIN orders_counterservice s ON s.id = e.service_id
        WHERE e.floating <> 0
        """,
    ),
    Check(
        # A deposit lies there until it is given back or forfeited; with the balance it is part of the amount.
        "ledger: what is left at the platform = cash orders less refunds, and deposits held",
        ("yuan",),
        """
        SELECT subject AS key,
               sum(CASE WHEN kind IN ('order_paid', 'presale_deposit') THEN amount ELSE -amount END) AS yuan
        FROM partners_transfer
        WHERE kind IN ('order_paid', 'order_refunded', 'presale_deposit', 'presale_back', 'presale_kept')
        GROUP BY subject
        """,
        """
        SELECT 'agent-order:' || id AS key,
               CASE WHEN paid_at IS NOT NULL THEN amount - refunded
                    WHEN status <> 'cancelled' THEN deposit ELSE 0 END AS yuan
        FROM orders_agentorder WHERE (paid_at IS NOT NULL OR deposit > 0) AND pay_how = 'cash'
        """,
    ),
)
