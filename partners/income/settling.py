"""The statements of some partners, set-based, and what they add to what is owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from partners.income.awarding.guaranteeing import fill_up
from partners.income.months.guarding import enter_months, hold_open
from partners.ledger.accounts import INCOME_COST, lock_accounts, payable_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers
from stations.clock import month_end
from stations.money import ZERO

# Closings of two months at once would both take the same lines: they take turns, by partner.
LOCK = """
SELECT id FROM partners_partner
 WHERE id >= %(from_id)s AND (%(to_id)s::bigint IS NULL OR id < %(to_id)s)
 ORDER BY id FOR NO KEY UPDATE
"""

# The station at the month's end, else the last one before; without any, the center of the file.
PLACE = """
    LEFT JOIN LATERAL (
          SELECT t.station_id, s.center_id
            FROM partners_tenure t JOIN stations_station s ON s.id = t.station_id
           WHERE t.partner_id = p.id AND t.starts_on <= %(last)s
           ORDER BY least(coalesce(t.ends_on, 'infinity'), %(last)s) DESC, t.starts_on DESC, t.id DESC
           LIMIT 1) place ON true
"""

# Lines, an adjustment, or a tenure on any day of the month; and no statement of it yet.
ENTITLED = f"""
SELECT p.id, coalesce(place.center_id, p.center_id) AS center_id
  FROM partners_partner p
{PLACE}
 WHERE p.id = ANY(%(partners)s)
   AND (EXISTS (SELECT FROM partners_earning e
                 WHERE e.partner_id = p.id AND e.statement_id IS NULL AND e.earned_on <= %(last)s)
     OR EXISTS (SELECT FROM partners_adjustment a
                 WHERE a.partner_id = p.id AND a.statement_id IS NULL AND a.confirmed_at IS NOT NULL
                   AND a.month <= %(month)s)
     OR EXISTS (SELECT FROM partners_tenure t
                 WHERE t.partner_id = p.id AND t.starts_on <= %(last)s
                   AND coalesce(t.ends_on, 'infinity') >= %(month)s))
   AND NOT EXISTS (SELECT FROM partners_statement s WHERE s.partner_id = p.id AND s.month = %(month)s)
 ORDER BY p.id
"""

# One statement, one snapshot: what is summed up is what is put into the statement. Where a version
# is there already, the new one supersedes it and takes what it holds. Lines move in the order of their
# keys: partner by partner, each range would go through all pages of the table and its indexes many times.
SETTLE = f"""
WITH given AS (
    SELECT * FROM unnest(%(partners)s::bigint[], %(owed)s::numeric[]) AS given (id, owed)
), previous AS MATERIALIZED (
    SELECT s.id, s.partner_id, s.version, s.center_id, s.station_id
      FROM partners_statement s
     WHERE s.month = %(month)s AND s.partner_id = ANY(%(partners)s)
       AND NOT EXISTS (SELECT FROM partners_statement later WHERE later.supersedes_id = s.id)
), lines AS MATERIALIZED (
    SELECT e.id, e.partner_id, e.amount, e.received_in_cash
      FROM partners_earning e
     WHERE e.partner_id = ANY(%(partners)s) AND e.earned_on <= %(last)s
       AND (e.statement_id IS NULL OR e.statement_id IN (SELECT id FROM previous))
), adjustments AS MATERIALIZED (
    SELECT a.id, a.partner_id, a.kind, a.amount
      FROM partners_adjustment a
     WHERE a.partner_id = ANY(%(partners)s) AND a.month <= %(month)s AND a.confirmed_at IS NOT NULL
       AND (a.statement_id IS NULL OR a.statement_id IN (SELECT id FROM previous))
), earned AS (
    SELECT partner_id, count(*) AS lines, sum(amount) AS yuan, sum(received_in_cash) AS cash
      FROM lines GROUP BY partner_id
), adjusted AS (
    SELECT partner_id, coalesce(sum(amount) FILTER (WHERE kind <> 'deduction'), 0) AS yuan,
           coalesce(-sum(amount) FILTER (WHERE kind = 'deduction'), 0) AS deducted
      FROM adjustments GROUP BY partner_id
), written AS (
    INSERT INTO partners_statement
        (partner_id, center_id, station_id, month, version, supersedes_id, reason, written_by_id, lines,
         earned, received_in_cash, adjusted, deducted, brought_forward, closed_at)
    SELECT p.id, coalesce(previous.center_id, place.center_id, p.center_id),
           CASE WHEN previous.id IS NULL THEN place.station_id ELSE previous.station_id END,
           %(month)s, coalesce(previous.version, 0) + 1, previous.id, %(reason)s, %(actor)s,
           coalesce(earned.lines, 0), coalesce(earned.yuan, 0), coalesce(earned.cash, 0),
           coalesce(adjusted.yuan, 0), coalesce(adjusted.deducted, 0), given.owed, %(now)s
      FROM given JOIN partners_partner p ON p.id = given.id
      LEFT JOIN previous ON previous.partner_id = p.id
      LEFT JOIN earned ON earned.partner_id = p.id
      LEFT JOIN adjusted ON adjusted.partner_id = p.id
{PLACE}
     ORDER BY p.id
    RETURNING id, partner_id, lines, earned + adjusted - deducted AS total
), moves AS MATERIALIZED (
    SELECT lines.id, written.id AS statement_id FROM lines JOIN written USING (partner_id) ORDER BY lines.id
), lines_moved AS (
    UPDATE partners_earning SET statement_id = moves.statement_id
      FROM moves WHERE partners_earning.id = moves.id
    RETURNING 1
), adjustments_moved AS (
    UPDATE partners_adjustment SET statement_id = written.id
      FROM adjustments JOIN written USING (partner_id) WHERE partners_adjustment.id = adjustments.id
    RETURNING 1
)
SELECT id, partner_id, lines, total FROM written ORDER BY id
"""

WRONG = """
SELECT count(*)
  FROM partners_statement s
  LEFT JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(amount), 0) AS yuan,
                            coalesce(sum(received_in_cash), 0) AS cash
                       FROM partners_earning WHERE statement_id = s.id) own ON true
  LEFT JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS yuan
                       FROM partners_adjustment WHERE statement_id = s.id) adjusted ON true
 WHERE s.id = ANY(%(statements)s)
   AND (s.lines, s.earned, s.received_in_cash, s.adjusted - s.deducted)
       IS DISTINCT FROM (own.lines, own.yuan, own.cash, adjusted.yuan)
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A statement that was written: its lines, and what it adds to what is owed, in yuan."""

    pk: int
    partner_id: int
    lines: int
    total: Decimal


def settle_range(*, month: dt.date, from_id: int, to_id: int | None) -> tuple[int, int]:
    """Writes a month's statements for the partners of a range, in the caller's transaction.

    Takes every line that is earned by the month's end, and every adjustment confirmed for it,
    that is in no statement yet; what is owed to the partners rises by the totals. Returns how
    many statements and lines. Partners that have their statement of the month add nothing, and
    those of a county whose month is not open wait for the next one. Locks the partners, their
    counties' months and their accounts. Raises RuntimeError, and so writes nothing, if a
    statement is not the sum of its lines.
    """
    values: dict[str, Any] = {"month": month, "last": month_end(month), "from_id": from_id, "to_id": to_id}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, values)
        values["partners"] = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(ENTITLED, values)
        centers: dict[int, int] = dict(cursor.fetchall())
    enter_months(month=month, centers=centers.values())
    open_centers = hold_open(month=month, centers=centers.values())
    partners = [pk for pk, center in centers.items() if center in open_centers]
    written = write_statements(month=month, partners=partners)
    return len(written), sum(one.lines for one in written)


def write_statements(
    *, month: dt.date, partners: Sequence[int], actor: Any = None, reason: str = ""
) -> list[Written]:
    """Fills guaranteed months up, then writes a statement for each partner, or its next version.

    The caller holds the partners and their counties' months, and has taken back what a version
    that is superseded had added. Locks the accounts; posts the totals to the ledger.
    """
    if not partners:
        return []
    fill_up(month=month, partners=partners)
    held = lock_accounts([payable_of(pk) for pk in partners])
    owed: Mapping[int, Decimal] = {pk: held[payable_of(pk)].balance or ZERO for pk in partners}
    values = {
        "month": month,
        "last": month_end(month),
        "partners": list(partners),
        "owed": [owed[pk] for pk in partners],
        "actor": actor.pk if actor else None,
        "reason": reason,
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        # A range's lines are joined and sorted in memory, else their order is lost.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(SETTLE, values)
        written = [Written(*row) for row in cursor.fetchall()]
        cursor.execute(WRONG, {"statements": [one.pk for one in written]})
        (wrong,) = cursor.fetchone()
    if wrong:
        raise RuntimeError(f"{wrong} statements of {month:%Y-%m} are not the sum of their lines")
    post_transfers(actor=actor, transfers=[posted(one) for one in written if one.total])
    return written


def posted(one: Written) -> NewTransfer:
    """What a statement moves: from the cost of income to what is owed, or back where it is below zero."""
    mine = payable_of(one.partner_id)
    return NewTransfer(
        from_account=INCOME_COST if one.total > 0 else mine,
        to_account=mine if one.total > 0 else INCOME_COST,
        amount=abs(one.total),
        kind=TransferKind.STATEMENT,
        source_key=f"statement:{one.pk}",
        occurred_at=timezone.now(),
        subject=f"statement:{one.pk}",
    )
