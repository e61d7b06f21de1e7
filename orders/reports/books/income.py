"""Earnings against journal and rates, statements against earnings.

The pricing job adds differences row by row; the recount prices each subject and category
once, on what is left of its payment, with the rule written out again.
"""

from orders.reports.books.check import Check

# What pricing has taken up: rows still pending are not priced yet.
_TAKEN_UP = """
    FROM partners_activity a
    LEFT JOIN partners_pendingactivity p ON p.consumer = 'income' AND p.activity_id = a.id
    WHERE p.id IS NULL AND a.partner_id IS NOT NULL
"""

# What the station keeps in cash: a line each, earned on its own day, without a rate.
_FEES = "'parcel_fee', 'service_fee'"

# A day as a figure; none is zero.
_AS_NUMBER = "coalesce({} - DATE '2000-01-01', 0)"
# Whose line it is and where: another partner, station or center is a line too many and one missing.
_LINE = "concat_ws(' ', {}, 'partner', t.partner_id, 'station', t.station_id, 'center', t.center_id)"
# A refund after that is earned on its own day.
_EARNED_ON = """(CASE WHEN t.business_date > h.business_date + coalesce(r.hold_days, 0)
                         THEN t.business_date ELSE h.business_date + coalesce(r.hold_days, 0) END)"""

CHECKS = (
    Check(
        "earnings: f(paid - refunded) by order and category",
        ("basis", "commission"),
        """
        SELECT concat_ws(' ', subject, category, partner_id) AS key,
               sum(basis) AS basis, sum(amount) AS commission
        FROM partners_earning WHERE business NOT IN ('parcel', 'subsidy') AND category <> 'service_fee'
        GROUP BY subject, category, partner_id
        """,
        f"""
        SELECT concat_ws(' ', subject, payment.category, partner_id) AS key, basis,
               CASE WHEN basis = 0 OR rate.id IS NULL THEN 0
                    WHEN rate.cap < bounded.amount THEN rate.cap
                    ELSE round(bounded.amount, 2) END AS commission
        FROM (
            SELECT a.subject, a.category, a.partner_id, a.business, sum(a.amount) AS basis,
                   min(a.center_id) FILTER (WHERE a.kind = 'paid') AS center_id,
                   min(a.business_date) FILTER (WHERE a.kind = 'paid') AS paid_on
            {_TAKEN_UP} AND a.kind IN ('paid', 'refund')
            GROUP BY a.subject, a.category, a.partner_id, a.business
        ) AS payment
        LEFT JOIN LATERAL (
            SELECT * FROM partners_commissionrate r
            WHERE r.business = payment.business AND r.category = payment.category
              AND payment.paid_on BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
              AND (r.center_id = payment.center_id OR r.center_id IS NULL)
            ORDER BY r.center_id IS NULL LIMIT 1
        ) AS rate ON true
        LEFT JOIN LATERAL (
            SELECT CASE WHEN rate.minimum > plain THEN rate.minimum ELSE plain END AS amount
            FROM (SELECT CASE WHEN rate.fixed IS NULL THEN basis * rate.rate ELSE rate.fixed END) AS p (plain)
        ) AS bounded ON true
        """,
    ),
    Check(
        "earnings: a line for each payment and refund, earned after hand-over and hold",
        ("basis", "earned_on"),
        f"""
        SELECT {_LINE.format("activity_id")} AS key, basis, {_AS_NUMBER.format("earned_on")} AS earned_on
        FROM partners_earning t WHERE business <> 'subsidy'
        """,
        f"""
        SELECT {_LINE.format("t.id")} AS key, t.amount AS basis,
               {_AS_NUMBER.format(_EARNED_ON)} AS earned_on
        FROM (
            SELECT a.id, a.subject, a.category, a.partner_id, a.station_id, a.center_id, a.business_date,
                   CASE a.kind WHEN 'parcel' THEN a.orders ELSE a.amount END AS amount
            {_TAKEN_UP} AND a.kind IN ('paid', 'refund', 'parcel', {_FEES})
        ) AS t
        LEFT JOIN (
            SELECT a.subject, a.category, min(a.business_date) AS business_date
            {_TAKEN_UP} AND a.kind IN ('handed_over', 'parcel', {_FEES})
            GROUP BY a.subject, a.category
        ) AS h USING (subject, category)
        LEFT JOIN partners_earning e ON e.activity_id = t.id
        LEFT JOIN partners_commissionrate r ON r.id = e.rate_id
        """,
    ),
    Check(
        "earnings: what each line says of its making",
        ("basis_total", "unrounded"),
        "SELECT id::text AS key, basis_total, unrounded FROM partners_earning WHERE business <> 'subsidy'",
        """
        SELECT id::text AS key, basis_total,
               CASE WHEN basis_total = 0 OR bounded.amount IS NULL THEN 0
                    WHEN cap < bounded.amount THEN cap ELSE bounded.amount END AS unrounded
        FROM (
            SELECT e.id, sum(e.basis) OVER (PARTITION BY e.subject, e.category ORDER BY e.activity_id)
                       AS basis_total, r.rate, r.fixed, r.minimum, r.cap
            FROM partners_earning e LEFT JOIN partners_commissionrate r ON r.id = e.rate_id
            WHERE e.business <> 'subsidy'
        ) AS line
        LEFT JOIN LATERAL (
            SELECT CASE WHEN minimum > plain THEN minimum ELSE plain END AS amount
            FROM (SELECT CASE WHEN fixed IS NULL THEN basis_total * rate ELSE fixed END) AS p (plain)
        ) AS bounded ON true
        """,
    ),
    Check(
        "statements: earned and lines = earnings in them",
        ("yuan", "cash", "lines"),
        """
        SELECT s.id::text AS key, earned AS yuan, received_in_cash AS cash, lines FROM partners_statement s
        WHERE NOT EXISTS (SELECT FROM partners_statement v WHERE v.supersedes_id = s.id)
        """,
        """
        SELECT s.id::text AS key, coalesce(sum(e.amount), 0) AS yuan,
               coalesce(sum(e.received_in_cash), 0) AS cash, count(e.id) AS lines
        FROM partners_statement s
        LEFT JOIN partners_earning e ON e.statement_id = s.id
             -- The partner's own, and earned by then: nothing else counts.
             AND e.partner_id = s.partner_id AND e.earned_on < s.month + interval '1 month'
        WHERE NOT EXISTS (SELECT FROM partners_statement v WHERE v.supersedes_id = s.id)
        GROUP BY s.id
        """,
    ),
    Check(
        "statements: nothing earned was left out of a closed month",
        ("yuan",),
        """
        SELECT DISTINCT e.id::text AS key, e.amount AS yuan
        FROM partners_earning e
        JOIN partners_activity a ON a.id = e.activity_id
        JOIN partners_activity h ON h.subject = e.subject AND h.category = e.category
             AND h.kind IN ('handed_over', 'parcel', 'parcel_fee', 'service_fee')
        JOIN partners_monthclosing c ON c.finished_at IS NOT NULL
             AND e.earned_on < c.month + interval '1 month'
             -- Known well before, so that a long import that committed late is no false alarm.
             AND greatest(a.recorded_at, h.recorded_at) < c.started_at - interval '1 hour'
        WHERE e.statement_id IS NULL
        UNION
        SELECT DISTINCT e.id::text AS key, e.amount AS yuan
        FROM partners_earning e
        JOIN partners_monthclosing c ON c.finished_at IS NOT NULL
             AND e.earned_on < c.month + interval '1 month'
             AND e.priced_at < c.started_at - interval '1 hour'
        WHERE e.statement_id IS NULL AND e.business = 'subsidy'
        """,
        "SELECT NULL::text AS key, 0 AS yuan WHERE false",
    ),
)
