"""The statements of a range of partners, set-based."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from stations.clock import month_end

IN_RANGE = "{id} >= %(from_id)s AND (%(to_id)s::bigint IS NULL OR {id} < %(to_id)s)"

# Closings of two months at once would both carry the same debt on: they take turns, by partner.
LOCK = f"""
SELECT count(*) FROM (
    SELECT FROM partners_partner WHERE {IN_RANGE.format(id="id")} ORDER BY id FOR NO KEY UPDATE) locked
"""

# One statement, one snapshot: what is summed up is what is put into the statement.
SETTLE = f"""
WITH due AS MATERIALIZED (
    SELECT e.id, e.partner_id, e.amount
      FROM partners_earning e
     WHERE e.statement_id IS NULL AND e.earned_on <= %(last)s AND {IN_RANGE.format(id="e.partner_id")}
), sums AS (
    SELECT partner_id, count(*) AS lines, sum(amount) AS earned FROM due GROUP BY partner_id
), entitled AS (
    -- Lines, or a tenure on any day of the month.
    SELECT p.id, p.center_id, coalesce(sums.lines, 0) AS lines, coalesce(sums.earned, 0) AS earned
      FROM partners_partner p LEFT JOIN sums ON sums.partner_id = p.id
     WHERE {IN_RANGE.format(id="p.id")}
       AND (sums.partner_id IS NOT NULL OR EXISTS (
            SELECT FROM partners_tenure t WHERE t.partner_id = p.id
               AND t.starts_on <= %(last)s AND coalesce(t.ends_on, 'infinity') >= %(month)s))
       AND NOT EXISTS (SELECT FROM partners_statement s WHERE s.partner_id = p.id AND s.month = %(month)s)
), written AS (
    INSERT INTO partners_statement
        (partner_id, center_id, station_id, month, version, lines, earned, brought_forward, closed_at)
    SELECT p.id, coalesce(place.center_id, p.center_id), place.station_id, %(month)s, 1, p.lines, p.earned,
           -- What the statement written before left below zero; ids rise with the closings.
           least(coalesce((SELECT b.earned + b.brought_forward FROM partners_statement b
                            WHERE b.partner_id = p.id ORDER BY b.id DESC LIMIT 1), 0), 0),
           now()
      FROM entitled p
      LEFT JOIN LATERAL (
            -- The station at the month's end, else the last one before.
            SELECT t.station_id, s.center_id
              FROM partners_tenure t JOIN stations_station s ON s.id = t.station_id
             WHERE t.partner_id = p.id AND t.starts_on <= %(last)s
             ORDER BY least(coalesce(t.ends_on, 'infinity'), %(last)s) DESC, t.starts_on DESC, t.id DESC
             LIMIT 1) place ON true
     ORDER BY p.id
    RETURNING id, partner_id
), settled AS (
    UPDATE partners_earning SET statement_id = written.id
      FROM due JOIN written USING (partner_id)
     WHERE partners_earning.id = due.id
    RETURNING 1
)
SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM settled)
"""

WRONG = f"""
SELECT count(*)
  FROM partners_statement s
  LEFT JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(amount), 0) AS earned
                       FROM partners_earning WHERE statement_id = s.id) own ON true
 WHERE s.month = %(month)s AND {IN_RANGE.format(id="s.partner_id")}
   AND (s.lines, s.earned) IS DISTINCT FROM (own.lines, own.earned)
"""


def settle_range(*, month: dt.date, from_id: int, to_id: int | None) -> tuple[int, int]:
    """Writes a month's statements for the partners of a range, in the caller's transaction.

    Takes every line that is earned by the month's end and in no statement yet. Returns how many
    statements and lines; partners that have their statement of the month add nothing. Locks the
    partners. Raises RuntimeError, and so writes nothing, if a statement is not the sum of its lines.
    """
    values: dict[str, Any] = {"month": month, "last": month_end(month), "from_id": from_id, "to_id": to_id}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, values)
        cursor.execute(SETTLE, values)
        statements, lines = cursor.fetchone()
        cursor.execute(WRONG, values)
        (wrong,) = cursor.fetchone()
    if wrong:
        raise RuntimeError(f"{wrong} statements of {month:%Y-%m} are not the sum of their lines")
    return statements, lines
