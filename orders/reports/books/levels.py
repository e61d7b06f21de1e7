"""Levels of the stations: what was counted, and the scores, a second time.

The job ranks with window functions; here each station is compared with every other of its county.
"""

from orders.reports.books.check import Check

FACTS = ("turnover", "orders", "villagers", "parcels", "in_time", "complaints")

# A station's month with its bounds in time, and what stands in the job's way to it: nothing.
_MONTH = """
    SELECT l.id, l.station_id, l.center_id, m.counted_up_to AS up_to, m.last_scan, r.parcel_days,
           m.month AS first, (m.month + interval '1 month')::date AS next
    FROM orders_stationlevel l JOIN orders_levelmonth m ON m.id = l.of_id
    JOIN orders_levelrule r ON r.id = m.rule_id
"""
_DAY = "({} AT TIME ZONE 'Asia/Shanghai')::date"

CHECKS = (
    Check(
        "levels: what was counted = journal, parcels, complaints",
        FACTS,
        """
        SELECT id::text AS key, turnover, orders, villagers, parcels, parcels_in_time AS in_time, complaints
        FROM orders_stationlevel
        """,
        f"""
        WITH month AS ({_MONTH}), left_over AS (
            SELECT month.id, a.subject, sum(a.amount) AS yuan, sum(a.orders) AS orders
            FROM month JOIN partners_activity a ON a.station_id = month.station_id
             AND {_DAY.format("a.turnover_at")} >= month.first AND {_DAY.format("a.turnover_at")} < month.next
             AND a.recorded_at < month.up_to
            WHERE a.business = 'agent_order' AND a.kind IN ('paid', 'refund') GROUP BY month.id, a.subject
        ), sold AS (
            SELECT left_over.id, sum(yuan) AS turnover, sum(orders) AS orders,
                   count(DISTINCT o.villager_id) FILTER (WHERE orders > 0) AS villagers
            FROM left_over LEFT JOIN orders_agentorder o ON 'agent-order:' || o.id = subject
            GROUP BY left_over.id
        ), first_arrival AS (
            SELECT m.month, e.parcel_id, min(e.at) AS at
            FROM orders_levelmonth m JOIN orders_parcelevent e ON e.id <= m.last_scan
             AND date_trunc('month', e.at AT TIME ZONE 'Asia/Shanghai')::date = m.month
            WHERE e.after = 'at_station' AND e.before <> e.after
              AND NOT EXISTS (SELECT 1 FROM orders_parcelevent f
                              WHERE f.parcel_id = e.parcel_id AND f.id <= m.last_scan
                                AND f.after = 'at_station' AND f.before <> f.after
                                AND f.at < m.month::timestamp AT TIME ZONE 'Asia/Shanghai')
            GROUP BY m.month, e.parcel_id
        ), lay AS (
            SELECT month.id, (SELECT (array_agg(e.after ORDER BY e.at DESC, e.id DESC))[1]
                              FROM orders_parcelevent e
                              WHERE e.parcel_id = p.id AND e.before <> e.after AND e.id <= month.last_scan
                                AND {_DAY.format("e.at")} <= {_DAY.format("f.at")} + month.parcel_days
                             ) AS stood
            FROM month JOIN orders_parcel p ON p.station_id = month.station_id AND p.direction = 'down'
            JOIN first_arrival f ON f.parcel_id = p.id AND f.month = month.first
             AND {_DAY.format("f.at")} >= month.first AND {_DAY.format("f.at")} < month.next
        ), parcel AS (
            SELECT id, count(*) AS parcels, count(*) FILTER (WHERE stood = 'handed_over') AS in_time
            FROM lay GROUP BY id
        ), complaint AS (
            SELECT month.id, count(*) AS complaints
            FROM month JOIN partners_complaint c ON c.station_id = month.station_id AND c.upheld
             AND {_DAY.format("c.answered_at")} >= month.first AND {_DAY.format("c.answered_at")} < month.next
            GROUP BY month.id
        )
        SELECT id::text AS key, coalesce(turnover, 0) AS turnover, coalesce(orders, 0) AS orders,
               coalesce(villagers, 0) AS villagers, coalesce(parcels, 0) AS parcels,
               coalesce(in_time, 0) AS in_time, coalesce(complaints, 0) AS complaints
        FROM month LEFT JOIN sold USING (id) LEFT JOIN parcel USING (id) LEFT JOIN complaint USING (id)
        """,
    ),
    Check(
        "levels: score = each part against every other station of the county",
        ("score", "rank", "compared"),
        "SELECT id::text AS key, score, rank, compared FROM orders_stationlevel",
        """
        WITH value AS (
            SELECT l.id, l.of_id, l.center_id, v.part, v.weight, v.value
            FROM orders_stationlevel l JOIN orders_levelmonth m ON m.id = l.of_id
            JOIN orders_levelrule r ON r.id = m.rule_id
            CROSS JOIN LATERAL (VALUES
                (1, r.turnover, l.turnover / l.households), (2, r.orders, l.orders::numeric),
                (3, r.villagers, l.villagers::numeric),
                (4, r.parcels, l.parcels_in_time::numeric / nullif(l.parcels, 0)),
                (5, r.complaints, 0 - l.complaints::numeric)) AS v (part, weight, value)
            WHERE v.value IS NOT NULL
        ), compared AS (
            SELECT mine.id, mine.part, mine.weight, count(other.id) AS others,
                   count(*) FILTER (WHERE other.value < mine.value) AS behind,
                   count(*) FILTER (WHERE other.value = mine.value) AS beside
            FROM value mine LEFT JOIN value other
              ON other.of_id = mine.of_id AND other.center_id = mine.center_id AND other.part = mine.part
             AND other.id <> mine.id
            GROUP BY mine.id, mine.part, mine.weight
        ), score AS (
            SELECT c.id, l.of_id, l.center_id, round(sum(weight * round(
                       coalesce((behind + 0.5 * beside) / nullif(others, 0), 0.5) * 100, 2)) / sum(weight), 2
                   ) AS score
            FROM compared c JOIN orders_stationlevel l ON l.id = c.id GROUP BY c.id, l.of_id, l.center_id
        )
        SELECT mine.id::text AS key, mine.score, count(*) AS compared,
               1 + count(*) FILTER (WHERE other.score > mine.score) AS rank
        FROM score mine JOIN score other USING (of_id, center_id) GROUP BY mine.id, mine.score
        """,
    ),
    Check(
        "complaints: state and verdict of each = its log",
        ("answered", "upheld"),
        """
        SELECT id::text AS key, (status = 'answered')::int AS answered, coalesce(upheld, false)::int AS upheld
        FROM partners_complaint
        """,
        """
        SELECT complaint_id::text AS key, count(*) FILTER (WHERE after = 'answered') AS answered,
               count(*) FILTER (WHERE upheld) AS upheld
        FROM partners_complaintchange GROUP BY complaint_id
        """,
    ),
)
