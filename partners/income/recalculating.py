"""A closed month is counted again: first what would change and why, then versions that supersede.

Lines are never priced again. What a recalculation adds is what came after the closing: lines
that were earned by the month's end and are in no statement, and adjustments that were confirmed
for it. What a statement holds it keeps.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.income.awarding.giving import give_subsidies
from partners.income.awarding.guaranteeing import differences
from partners.income.models import Statement
from partners.income.months.guarding import check_open
from partners.income.pricing import price_activity
from partners.income.settling import Written, posted, write_statements
from partners.ledger.kinds import TransferKind
from partners.ledger.models import Transfer
from partners.ledger.posting import NewTransfer, post_transfers
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.clock import month_end
from stations.money import ZERO
from stations.refusals import Refused, check_reason

CHANGES = """
SELECT s.id, s.partner_id, p.name, s.version, s.earned + s.adjusted - s.deducted AS before,
       coalesce(lines.number, 0) AS late_lines, coalesce(lines.yuan, 0) AS late,
       coalesce(adjustments.number, 0) AS adjustments, coalesce(adjustments.yuan, 0) AS adjusted
  FROM partners_statement s
  JOIN partners_partner p ON p.id = s.partner_id
  LEFT JOIN LATERAL (
        SELECT count(*) AS number, sum(e.amount) AS yuan FROM partners_earning e
         WHERE e.partner_id = s.partner_id AND e.statement_id IS NULL
           AND e.earned_on <= %(last)s) lines ON true
  LEFT JOIN LATERAL (
        SELECT count(*) AS number, sum(a.amount) AS yuan FROM partners_adjustment a
         WHERE a.partner_id = s.partner_id AND a.statement_id IS NULL AND a.confirmed_at IS NOT NULL
           AND a.month <= %(month)s) adjustments ON true
 WHERE s.month = %(month)s AND s.center_id = %(center)s
   AND NOT EXISTS (SELECT FROM partners_statement later WHERE later.supersedes_id = s.id)
   AND (lines.number > 0 OR adjustments.number > 0 OR s.partner_id = ANY(%(filled)s))
 ORDER BY p.name, s.id
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What a statement would become, and why; yuan. What was carried over is told by the new version."""

    statement: int
    partner: int
    name: str
    version: int
    before: Decimal
    late_lines: int
    late: Decimal
    adjustments: int
    adjusted: Decimal
    guarantee: Decimal = ZERO

    @property
    def after(self) -> Decimal:
        return self.before + self.late + self.adjusted + self.guarantee

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


def what_would_change(*, center: CountyCenter, month: dt.date) -> list[Change]:
    """The statements of a county's month that a recalculation would supersede; writes nothing.

    What fills a guaranteed month up is worked out anew: late income lowers it, by as much at most
    as it had given.
    """
    current = Statement.objects.of_month(month).current().filter(center=center)
    partners = list(current.order_by("partner").values_list("partner_id", flat=True))
    filled = {one.partner_id: amount for one, amount in differences(month=month, partners=partners)}
    values: dict[str, Any] = {"center": center.pk, "month": month, "last": month_end(month)}
    values["filled"] = list(filled)
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, values)
        changes = [Change(*row) for row in cursor.fetchall()]
    return [replace(change, guarantee=filled.get(change.partner, ZERO)) for change in changes]


def fingerprint_of(changes: Sequence[Change]) -> str:
    """Names a preview, so that exactly what was looked at is done."""
    return hashlib.sha256(repr(changes).encode()).hexdigest()[:16]


def recalculate_month(
    *, actor: Any, center: CountyCenter, month: dt.date, reason: str, seen: str = ""
) -> list[Written]:
    """Writes a superseding version of each statement that would change, and moves what is owed.

    `seen` names the preview that was looked at (`fingerprint_of`); without it whatever is found
    is done. Prices what is pending first. Locks the county's month, the partners and their
    accounts. Raises Refused: no reason, the month is approved or locked, nothing would change,
    or something else would than was seen.
    """
    reason = check_reason(reason)
    price_activity(wait=True)
    give_subsidies(wait=True)
    with transaction.atomic():
        check_open(month=month, center_id=center.pk)
        changes = what_would_change(center=center, month=month)
        partners = sorted(change.partner for change in changes)
        list(
            Partner.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk__in=partners)
            .order_by("pk")
        )
        # Read again under the locks: a closing of the next month may have taken the same lines.
        changes = what_would_change(center=center, month=month)
        if seen and seen != fingerprint_of(changes):
            raise Refused(
                _("Something came in meanwhile: look again at what would change."),
                code="changed",
                conflict=True,
            )
        if not changes:
            raise Refused(_("Nothing would change."), code="nothing", conflict=True)
        _take_back(actor=actor, statements=[change.statement for change in changes], reason=reason)
        return write_statements(
            month=month, partners=sorted(change.partner for change in changes), actor=actor, reason=reason
        )


def _take_back(*, actor: Any, statements: Sequence[int], reason: str) -> None:
    """Moves back what the superseded versions had added to what is owed."""
    keys = {f"statement:{pk}": pk for pk in statements}
    moved = dict(Transfer.objects.filter(source_key__in=keys).values_list("source_key", "pk"))
    transfers = []
    for statement in Statement.objects.filter(pk__in=statements).order_by("pk"):
        key = f"statement:{statement.pk}"
        if key not in moved:
            continue  # it came to nothing
        first = posted(Written(statement.pk, statement.partner_id, statement.lines, statement.total))
        transfers.append(
            NewTransfer(
                from_account=first.to_account,
                to_account=first.from_account,
                amount=first.amount,
                kind=TransferKind.REVERSAL,
                source_key=f"reversal:{moved[key]}",
                occurred_at=timezone.now(),
                subject=first.subject,
                note=reason,
                reverses_id=moved[key],
            )
        )
    post_transfers(actor=actor, transfers=transfers)
