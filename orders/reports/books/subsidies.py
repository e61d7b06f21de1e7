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
        "guarantees: floor less what the month's statement holds",
        ("yuan",),
        """
        SELECT e.partner_id || ' ' || w.month AS key, sum(e.amount) AS yuan
        FROM partners_award w JOIN partners_earning e ON e.id = w.earning_id
        WHERE w.month IS NOT NULL GROUP BY e.partner_id, w.month
        """,
        """
        SELECT last.partner_id || ' ' || last.month AS key,
               greatest(round(last.amount * last.days / extract(day FROM last.month_end), 2)
                        - coalesce(sum(l.amount + l.received_in_cash), 0), 0) AS yuan
        FROM (
            SELECT DISTINCT ON (e.partner_id, w.month) e.partner_id, w.month, w.days, r.amount,
                   w.month + interval '1 month' - interval '1 day' AS month_end
            FROM partners_award w
            JOIN partners_earning e ON e.id = w.earning_id
            JOIN partners_subsidyrule r ON r.id = w.rule_id
            WHERE w.month IS NOT NULL ORDER BY e.partner_id, w.month, w.id DESC
        ) AS last
        JOIN partners_statement s ON s.partner_id = last.partner_id AND s.month = last.month
             AND NOT EXISTS (SELECT FROM partners_statement v WHERE v.supersedes_id = s.id)
        LEFT JOIN partners_earning l ON l.statement_id = s.id AND l.business <> 'subsidy'
        GROUP BY last.partner_id, last.month, last.days, last.amount, last.month_end
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
