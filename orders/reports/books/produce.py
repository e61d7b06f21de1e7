"""Produce: lots against their sales, sales against the journal, settlements against the ledger."""

from orders.reports.books.check import Check

# What stays with the house of an amount, as `sales.shares` has it.
_PART = "({net} - round({net} * g.share, 2))"
_DUE = _PART.format(net="(s.amount - s.refunded)")

CHECKS = (
    Check(
        "produce: sold and set aside = what sales and listings hold",
        ("sold", "aside"),
        """
        SELECT 'lot ' || id AS key, sold, listed AS aside FROM orders_producelot
        UNION ALL SELECT 'listing ' || id, sold, 0 FROM orders_producelisting
        """,
        """
        WITH held AS (
            SELECT g.id, g.lot_id, g.quantity, g.status,
                   coalesce(sum(s.quantity) FILTER (WHERE s.status <> 'cancelled'), 0) AS sold
            FROM orders_producelisting g LEFT JOIN orders_producesale s ON s.listing_id = g.id GROUP BY g.id
        )
        SELECT 'lot ' || l.id AS key, coalesce(sum(h.sold), 0) AS sold,
               coalesce(sum(h.quantity - h.sold) FILTER (WHERE h.status <> 'ended'), 0) AS aside
        FROM orders_producelot l LEFT JOIN held h ON h.lot_id = l.id GROUP BY l.id
        UNION ALL SELECT 'listing ' || id, sold, 0 FROM held
        """,
    ),
    Check(
        "produce: sales = journal, refunds = journal",
        ("yuan", "rows"),
        """
        SELECT source_key || ' at ' || extract(epoch FROM turnover_at) || ' on ' || business_date
                   || ' station ' || station_id || ' ' || category AS key, amount AS yuan, 1 AS rows
        FROM partners_activity WHERE business = 'produce'
        """,
        """
        WITH told AS (
            SELECT 'produce-sale:' || id || ':' || kind AS source, id, amount, sold_at AS at
            FROM orders_producesale, unnest(ARRAY['placed', 'paid']) AS kind
            UNION ALL
            SELECT 'produce-sale:' || id || ':handed_over', id, 0, received_at
            FROM orders_producesale WHERE received_at IS NOT NULL
            UNION ALL
            SELECT 'sale-refund:' || id, sale_id, -amount, at FROM orders_salerefund
        )
        SELECT t.source || ' at ' || extract(epoch FROM s.sold_at)
                   || ' on ' || (t.at AT TIME ZONE 'Asia/Shanghai')::date
                   || ' station ' || s.station_id || ' ' || l.category AS key, t.amount AS yuan, 1 AS rows
        FROM told t JOIN orders_producesale s ON s.id = t.id
        JOIN orders_producelisting g ON g.id = s.listing_id JOIN orders_producelot l ON l.id = g.lot_id
        """,
    ),
    Check(
        "produce: refunded = sum of refunds",
        ("yuan",),
        "SELECT id::text AS key, refunded AS yuan FROM orders_producesale WHERE refunded <> 0",
        "SELECT sale_id::text AS key, sum(amount) AS yuan FROM orders_salerefund GROUP BY sale_id",
    ),
    Check(
        "produce: status = last of the log",
        ("rows",),
        "SELECT id || ' ' || status AS key, 1 AS rows FROM orders_producesale WHERE status <> 'sold'",
        """
        SELECT sale_id || ' ' || after AS key, 1 AS rows
        FROM (SELECT DISTINCT ON (sale_id) sale_id, after FROM orders_salechange
              ORDER BY sale_id, id DESC) last
        """,
    ),
    # What the farmer got of a sale, less all that was claimed back, is the farmer's part as it stands.
    Check(
        "produce: settled less claims = the farmer's part",
        ("yuan",),
        """
        SELECT s.id::text AS key, s.settled_amount - coalesce(sum(c.amount), 0) AS yuan
        FROM orders_producesale s
        LEFT JOIN orders_salerefund r ON r.sale_id = s.id LEFT JOIN orders_farmerclaim c ON c.refund_id = r.id
        WHERE s.settlement_id IS NOT NULL GROUP BY s.id
        """,
        f"""
        SELECT s.id::text AS key, {_DUE} AS yuan
        FROM orders_producesale s JOIN orders_producelisting g ON g.id = s.listing_id
        WHERE s.settlement_id IS NOT NULL
        """,
    ),
    Check(
        "produce: settlements = their sales and claims",
        ("due", "claims"),
        "SELECT id::text AS key, due, claims FROM orders_farmersettlement",
        """
        SELECT f.id::text AS key,
               (SELECT coalesce(sum(s.settled_amount), 0) FROM orders_producesale s
                WHERE s.settlement_id = f.id) AS due,
               (SELECT coalesce(sum(amount), 0) FROM orders_claimpart WHERE settlement_id = f.id) AS claims
        FROM orders_farmersettlement f
        """,
    ),
    Check(
        "produce: closed claims = their parts",
        ("closed",),
        "SELECT id::text AS key, closed FROM orders_farmerclaim",
        """
        SELECT c.id::text AS key, coalesce(sum(p.amount), 0) AS closed
        FROM orders_farmerclaim c LEFT JOIN orders_claimpart p ON p.claim_id = c.id GROUP BY c.id
        """,
    ),
    # A day that was closed takes no cash any more: the drawer's day may be a later one.
    Check(
        "produce: cash settlements = drawer and ledger",
        ("drawer", "floating"),
        """
        SELECT c.source_key || ' station ' || c.station_id
                   || ' at ' || extract(epoch FROM c.occurred_at) AS key, c.amount AS drawer, 0 AS floating
        FROM orders_cashmovement c WHERE c.kind IN ('produce_paid', 'produce_back')
        UNION ALL
        SELECT 'float ' || t.source_key || ' station ' || t.station_id || ' on ' || t.business_date,
               0, t.amount
        FROM partners_transfer t WHERE t.kind = 'produce_settled'
        """,
        """
        SELECT 'produce-settlement:' || id || ' station ' || station_id
                   || ' at ' || extract(epoch FROM at) AS key, -amount AS drawer, 0 AS floating
        FROM orders_farmersettlement WHERE paid_how = 'cash' AND amount > 0
        UNION ALL
        SELECT 'float produce-settlement:' || id || ' station ' || station_id
                   || ' on ' || (at AT TIME ZONE 'Asia/Shanghai')::date, 0, amount
        FROM orders_farmersettlement WHERE paid_how = 'cash' AND amount > 0
        """,
    ),
)
