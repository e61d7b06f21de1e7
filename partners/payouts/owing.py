"""What a month's batch may pay to whom: what is owed, and what speaks against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

# What months after the batch's own added is not paid with it; what they took off is taken into account.
OWED = """
SELECT a.partner_id,
       CASE WHEN b.amount < 0 THEN b.amount
            ELSE greatest(b.amount - greatest(coalesce(later.total, 0), 0), 0) END AS amount,
       account.id AS account_id,
       CASE WHEN b.amount < 0 THEN 'debt'
            WHEN b.amount - greatest(coalesce(later.total, 0), 0) < %(least)s THEN 'too_small'
            WHEN under_way.id IS NOT NULL THEN 'under_way'
            WHEN open_month.id IS NOT NULL THEN 'not_locked'
            WHEN p.identity_number = '' THEN 'no_identity'
            WHEN account.id IS NULL THEN 'no_account'
            ELSE '' END AS because
  FROM partners_account a
  JOIN partners_balance b ON b.account_id = a.id AND b.amount <> 0
  JOIN partners_partner p ON p.id = a.partner_id
  LEFT JOIN LATERAL (
        SELECT sum(s.earned + s.adjusted - s.deducted) AS total FROM partners_statement s
         WHERE s.partner_id = a.partner_id AND s.month > %(month)s
           AND NOT EXISTS (SELECT FROM partners_statement v WHERE v.supersedes_id = s.id)) later ON true
  LEFT JOIN LATERAL (
        SELECT o.id FROM partners_payout o
         WHERE o.partner_id = a.partner_id AND o.status IN ('planned', 'sent')
           AND o.batch_id IS DISTINCT FROM %(batch)s LIMIT 1) under_way ON true
  LEFT JOIN LATERAL (
        -- A county's month that holds a statement of theirs, and that head office has not locked.
        SELECT s.id FROM partners_statement s
          LEFT JOIN partners_countymonth m ON m.center_id = s.center_id AND m.month = s.month
         WHERE s.partner_id = a.partner_id AND s.month <= %(month)s AND m.status IS DISTINCT FROM 'locked'
         LIMIT 1) open_month ON true
  LEFT JOIN partners_payoutaccount account
         ON account.partner_id = a.partner_id
        AND account.confirmed_at IS NOT NULL AND account.ended_at IS NULL
 WHERE a.kind = 'payable' AND (%(partners)s::bigint[] IS NULL OR a.partner_id = ANY(%(partners)s))
   AND EXISTS (SELECT FROM partners_statement s WHERE s.partner_id = a.partner_id AND s.month <= %(month)s)
 ORDER BY a.partner_id
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """Yuan that a month's batch may pay to a partner, where, and what speaks against it ("" = nothing)."""

    partner_id: int
    amount: Decimal
    account_id: int | None
    because: str


def what_is_owed(
    *,
    month: dt.date,
    least: Decimal,
    partners: Sequence[int] | None = None,
    batch_id: int | None = None,
) -> list[Owed]:
    """Everybody with a statement up to a month to whom something is owed, or who owes.

    Yuan. `batch_id` is the batch whose own payouts are not in their own way. For a figure that
    money is sent by, the caller holds the accounts.
    """
    values: dict[str, Any] = {
        "month": month,
        "least": least,
        "partners": list(partners) if partners is not None else None,
        "batch": batch_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(OWED, values)
        return [Owed(*row) for row in cursor.fetchall()]
