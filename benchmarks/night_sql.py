"""The peers of the night's jobs: what somebody would write by hand, once, for this data alone.

They take no turns, know no chunks, no refunds and no second run; what they leave is compared with
what the jobs leave, row by row.
"""

from __future__ import annotations

_SUMS = """
    coalesce(sum(amount) FILTER (WHERE kind = 'placed'), 0),
    coalesce(sum({orders}) FILTER (WHERE kind = 'placed'), 0),
    coalesce(sum(amount) FILTER (WHERE kind = 'paid'), 0),
    coalesce(sum({orders}) FILTER (WHERE kind = 'paid'), 0),
    coalesce(sum(amount) FILTER (WHERE kind IN ('paid', 'refund')), 0),
    coalesce(sum({orders}) FILTER (WHERE kind IN ('paid', 'refund')), 0)
"""
_MEASURES = "placed_amount, placed_orders, paid_amount, paid_orders, net_amount, net_orders"
_KEYS = {
    "orders_centerhour": {"hour": "date_trunc('hour', turnover_at)", "center_id": "center_id"},
    "orders_centerminute": {"minute": "date_trunc('minute', turnover_at)", "center_id": "center_id"},
    "orders_centercategoryhour": {
        "hour": "date_trunc('hour', turnover_at)",
        "center_id": "center_id",
        "category": "category",
    },
    "orders_stationday": {
        "day": "(turnover_at AT TIME ZONE 'Asia/Shanghai')::date",
        "center_id": "center_id",
        "station_id": "station_id",
    },
    "orders_stationturnover": {
        "hour": "date_trunc('hour', turnover_at)",
        "center_id": "center_id",
        "station_id": "station_id",
    },
}
TURNOVER_TABLES = tuple(_KEYS)


def _aggregate(table: str, keys: dict[str, str]) -> str:
    orders = "category_orders" if "category" in keys else "orders"
    return f"""
        INSERT INTO {table} (business, {", ".join(keys)}, {_MEASURES})
        SELECT business, {", ".join(keys.values())}, {_SUMS.format(orders=orders)}
        FROM partners_activity WHERE kind IN ('placed', 'paid', 'refund')
        GROUP BY business, {", ".join(keys.values())}
    """


ROLL_UP = tuple(_aggregate(table, keys) for table, keys in _KEYS.items())

PRICE = """
    INSERT INTO partners_earning (
        activity_id, partner_id, station_id, center_id, business, category, subject, rate_id, rate_version,
        paid_on, basis, basis_total, unrounded, amount, received_in_cash, earned_on, priced_at)
    SELECT a.id, a.partner_id, a.station_id, a.center_id, a.business, a.category, a.subject, r.id, r.version,
           a.business_date, a.amount, a.amount,
           least(greatest(coalesce(r.fixed, a.amount * r.rate), r.minimum), r.cap),
           round(least(greatest(coalesce(r.fixed, a.amount * r.rate), r.minimum), r.cap), 2), 0, NULL, now()
    FROM partners_activity a
    JOIN partners_commissionrate r ON r.business = a.business AND r.category = a.category
         AND r.center_id IS NULL AND a.business_date BETWEEN r.valid_from AND coalesce(r.valid_to, 'infinity')
    WHERE a.kind = 'paid' AND a.partner_id IS NOT NULL
    ORDER BY a.id
"""

# Accounts, statements, lines, transfers and balances of a month in which every line counts.
CLOSE = (
    "INSERT INTO partners_account (kind) VALUES ('income_cost') ON CONFLICT DO NOTHING",
    "INSERT INTO partners_account (kind, partner_id) SELECT 'payable', id FROM partners_partner ORDER BY id",
    """
    INSERT INTO partners_balance (account_id, amount)
    SELECT id, 0 FROM partners_account WHERE kind = 'payable' ORDER BY id
    """,
    """
    INSERT INTO partners_countymonth (center_id, month, status)
    SELECT DISTINCT s.center_id, %(month)s::date, 'open' FROM partners_tenure t
    JOIN stations_station s ON s.id = t.station_id
    """,
    """
    INSERT INTO partners_statement
        (partner_id, center_id, station_id, month, version, reason, lines, earned, received_in_cash,
         adjusted, deducted, brought_forward, closed_at)
    SELECT t.partner_id, s.center_id, t.station_id, %(month)s, 1, '', coalesce(e.lines, 0),
           coalesce(e.yuan, 0), coalesce(e.cash, 0), 0, 0, 0, now()
    FROM partners_tenure t JOIN stations_station s ON s.id = t.station_id
    LEFT JOIN (
        SELECT partner_id, count(*) AS lines, sum(amount) AS yuan, sum(received_in_cash) AS cash
        FROM partners_earning WHERE statement_id IS NULL AND earned_on <= %(last)s GROUP BY partner_id
    ) AS e USING (partner_id)
    ORDER BY t.partner_id
    """,
    """
    UPDATE partners_earning e SET statement_id = s.id
    FROM partners_statement s
    WHERE s.month = %(month)s AND s.partner_id = e.partner_id
      AND e.statement_id IS NULL AND e.earned_on <= %(last)s
    """,
    """
    INSERT INTO partners_transfer
        (kind, from_account_id, to_account_id, partner_id, amount, business_date, occurred_at, subject,
         source_key, note, recorded_at)
    SELECT 'statement', cost.id, mine.id, s.partner_id, s.earned,
           (now() AT TIME ZONE 'Asia/Shanghai')::date, now(), 'statement:' || s.id, 'statement:' || s.id, '',
           now()
    FROM partners_statement s
    JOIN partners_account mine ON mine.kind = 'payable' AND mine.partner_id = s.partner_id
    CROSS JOIN (SELECT id FROM partners_account WHERE kind = 'income_cost') AS cost
    WHERE s.month = %(month)s AND s.earned > 0
    """,
    """
    UPDATE partners_balance b SET amount = b.amount + t.amount
    FROM partners_transfer t WHERE t.to_account_id = b.account_id
    """,
)
