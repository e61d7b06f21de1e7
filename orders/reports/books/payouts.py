"""What is owed against statements and payouts; batches and files against their payouts."""

from orders.reports.books.check import Check

# A version that another one supersedes has given its lines away: only those in force hold rows.
_IN_FORCE = "NOT EXISTS (SELECT FROM partners_statement v WHERE v.supersedes_id = s.id)"

CHECKS = (
    Check(
        "statements: adjusted and deducted = the adjustments in them",
        ("adjusted", "deducted"),
        f"SELECT s.id::text AS key, adjusted, deducted FROM partners_statement s WHERE {_IN_FORCE}",
        f"""
        SELECT s.id::text AS key,
               coalesce(sum(a.amount) FILTER (WHERE a.kind IN ('correction', 'extra')), 0) AS adjusted,
               coalesce(sum(-a.amount) FILTER (WHERE a.kind = 'deduction'), 0) AS deducted
        FROM partners_statement s
        LEFT JOIN partners_adjustment a ON a.statement_id = s.id
             -- The partner's own, for that month or one before, and agreed to: nothing else counts.
             AND a.partner_id = s.partner_id AND a.month <= s.month AND a.confirmed_at IS NOT NULL
        WHERE {_IN_FORCE} GROUP BY s.id
        """,
    ),
    Check(
        "statements: what each one moved in the ledger, and back where it was superseded",
        ("yuan", "back"),
        """
        SELECT 'statement:' || id || ' partner ' || partner_id AS key,
               earned + adjusted - deducted AS yuan,
               CASE WHEN EXISTS (SELECT FROM partners_statement v WHERE v.supersedes_id = s.id)
                    THEN earned + adjusted - deducted ELSE 0 END AS back
        FROM partners_statement s WHERE earned + adjusted - deducted <> 0
        """,
        """
        SELECT t.subject || ' partner ' || t.partner_id AS key,
               sum(CASE WHEN t.kind = 'statement' THEN sign.of * t.amount ELSE 0 END) AS yuan,
               sum(CASE WHEN t.kind = 'reversal' THEN -sign.of * t.amount ELSE 0 END) AS back
        FROM partners_transfer t
        JOIN partners_account f ON f.id = t.from_account_id
        JOIN partners_account g ON g.id = t.to_account_id
        CROSS JOIN LATERAL (SELECT CASE WHEN f.kind = 'income_cost' AND g.partner_id = t.partner_id THEN 1
                                        WHEN g.kind = 'income_cost' AND f.partner_id = t.partner_id THEN -1
                                        END AS of) AS sign
        WHERE t.subject LIKE 'statement:%'
        GROUP BY t.subject, t.partner_id
        """,
    ),
    Check(
        # Transfers of one account rise in the order of its lock, so what was owed can be read again.
        "statements: carried over = what the ledger owed just before",
        ("yuan",),
        """
        SELECT s.id::text AS key, s.brought_forward AS yuan FROM partners_statement s
        WHERE earned + adjusted - deducted <> 0
        """,
        """
        SELECT split_part(source_key, ':', 2) AS key, owed AS yuan FROM (
            SELECT t.source_key, t.kind,
                   coalesce(sum(CASE WHEN g.kind = 'payable' THEN t.amount
                                     WHEN f.kind = 'payable' THEN -t.amount ELSE 0 END)
                       OVER (PARTITION BY t.partner_id ORDER BY t.id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS owed
            FROM partners_transfer t
            JOIN partners_account f ON f.id = t.from_account_id
            JOIN partners_account g ON g.id = t.to_account_id
            WHERE t.partner_id IS NOT NULL
        ) AS moved WHERE kind = 'statement'
        """,
    ),
    Check(
        "payouts: what is owed fell and rose as their state says",
        ("owed", "under_way", "bank"),
        """
        SELECT 'payout:' || id || ' partner ' || partner_id AS key,
               CASE WHEN status IN ('sent', 'paid') THEN -amount ELSE 0 END AS owed,
               CASE WHEN status = 'sent' THEN amount ELSE 0 END AS under_way,
               CASE WHEN status = 'paid' THEN amount ELSE 0 END AS bank
        FROM partners_payout WHERE sent_at IS NOT NULL
        """,
        """
        SELECT subject || ' partner ' || t.partner_id AS key,
               sum(CASE WHEN kind_of.to = 'payable' THEN amount WHEN kind_of.from = 'payable' THEN -amount
                        ELSE 0 END) AS owed,
               sum(CASE WHEN kind_of.to = 'payout_clearing' THEN amount
                        WHEN kind_of.from = 'payout_clearing' THEN -amount ELSE 0 END) AS under_way,
               sum(CASE WHEN kind_of.to = 'bank' THEN amount WHEN kind_of.from = 'bank' THEN -amount
                        ELSE 0 END) AS bank
        FROM partners_transfer t
        JOIN partners_account f ON f.id = t.from_account_id
        JOIN partners_account g ON g.id = t.to_account_id
        CROSS JOIN LATERAL (SELECT f.kind AS "from", g.kind AS "to") AS kind_of
        WHERE t.subject LIKE 'payout:%' GROUP BY t.subject, t.partner_id
        """,
    ),
    Check(
        "payouts: a batch is the sum of its payouts",
        ("count", "amount", "sent_count", "sent_amount"),
        "SELECT id::text AS key, count, amount, sent_count, sent_amount FROM partners_payoutbatch",
        """
        SELECT batch_id::text AS key, count(*) AS count, sum(amount) AS amount,
               count(sent_at) AS sent_count,
               coalesce(sum(amount) FILTER (WHERE sent_at IS NOT NULL), 0) AS sent_amount
        FROM partners_payout GROUP BY batch_id
        """,
    ),
    Check(
        "payouts: a file is the sum of its payouts",
        ("count", "amount"),
        "SELECT batch_id || ' ' || channel AS key, count, amount FROM partners_payoutfile",
        """
        SELECT o.batch_id || ' ' || a.channel AS key, count(*) AS count, sum(o.amount) AS amount
        FROM partners_payout o JOIN partners_payoutaccount a ON a.id = o.account_id
        WHERE o.sent_at IS NOT NULL GROUP BY o.batch_id, a.channel
        """,
    ),
)
