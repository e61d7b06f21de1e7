"""A partner disputes a line of a statement; the county answers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.income.adjustments.adjusting import propose_adjustment
from partners.income.adjustments.models import AdjustmentKind
from partners.income.disputes.models import Dispute
from partners.income.models import Earning
from stations.clock import business_date, today
from stations.refusals import Refused
from stations.wording import day

# How long after its closing a statement may be disputed, and how soon there is an answer.
DISPUTABLE_DAYS = 30
ANSWER_DAYS = 7


def last_day_to_dispute(line: Earning) -> dt.date | None:
    """Until when a line may be disputed; None while it is in no statement."""
    if line.statement is None:
        return None
    return business_date(line.statement.closed_at) + dt.timedelta(days=DISPUTABLE_DAYS)


def check_disputable(line: Earning) -> None:
    """Raises Refused: the line is in no statement yet, or its days are over."""
    last = last_day_to_dispute(line)
    if last is None:
        raise Refused(
            _("A line can be disputed when its month is closed."), code="not_settled", conflict=True
        )
    if today() > last:
        raise Refused(
            _("This line could be disputed until %(day)s.") % {"day": day(last)},
            code="too_late",
            conflict=True,
        )


def raise_dispute(*, actor: Any, line: Earning, text: str) -> Dispute:
    """Says that a line is wrong; the county has a week to answer.

    Raises Refused: not the reader's own line, in no statement, too late, no words, or an open
    dispute about it.
    """
    if getattr(actor, "partner", None) != line.partner:
        raise Refused(_("Only your own income can be disputed."), code="not_yours")
    check_disputable(line)
    text = _words(text, "text")
    try:
        with transaction.atomic():
            return Dispute.objects.create(
                earning=line,
                text=text,
                raised_by=actor,
                due_on=today() + dt.timedelta(days=ANSWER_DAYS),
            )
    except IntegrityError as error:
        if "dispute_one_open_a_line" not in str(error):
            raise
        raise Refused(
            _("You have asked about this line already: the answer is on its way."), code="open", conflict=True
        ) from None


def answer_dispute(*, actor: Any, dispute: Dispute, reply: str, amount: Decimal | None = None) -> Dispute:
    """Answers with words and, where the partner is right, with an adjustment in yuan.

    The adjustment is proposed here and wants a second person like any other; it is for the month
    of the statement, or the first one after it that is written. Locks the dispute. Raises
    Refused: answered already, no words, or an amount that cannot be.
    """
    reply = _words(reply, "reply")
    with transaction.atomic():
        dispute = (
            Dispute.objects.select_for_update(of=("self",))
            .select_related("earning__partner", "earning__statement")
            .get(pk=dispute.pk)
        )
        if not dispute.is_open:
            raise Refused(_("This is answered already."), code="answered", conflict=True)
        line = dispute.earning
        if amount and line.statement:
            dispute.adjustment = propose_adjustment(
                actor=actor,
                partner=line.partner,
                month=line.statement.month,
                kind=AdjustmentKind.CORRECTION,
                amount=amount,
                reason=reply[:200],
                evidence=_("Dispute %(number)s about %(line)s") % {"number": dispute.pk, "line": line},
            )
        dispute.reply, dispute.answered_by, dispute.answered_at = reply, actor, timezone.now()
        dispute.save(update_fields=["reply", "adjustment", "answered_by", "answered_at"])
    return dispute


def _words(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Say it in words."), code=field, field=field)
    if len(text) > 500:
        raise Refused(_("Say it in 500 characters or fewer."), code=field, field=field)
    return text
