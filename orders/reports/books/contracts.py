"""Deposits against their entries and the ledger; contracts against their logs and tenures."""

from orders.reports.books.check import Check

CHECKS = (
    Check(
        "deposits: what is held for each contract = its confirmed entries",
        ("yuan",),
        "SELECT id::text AS key, frozen AS yuan FROM partners_contract",
        """
        SELECT c.id::text AS key,
               coalesce(sum(CASE WHEN e.kind IN ('paid_in', 'carried_in') THEN e.amount
                                 ELSE -e.amount END), 0) AS yuan
        FROM partners_contract c
        LEFT JOIN partners_depositentry e ON e.contract_id = c.id AND e.confirmed_at IS NOT NULL
        GROUP BY c.id
        """,
    ),
    Check(
        # An account below zero is a row that only one side has.
        "deposits: each partner's account = what is held for their contracts",
        ("yuan",),
        """
        SELECT a.partner_id::text AS key, b.amount AS yuan
        FROM partners_account a JOIN partners_balance b ON b.account_id = a.id
        WHERE a.kind = 'deposit' AND b.amount <> 0
        """,
        """
        SELECT partner_id::text AS key, sum(frozen) AS yuan FROM partners_contract
        GROUP BY partner_id HAVING sum(frozen) > 0
        """,
    ),
    Check(
        "deposits: each entry moved its money once, from where and to where it says",
        ("yuan",),
        """
        SELECT t.source_key || ' of ' || t.subject || ' partner ' || t.partner_id
                   || ' from ' || f.kind || ' to ' || g.kind AS key,
               t.amount AS yuan
        FROM partners_transfer t
        JOIN partners_account f ON f.id = t.from_account_id
        JOIN partners_account g ON g.id = t.to_account_id
        WHERE f.kind = 'deposit' OR g.kind = 'deposit'
        """,
        """
        SELECT 'deposit:' || e.id || ' of contract:' || c.id || ' partner ' || c.partner_id
                   || CASE e.kind WHEN 'paid_in' THEN ' from bank to deposit'
                                  WHEN 'damage' THEN ' from deposit to recovered'
                                  ELSE ' from deposit to payable' END AS key,
               e.amount AS yuan
        FROM partners_depositentry e JOIN partners_contract c ON c.id = e.contract_id
        WHERE e.confirmed_at IS NOT NULL AND e.kind NOT IN ('carried_in', 'carried_out')
        """,
    ),
    Check(
        "deposits: what one contract gave away the next one has taken over",
        ("yuan",),
        """
        SELECT c.follows_id::text AS key, sum(e.amount) AS yuan
        FROM partners_depositentry e JOIN partners_contract c ON c.id = e.contract_id
        WHERE e.kind = 'carried_in' GROUP BY c.follows_id
        """,
        """
        SELECT contract_id::text AS key, sum(amount) AS yuan FROM partners_depositentry
        WHERE kind = 'carried_out' GROUP BY contract_id
        """,
    ),
    Check(
        "contracts: state = last of the log",
        ("rows",),
        "SELECT id || ' ' || status AS key, 1 AS rows FROM partners_contract",
        """
        SELECT contract_id || ' ' || after AS key, 1 AS rows
        FROM (SELECT DISTINCT ON (contract_id) contract_id, after FROM partners_contractchange
              ORDER BY contract_id, id DESC) last
        """,
    ),
    Check(
        # A contract without such a tenure is a row that only one side has.
        "contracts: each one that was in force stands behind a tenure of its partner, station and mode",
        ("rows",),
        "SELECT id::text AS key, 1 AS rows FROM partners_contract WHERE tenure_id IS NOT NULL",
        """
        SELECT c.id::text AS key, 1 AS rows
        FROM partners_contract c JOIN partners_tenure t ON t.id = c.tenure_id
        WHERE t.partner_id = c.partner_id AND t.station_id = c.station_id
          AND t.mode = c.mode
          AND (c.over_on IS NULL OR t.ends_on IS NULL OR c.over_on <= t.ends_on)
        """,
    ),
)
