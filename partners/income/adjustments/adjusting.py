"""A month is adjusted by hand: one person proposes, a second one confirms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.income.adjustments.models import Adjustment, AdjustmentKind
from partners.people.models import Partner
from stations.clock import month_of, today
from stations.money import to_fen
from stations.refusals import Refused, check_reason

HIGHEST_AMOUNT = Decimal("100000.00")


def propose_adjustment(
    *,
    actor: Any,
    partner: Partner,
    month: dt.date,
    kind: str,
    amount: Decimal,
    reason: str,
    evidence: str,
) -> Adjustment:
    """Proposes an amount in yuan for a partner's month; nothing is owed yet.

    A deduction is given as a number and kept below zero. Raises Refused: no reason or evidence,
    an amount that cannot be, a month to come, a partner out of reach.
    """
    if actor is not None and not Partner.objects.visible_to(actor).filter(pk=partner.pk).exists():
        raise Refused(_("There is no such partner."), code="partner", field="partner")
    amount, evidence, month = to_fen(amount), evidence.strip(), month_of(month)
    if kind == AdjustmentKind.DEDUCTION:
        amount = -amount
    allowed = {
        AdjustmentKind.DEDUCTION: amount < 0,
        AdjustmentKind.EXTRA: amount > 0,
        AdjustmentKind.CORRECTION: amount != 0,
    }
    if not allowed.get(AdjustmentKind(kind)) or abs(amount) > HIGHEST_AMOUNT:
        raise Refused(
            _("The amount is above zero and at most 100,000 yuan; only a correction may be below."),
            code="amount",
            field="amount",
        )
    if not evidence:
        raise Refused(
            _("Say what shows it: the number of a paper, a photo, a message."),
            code="evidence",
            field="evidence",
        )
    if month > month_of(today()):
        raise Refused(_("This month has not begun."), code="month", field="month")
    return Adjustment.objects.create(
        partner=partner,
        month=month,
        kind=kind,
        amount=amount,
        reason=check_reason(reason),
        evidence=evidence[:200],
        proposed_by=actor,
    )


def confirm_adjustment(*, actor: Any, adjustment: Adjustment) -> Adjustment:
    """The second person agrees: the next statement that is written takes it. Locks the adjustment.

    Raises Refused: the same person, or decided already.
    """
    with transaction.atomic():
        adjustment = _lock_open(adjustment)
        if adjustment.proposed_by_id == actor.pk:
            raise Refused(_("A second person has to confirm what you proposed."), code="second_person")
        adjustment.confirmed_by, adjustment.confirmed_at = actor, timezone.now()
        adjustment.save(update_fields=["confirmed_by", "confirmed_at"])
    return adjustment


def withdraw_adjustment(*, actor: Any, adjustment: Adjustment) -> Adjustment:
    """Takes a proposal back before it was confirmed, by whoever. Locks the adjustment.

    Raises Refused when it is decided already.
    """
    with transaction.atomic():
        adjustment = _lock_open(adjustment)
        adjustment.withdrawn_by, adjustment.withdrawn_at = actor, timezone.now()
        adjustment.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return adjustment


def _lock_open(adjustment: Adjustment) -> Adjustment:
    adjustment = (
        Adjustment.objects.select_for_update(of=("self",)).select_related("partner").get(pk=adjustment.pk)
    )
    if not adjustment.is_open:
        raise Refused(
            _("This proposal is decided already: %(state)s.") % {"state": adjustment.state},
            code="decided",
            conflict=True,
        )
    return adjustment
