"""The income job: new journal rows become lines of income, set-based and exactly once.

Exactly once, because a chunk is one transaction: the pending rows go, the lines come, or
neither. A worker killed in the middle leaves both as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection, transaction

from partners.commission.choosing import JOIN_RATES
from partners.journal.sweeping import sweep_pending
from stations.turns import PRICING, try_turn, wait_turn

log = structlog.get_logger(__name__)

CONSUMER = "income"
CHUNK = 20_000

# As an array the ids are looked up by key; a sub-query could make a scan of what vacuum left over.
CLAIM = """
    DELETE FROM partners_pendingactivity
     WHERE id = ANY(ARRAY(SELECT id FROM partners_pendingactivity
                           WHERE consumer = %(consumer)s ORDER BY activity_id LIMIT %(limit)s))
    RETURNING activity_id
"""

# A line is a payment of one subject and category with all its refunds. Its amounts add up to
# f(paid - refunded), whatever arrives together: each row is f after it, less f before it.
# A parcel is a line too: its basis is the count of parcels, priced by the fixed subsidy. A fee, of a
# parcel or a service, has no rate, earns nothing to be paid, and is kept as received in cash.
# What is known of a line is looked up by key, row by row: a join of large sets would rest on
# statistics, and right after an import there are none.
PRICE = f"""
INSERT INTO partners_earning (
    activity_id, partner_id, station_id, center_id, business, category, subject, rate_id, rate_version,
    paid_on, basis, basis_total, unrounded, amount, received_in_cash, earned_on, priced_at)
WITH batch AS (
    SELECT a.id, a.partner_id, a.station_id, a.center_id, a.business, a.category, a.subject, a.kind,
           counts.amount, a.business_date, earlier.basis, earlier.lines > 0 AS known, earlier.rate_id,
           earlier.paid_on
      FROM partners_activity a
     CROSS JOIN LATERAL (SELECT CASE a.kind WHEN 'parcel' THEN a.orders ELSE a.amount END AS amount) counts
     CROSS JOIN LATERAL (
           SELECT count(*) AS lines, coalesce(sum(e.basis), 0) AS basis, min(e.rate_id) AS rate_id,
                  min(e.paid_on) AS paid_on, coalesce(bool_or(e.activity_id = a.id), false) AS priced
             FROM partners_earning e
            WHERE e.subject = a.subject AND e.category = a.category) earlier
     WHERE a.id = ANY(%(ids)s) AND a.kind IN ('paid', 'refund', 'parcel', 'parcel_fee', 'service_fee')
       AND a.partner_id IS NOT NULL  -- no tenure, no commission
       AND NOT earlier.priced
), payment AS (
    SELECT b.id, b.partner_id, b.station_id, b.center_id, b.business, b.category, b.subject, b.kind,
           b.amount, b.business_date, b.known, b.rate_id,
           coalesce(b.paid_on, min(b.business_date) FILTER (WHERE b.kind <> 'refund') OVER line) AS paid_on,
           b.basis + sum(b.amount) OVER (line ORDER BY b.id) AS total
      FROM batch b
    WINDOW line AS (PARTITION BY b.subject, b.category)
)
SELECT payment.id, payment.partner_id, payment.station_id, payment.center_id, payment.business,
       payment.category, payment.subject, r.id, r.version, payment.paid_on, payment.amount, payment.total,
       commission_unrounded(payment.total, r.rate, r.fixed, r.minimum, r.cap),
       commission_amount(payment.total, r.rate, r.fixed, r.minimum, r.cap)
     - commission_amount(payment.total - payment.amount, r.rate, r.fixed, r.minimum, r.cap),
       CASE WHEN payment.kind IN ('parcel_fee', 'service_fee') THEN payment.amount ELSE 0 END,
       CASE WHEN handed_over.day IS NOT NULL THEN greatest(
           handed_over.day + coalesce(r.hold_days, 0),
           CASE WHEN payment.kind <> 'paid' THEN payment.business_date END) END,
       now()
  FROM payment
 {JOIN_RATES}
  -- What was priced before: its rate is the line's for ever, also where there was none.
  LEFT JOIN partners_commissionrate r
         ON r.id = CASE WHEN payment.known THEN payment.rate_id ELSE coalesce(own.id, national.id) END
 CROSS JOIN LATERAL (
       -- Taken up in this chunk or an earlier one; one that still waits comes with its own chunk. An order
       -- or a sale is never handed over before its payment is in the journal: there HOLD comes later.
       SELECT min(h.business_date) AS day
         FROM partners_activity h
        WHERE payment.kind <> 'paid' AND h.subject = payment.subject AND h.category = payment.category
          AND h.kind IN ('handed_over', 'parcel', 'parcel_fee', 'service_fee')
          AND NOT EXISTS (SELECT FROM partners_pendingactivity w
                           WHERE w.consumer = %(consumer)s AND w.activity_id = h.id)) handed_over
 ORDER BY payment.id
"""

# What was priced before its hand-over is earned after the hold of its rate. A refund of before
# lowers the line on the same day; greatest() passes over the NULL of a payment.
HOLD = """
UPDATE partners_earning
   SET earned_on = due.day
  FROM (SELECT e.id,
               greatest(h.business_date + coalesce(r.hold_days, 0),
                        CASE WHEN a.kind = 'refund' THEN a.business_date END) AS day
          FROM partners_activity h
          JOIN partners_earning e ON e.subject = h.subject AND e.category = h.category
          JOIN partners_activity a ON a.id = e.activity_id
          LEFT JOIN partners_commissionrate r ON r.id = e.rate_id
         WHERE h.id = ANY(%(ids)s) AND h.kind = 'handed_over' AND e.earned_on IS NULL) due
 WHERE partners_earning.id = due.id
"""


@dataclass(frozen=True, slots=True)
class Priced:
    """What a run did: journal rows taken, lines added, lines whose hold began.

    `busy` says that somebody else was pricing, so that this run took nothing more.
    """

    rows: int = 0
    lines: int = 0
    holds: int = 0
    busy: bool = False

    def plus(self, other: Priced) -> Priced:
        return Priced(self.rows + other.rows, self.lines + other.lines, self.holds + other.holds, other.busy)


def price_activity(*, limit: int = CHUNK, wait: bool = False) -> Priced:
    """Prices every pending journal row, `limit` rows a transaction, in the order of the journal.

    Exactly once, however often, however parallel and however interrupted it runs: each chunk
    takes the pricing turn; where another run has it, this one returns at once, or waits for it
    with `wait`. Amounts in yuan by `commission_amount` with the rate in force on the day of payment.
    """
    limit = max(limit, 1)
    done, unswept = Priced(), 0
    while True:
        chunk = _price_chunk(limit, wait=wait)
        done = done.plus(chunk)
        unswept = sweep_pending(unswept + chunk.rows)
        if chunk.busy or chunk.rows < limit:
            break
    if done.rows:
        log.info("activity_priced", rows=done.rows, lines=done.lines, holds=done.holds)
    return done


def _price_chunk(limit: int, *, wait: bool) -> Priced:
    with transaction.atomic():
        if wait:
            wait_turn(PRICING)
        elif not try_turn(PRICING):
            return Priced(busy=True)
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, {"consumer": CONSUMER, "limit": limit})
            claimed: dict[str, Any] = {"ids": [row[0] for row in cursor.fetchall()], "consumer": CONSUMER}
            if not claimed["ids"]:
                return Priced()
            # Compiling the statement would take longer than it runs.
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(PRICE, claimed)
            lines = cursor.rowcount
            cursor.execute(HOLD, claimed)
            return Priced(rows=len(claimed["ids"]), lines=lines, holds=cursor.rowcount)
