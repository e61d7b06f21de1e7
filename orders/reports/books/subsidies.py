"""Subsidies against the rules of their days, guaranteed months against what their statements hold.

The application looks rules up in memory and adds brackets one by one; the recount does it in one
query, with the rules written out again.
"""

from orders.reports.books.check import Check

_RULE = """
    LEFT JOIN LATERAL (
        SELECT r.id, r.amount, r.marginal FROM partners_subsidyrule r
        WHERE r.confirmed_at IS NOT NULL AND r.category = a.category
          AND a.business_date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
          AND (r.center_id = a.center_id OR r.center_id IS NULL)
        ORDER BY r.center_id IS NULL LIMIT 1
    ) AS rule ON true
"""
_BRACKETS = """
    LEFT JOIN LATERAL (
        SELECT sum(coalesce(s.fixed, s.share * (least(a.amount, s.below) - s.at_least))) AS marginal,
               sum(coalesce(s.fixed, s.share * a.amount))
                   FILTER (WHERE s.below IS NULL OR a.amount < s.below) AS whole
        FROM partners_subsidyslab s WHERE s.rule_id = rule.id AND a.amount >= s.at_least AND a.amount > 0
    ) AS brackets ON true
"""
# Statements that no later version supersedes, each with the last day of its month.
_IN_FORCE = """
    in_force AS (
        SELECT s.id, s.partner_id, s.month, s.closed_at,
               (s.month + interval '1 month' - interval '1 day')::date AS month_end
        FROM partners_statement s
        WHERE NOT EXISTS (SELECT FROM partners_statement v WHERE v.supersedes_id = s.id)
    )
"""
# Days guaranteed and the floor of a full month, from tenures, places and rules as they were known when
# the statement was written: who leaves later, or moves, was guaranteed all the same.
_GUARANTEED = """
    known AS (
        SELECT DISTINCT ON (s.id, t.pgh_obj_id)
               s.id, s.month, s.month_end, s.closed_at, t.pgh_obj_id AS tenure, t.station_id, t.mode,
               t.starts_on, coalesce(t.ends_on, 'infinity') AS ends_on
        FROM in_force s
        JOIN partners_tenureevent t ON t.partner_id = s.partner_id AND t.pgh_created_at <= s.closed_at
        ORDER BY s.id, t.pgh_obj_id, t.pgh_id DESC
    ), ran AS (
        SELECT k.*, least(k.ends_on, k.month_end)::date AS last,
               CASE WHEN place.center_since > k.closed_at THEN (
                        SELECT h.center_id FROM stations_stationevent h
                        WHERE h.pgh_obj_id = place.id AND h.pgh_created_at <= k.closed_at
                        ORDER BY h.pgh_id DESC LIMIT 1)
                    ELSE place.center_id END AS center_id
        FROM known k JOIN stations_station place ON place.id = k.station_id
        WHERE k.starts_on <= k.month_end AND k.ends_on >= k.month
    ), covered AS (
        SELECT ran.*, rule.amount
        FROM ran CROSS JOIN LATERAL (
            SELECT r.amount, r.months, r.full_time_only FROM partners_subsidyrule r
            WHERE r.category = 'guarantee' AND r.confirmed_at <= ran.closed_at
              AND ran.last BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
              AND (r.center_id = ran.center_id OR r.center_id IS NULL)
            ORDER BY r.center_id IS NULL LIMIT 1
        ) AS rule
        WHERE (NOT rule.full_time_only OR ran.mode = '2.0')
          AND age(ran.month, date_trunc('month', ran.starts_on)::date) < make_interval(months => rule.months)
    ), guaranteed AS (
        SELECT id, count(DISTINCT day) AS days,
               (array_agg(amount ORDER BY last DESC, starts_on DESC, tenure DESC))[1] AS amount
        FROM covered CROSS JOIN LATERAL
             generate_series(greatest(starts_on, month), last, interval '1 day') AS day
        GROUP BY id
    )
"""

CHECKS = (
    Check(
        "subsidies: a line for each event on whose day a rule was in force",
        ("yuan",),
        """
        SELECT e.activity_id || ' rule ' || w.rule_id || ' partner ' || e.partner_id AS key, e.amount AS yuan
        FROM partners_award w JOIN partners_earning e ON e.id = w.earning_id WHERE w.month IS NULL
        """,
        f"""
        SELECT a.id || ' rule ' || rule.id || ' partner ' || a.partner_id AS key,
               round(coalesce(rule.amount, CASE WHEN rule.marginal THEN brackets.marginal
                                                ELSE brackets.whole END, 0), 2) AS yuan
        FROM partners_activity a {_RULE} {_BRACKETS}
        LEFT JOIN partners_pendingactivity p ON p.consumer = 'subsidies' AND p.activity_id = a.id
        WHERE a.kind = 'event' AND a.partner_id IS NOT NULL AND p.id IS NULL AND rule.id IS NOT NULL
        """,
    ),
    Check(
        # Also a month that should have been filled up and was not; none of these keys is on one side only.
        "guarantees: floor less what the month's statement holds",
        ("yuan",),
        f"""
        WITH {_IN_FORCE}
        SELECT s.partner_id || ' ' || s.month AS key, coalesce(sum(e.amount), 0) AS yuan
        FROM in_force s
        LEFT JOIN (partners_award w JOIN partners_earning e ON e.id = w.earning_id)
             ON w.month = s.month AND e.partner_id = s.partner_id
        GROUP BY s.partner_id, s.month
        """,
        f"""
        WITH {_IN_FORCE}, {_GUARANTEED}, income AS (
            SELECT s.id, sum(e.amount + e.received_in_cash) AS yuan
            FROM in_force s JOIN partners_earning e ON e.statement_id = s.id AND e.business <> 'subsidy'
            GROUP BY s.id
        )
        SELECT s.partner_id || ' ' || s.month AS key,
               greatest(coalesce(round(g.amount * g.days / extract(day FROM s.month_end), 2)
                                 - coalesce(i.yuan, 0), 0), 0) AS yuan
        FROM in_force s LEFT JOIN guaranteed g ON g.id = s.id LEFT JOIN income i ON i.id = s.id
        """,
    ),
    Check(
        "guarantees: each line's floor, and what it fills up",
        ("floor", "fills"),
        """
        SELECT e.id::text AS key, e.basis AS floor, round(e.unrounded, 2) AS fills
        FROM partners_award w JOIN partners_earning e ON e.id = w.earning_id WHERE w.month IS NOT NULL
        """,
        """
        SELECT id::text AS key, floor, CASE WHEN floor > counted THEN floor - counted ELSE 0 END AS fills
        FROM (
            SELECT e.id, w.counted, round(r.amount * w.days
                   / extract(day FROM w.month + interval '1 month' - interval '1 day'), 2) AS floor
            FROM partners_award w
            JOIN partners_earning e ON e.id = w.earning_id
            JOIN partners_subsidyrule r ON r.id = w.rule_id
            WHERE w.month IS NOT NULL
        ) AS line
        """,
    ),
)
