"""Counter services against the journal and against their own log of money."""

from orders.counter.kinds import KINDS
from orders.reports.books.check import Check

# The table of kinds, for SQL: what a kind is called in the journal, and which way its money goes.
_KINDS = "(VALUES " + ", ".join(
    f"('{kind}', '{traits.category}', '{traits.gateway}', {'true' if traits.pays_out else 'false'})"
    for kind, traits in KINDS.items()
) + ") AS k (kind, category, gateway, pays_out)"  # fmt: skip

CHECKS = (
    # Confirmed: placed. Done, or done once and taken back: paid and rendered. Taken back: refunded.
    Check(
        "services: journal rows = what the status demands",
        ("rows", "placed", "paid", "rendered", "refunded"),
        """
        SELECT subject || ' ' || category AS key, count(*) AS rows,
               coalesce(sum(amount) FILTER (WHERE kind = 'placed'), 0) AS placed,
               coalesce(sum(amount) FILTER (WHERE kind = 'paid'), 0) AS paid,
               count(*) FILTER (WHERE kind = 'handed_over') AS rendered,
               coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunded
        FROM partners_activity WHERE business = 'service' AND kind <> 'service_fee'
        GROUP BY subject, category
        """,
        f"""
        SELECT 'service:' || s.id || ' ' || k.category AS key,
               1 + CASE WHEN s.succeeded_at IS NULL THEN 0 WHEN s.status = 'refunded' THEN 3 ELSE 2 END
                   AS rows,
               s.amount AS placed,
               CASE WHEN s.succeeded_at IS NOT NULL THEN s.amount ELSE 0 END AS paid,
               (s.succeeded_at IS NOT NULL)::int AS rendered,
               CASE WHEN s.succeeded_at IS NOT NULL AND s.status = 'refunded' THEN -s.amount ELSE 0 END
                   AS refunded
        FROM orders_counterservice s JOIN {_KINDS} USING (kind)
        WHERE s.charged_at IS NOT NULL
        """,
    ),
    # The fee is the station's: from the partner and the place of the payment, by a key of its own.
    Check(
        "services: fees in the journal = what the status demands",
        ("rows", "taken", "back"),
        """
        SELECT concat_ws(' ', subject, category, 'partner', partner_id, 'station', station_id,
                         'center', center_id) AS key,
               count(*) AS rows, coalesce(sum(amount) FILTER (WHERE orders = 1), 0) AS taken,
               coalesce(sum(amount) FILTER (WHERE orders = -1), 0) AS back
        FROM partners_activity WHERE kind = 'service_fee'
        GROUP BY subject, category, partner_id, station_id, center_id
        """,
        """
        SELECT concat_ws(' ', 'service:' || s.id, 'service_fee', 'partner', p.partner_id,
                         'station', s.station_id, 'center', p.center_id) AS key,
               1 + (s.status = 'refunded')::int AS rows, s.fee AS taken,
               -s.fee * (s.status = 'refunded')::int AS back
        FROM orders_counterservice s
        JOIN partners_activity p ON p.subject = 'service:' || s.id AND p.kind = 'paid'
        WHERE s.succeeded_at IS NOT NULL AND s.fee > 0
        """,
    ),
    Check(
        "services: money in drawer and float = what the status demands",
        ("drawer", "floating"),
        """
        SELECT service_id::text AS key, sum(drawer) AS drawer, sum(floating) AS floating
        FROM orders_serviceevent GROUP BY service_id
        """,
        f"""
        SELECT s.id::text AS key,
               -- Of a failed one the cash lies in the drawer until the villager has it back.
               CASE WHEN NOT k.pays_out THEN (s.held OR s.status = 'failed' OR s.status = 'suspense'
                    AND 'failed' = (SELECT e.before FROM orders_serviceevent e WHERE e.service_id = s.id
                                    AND e.after = 'suspense' AND e.before <> 'suspense'
                                    ORDER BY e.id DESC LIMIT 1))::int * (s.amount + s.fee)
                    ELSE (s.status = 'succeeded')::int * (s.fee - s.amount) END AS drawer,
               CASE WHEN NOT k.pays_out THEN -(s.held::int * s.amount)
                    ELSE (s.status = 'succeeded')::int * s.amount END AS floating
        FROM orders_counterservice s JOIN {_KINDS} USING (kind)
        WHERE s.status <> 'draft'
        """,
    ),
    # What both sides have, and what people were shown as a difference: nothing else lies between them.
    # Ours are counted as they stood when the statement was read, differences as of the latest run.
    Check(
        "services: statements of gateways = our services of the day and the differences listed",
        ("yuan",),
        """
        SELECT gateway || ' on ' || day AS key, amount AS yuan
        FROM orders_reconciliation WHERE finished_at IS NOT NULL
        """,
        f"""
        SELECT r.gateway || ' on ' || r.day AS key,
               r.other_days + coalesce(ours.yuan, 0) + coalesce(differing.yuan, 0) AS yuan
        FROM orders_reconciliation r
        LEFT JOIN LATERAL (
            SELECT sum(s.amount) AS yuan
            FROM orders_counterservice s JOIN {_KINDS} USING (kind)
            WHERE k.gateway = r.gateway
              AND (s.succeeded_at AT TIME ZONE 'Asia/Shanghai')::date = r.day
              AND EXISTS (SELECT FROM orders_serviceevent e WHERE e.service_id = s.id
                          AND e.after = 'succeeded' AND e.before <> 'succeeded' AND e.at <= r.finished_at)
              AND NOT EXISTS (SELECT FROM orders_serviceevent e WHERE e.service_id = s.id
                              AND e.before = 'succeeded' AND e.after = 'refunded' AND e.at <= r.finished_at)
        ) AS ours ON true
        LEFT JOIN LATERAL (
            SELECT sum(CASE d.kind WHEN 'missing' THEN -d.ours WHEN 'amount' THEN d.theirs - d.ours
                                   ELSE d.theirs END) AS yuan
            FROM orders_discrepancy d
            WHERE d.reconciliation_id = r.id AND d.seen_at = r.finished_at
        ) AS differing ON true
        WHERE r.finished_at IS NOT NULL
        """,
    ),
    Check(
        "services: status = last of the log",
        ("rows",),
        "SELECT id || ' ' || status AS key, 1 AS rows FROM orders_counterservice WHERE status <> 'draft'",
        """
        SELECT service_id || ' ' || after AS key, 1 AS rows
        FROM (SELECT DISTINCT ON (service_id) service_id, after FROM orders_serviceevent
              ORDER BY service_id, id DESC) last
        """,
    ),
)
