"""Presales: what a deposit's state demands of its order, of the drawer and of the ledger."""

from orders.reports.books.check import Check

_ON = "(({at}) AT TIME ZONE 'Asia/Shanghai')::date"

CHECKS = (
    Check(
        # Held: waits for its money. Converted: paid. Otherwise: given up before anything was paid.
        "presale: each deposit stands as its order does",
        ("state", "amount", "deposit"),
        """
        SELECT p.order_id::text AS key,
               CASE p.state WHEN 'held' THEN 0 WHEN 'converted' THEN 1 ELSE 2 END AS state,
               g.price * p.quantity AS amount, g.deposit * p.quantity AS deposit
        FROM orders_presaleorder p JOIN orders_presalegood g ON g.id = p.good_id
        """,
        """
        SELECT id::text AS key,
               CASE WHEN paid_at IS NOT NULL THEN 1 WHEN status = 'cancelled' THEN 2 ELSE 0 END AS state,
               amount, deposit
        FROM orders_agentorder WHERE deposit > 0
        """,
    ),
    Check(
        "presale: each state is the last one that was logged",
        ("steps",),
        """
        SELECT order_id || ' ' || state || ' at ' || coalesce(extract(epoch FROM settled_at), 0) AS key,
               CASE WHEN state = 'held' THEN 1 WHEN state = 'returned' AND settled_at <> returned_at THEN 3
                    ELSE 2 END AS steps
        FROM orders_presaleorder
        """,
        """
        SELECT presale_id || ' ' || (array_agg(after ORDER BY id DESC))[1] || ' at '
                   || coalesce(extract(epoch FROM min(at) FILTER (WHERE before = 'held')), 0) AS key,
               count(*) AS steps
        FROM orders_presalechange GROUP BY presale_id
        """,
    ),
    Check(
        # A movement of a closed day is booked on a later one, never on an earlier.
        "presale: cash deposits into the drawer, and out of it when they were given back",
        ("yuan",),
        """
        SELECT source_key || ' of ' || subject || ' station ' || station_id
                   || ' at ' || extract(epoch FROM occurred_at) AS key,
               amount AS yuan
        FROM orders_cashmovement WHERE kind IN ('presale_deposit', 'presale_back')
            AND business_date >= (occurred_at AT TIME ZONE 'Asia/Shanghai')::date
        """,
        """
        SELECT 'agent-order:' || o.id || ':deposit of agent-order:' || o.id || ' station ' || o.station_id
                   || ' at ' || extract(epoch FROM o.placed_at) AS key, o.deposit AS yuan
        FROM orders_agentorder o WHERE o.deposit > 0 AND o.pay_how = 'cash'
        UNION ALL
        SELECT 'agent-order:' || o.id || ':deposit-back of agent-order:' || o.id
                   || ' station ' || o.station_id || ' at ' || extract(epoch FROM p.returned_at), -o.deposit
        FROM orders_presaleorder p JOIN orders_agentorder o ON o.id = p.order_id
        WHERE p.state = 'returned' AND o.pay_how = 'cash'
        """,
    ),
    Check(
        "presale: cash deposits from the float to the platform, back, or to the sellers",
        ("yuan",),
        """
        SELECT t.source_key || ' on ' || t.business_date || ' from ' || f.kind || ' to ' || g.kind
                   || ' station ' || coalesce(t.station_id, 0) AS key,
               t.amount AS yuan
        FROM partners_transfer t
        JOIN partners_account f ON f.id = t.from_account_id
        JOIN partners_account g ON g.id = t.to_account_id
        WHERE t.kind IN ('presale_deposit', 'presale_back', 'presale_kept')
        """,
        f"""
        SELECT 'agent-order:' || o.id || ':deposit on ' || {_ON.format(at="o.placed_at")}
                   || ' from station_float to platform_clearing station ' || o.station_id AS key,
               o.deposit AS yuan
        FROM orders_agentorder o WHERE o.deposit > 0 AND o.pay_how = 'cash'
        UNION ALL
        SELECT 'agent-order:' || o.id
                   || CASE WHEN p.state = 'forfeited' THEN ':deposit-kept on ' ELSE ':deposit-back on ' END
                   || {_ON.format(at="p.settled_at")}
                   || CASE WHEN p.state = 'forfeited' THEN ' from platform_clearing to forfeited station 0'
                           ELSE ' from platform_clearing to station_float station ' || o.station_id END,
               o.deposit
        FROM orders_presaleorder p JOIN orders_agentorder o ON o.id = p.order_id
        WHERE p.state IN ('forfeited', 'owed', 'returned') AND o.pay_how = 'cash'
        """,
    ),
    Check(
        "presale: what a county has laid in of a good is not below nothing",
        ("short",),
        "SELECT ''::text AS key, 0 AS short WHERE false",
        """
        SELECT center_id || ' good ' || good_id AS key, sum(pieces) AS short
        FROM orders_countyarrival GROUP BY center_id, good_id HAVING sum(pieces) < 0
        """,
    ),
)
