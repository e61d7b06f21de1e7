"""Parcels handed over against the journal, what they earned against the rates, and fees as they came in."""

from orders.reports.books.check import Check

CHECKS = (
    # One row of a kind for each hand-over, and one for each that was taken back.
    Check(
        "parcels: journal rows = hand-overs that stand",
        ("rows", "parcels", "fees"),
        """
        SELECT subject AS key, count(*) FILTER (WHERE kind = 'parcel') AS rows,
               coalesce(sum(orders) FILTER (WHERE kind = 'parcel'), 0) AS parcels,
               coalesce(sum(amount) FILTER (WHERE kind = 'parcel_fee'), 0) AS fees
        FROM partners_activity WHERE business = 'parcel' GROUP BY subject
        """,
        """
        SELECT 'parcel:' || id AS key, 2 * hand_overs - (status = 'handed_over')::int AS rows,
               (status = 'handed_over')::int AS parcels, coalesce(fee, 0) AS fees
        FROM orders_parcel WHERE hand_overs > 0
        """,
    ),
    # Since the first fee: what was handed over before there were any is not made up.
    Check(
        "parcels: hand-overs counted = hand-overs noted at the counter",
        ("hand_overs",),
        "SELECT id::text AS key, hand_overs FROM orders_parcel WHERE hand_overs > 0",
        """
        SELECT e.parcel_id::text AS key, count(*) AS hand_overs
        FROM orders_parcelevent e JOIN orders_parcel p ON p.id = e.parcel_id
        WHERE e.kind = 'handed_over' AND e.before <> e.after AND p.direction = 'down' AND NOT p.to_the_house
          AND e.at >= (SELECT min(occurred_at) FROM partners_activity WHERE business = 'parcel')
        GROUP BY e.parcel_id
        """,
    ),
    Check(
        "parcels: fees in the drawers = fees in the journal",
        ("yuan",),
        """
        SELECT source_key || ' station ' || station_id || ' at ' || extract(epoch FROM occurred_at) AS key,
               amount AS yuan
        FROM orders_cashmovement WHERE kind IN ('parcel_fee', 'parcel_fee_back')
        """,
        """
        SELECT source_key || ' station ' || station_id || ' at ' || extract(epoch FROM occurred_at) AS key,
               amount AS yuan
        FROM partners_activity WHERE kind = 'parcel_fee'
        """,
    ),
    Check(
        "earnings: subsidies by the rate of the hand-over, fees as received",
        ("subsidy", "cash"),
        """
        SELECT concat_ws(' ', subject, category, partner_id) AS key, sum(amount) AS subsidy,
               sum(received_in_cash) AS cash
        FROM partners_earning WHERE business = 'parcel' OR category = 'service_fee'
        GROUP BY subject, category, partner_id
        """,
        """
        SELECT concat_ws(' ', subject, line.category, partner_id) AS key,
               CASE WHEN line.category = 'parcel_subsidy' AND parcels > 0
                    THEN coalesce(least(greatest(rate.fixed, rate.minimum), rate.cap), 0)
                    ELSE 0 END AS subsidy,
               cash
        FROM (
            SELECT a.subject, a.category, a.partner_id, sum(a.orders) AS parcels, sum(a.amount) AS cash,
                   min(min(a.center_id)) OVER line AS center_id,
                   min(min(a.business_date)) OVER line AS first_day
            FROM partners_activity a
            LEFT JOIN partners_pendingactivity p ON p.consumer = 'income' AND p.activity_id = a.id
            WHERE p.id IS NULL AND a.partner_id IS NOT NULL
              AND (a.business = 'parcel' OR a.category = 'service_fee')
            GROUP BY a.subject, a.category, a.partner_id
            WINDOW line AS (PARTITION BY a.subject, a.category)
        ) AS line
        LEFT JOIN LATERAL (
            SELECT * FROM partners_commissionrate r
            WHERE r.business = 'parcel' AND r.category = line.category
              AND line.first_day BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
              AND (r.center_id = line.center_id OR r.center_id IS NULL)
            ORDER BY r.center_id IS NULL LIMIT 1
        ) AS rate ON true
        """,
    ),
)
