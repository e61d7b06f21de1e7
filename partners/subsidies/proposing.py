"""A subsidy is proposed by one person and put in force by a second; from then on it may only end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.journal.kinds import Kind, SubsidyCategory
from partners.journal.models import Activity, PendingActivity
from partners.subsidies.events import CONSUMER
from partners.subsidies.models import SubsidyRule, SubsidySlab
from partners.subsidies.slabs import NewSlab, check_slabs
from stations.centers.models import CountyCenter
from stations.clock import month_end
from stations.money import to_fen
from stations.refusals import Refused, check_reason
from stations.turns import GUARANTEEING, PRICING, wait_turn

HIGHEST_AMOUNT = Decimal("100000.00")
MOST_MONTHS = 24
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SubsidyTerms:
    """What a rule says: yuan for an opening, a training or a full guaranteed month; or brackets."""

    amount: Decimal | None = None
    months: int | None = None
    full_time_only: bool = False
    marginal: bool = False
    slabs: Sequence[NewSlab] = ()


def propose_subsidy(
    *,
    actor: Any,
    category: str,
    terms: SubsidyTerms,
    valid_from: dt.date,
    reason: str,
    valid_to: dt.date | None = None,
    center: CountyCenter | None = None,
) -> SubsidyRule:
    """Proposes a rule, a county's own or the national one; nothing is given yet.

    Raises Refused with the field: no reason, terms that do not fit the kind, brackets with a gap or
    an overlap, days that are turned round.
    """
    reason = check_reason(reason)
    _check_terms(category, terms)
    if valid_to is not None and valid_to < valid_from:
        raise Refused(_("A rule cannot end before it starts."), code="days", field="valid_to")
    of_slabs = category == SubsidyCategory.FESTIVAL
    with pghistory.context(user=getattr(actor, "pk", None)), transaction.atomic():
        rule = SubsidyRule.objects.create(
            category=category,
            center=center,
            amount=None if of_slabs else to_fen(terms.amount or Decimal(0)),
            months=terms.months if category == SubsidyCategory.GUARANTEE else None,
            full_time_only=terms.full_time_only and category == SubsidyCategory.GUARANTEE,
            marginal=terms.marginal and of_slabs,
            reason=reason,
            valid_from=valid_from,
            valid_to=valid_to,
            proposed_by=actor,
        )
        for slab in terms.slabs if of_slabs else ():
            SubsidySlab.objects.create(
                rule=rule, at_least=slab.at_least, below=slab.below, fixed=slab.fixed, share=slab.share
            )
    return rule


def confirm_subsidy(*, actor: Any, rule: SubsidyRule, valid_from: dt.date | None = None) -> SubsidyRule:
    """The second person puts a rule in force, from its own first day or another one.

    The rule that was in force on that day ends the day before. Waits for the pricing turn, locks
    the rules of the kind. Raises Refused: the same person, decided already, days that are settled
    or judged, days that a later rule covers.
    """
    with _changing(actor):
        rule = _lock_open(rule)
        if actor is not None and rule.proposed_by_id == actor.pk:
            raise Refused(_("A second person has to confirm what you proposed."), code="second_person")
        rule.valid_from = valid_from or rule.valid_from
        check_first_day(rule)
        _end_the_one_before(rule)
        rule.confirmed_by, rule.confirmed_at = actor, timezone.now()
        rule.save(update_fields=["valid_from", "confirmed_by", "confirmed_at"])
    return rule


def withdraw_subsidy(*, actor: Any, rule: SubsidyRule) -> SubsidyRule:
    """Takes a proposal back before it was in force, by whoever. Locks the rule.

    Raises Refused when it is decided already.
    """
    with _changing(actor):
        rule = _lock_open(rule)
        rule.withdrawn_by, rule.withdrawn_at = actor, timezone.now()
        rule.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return rule


def end_subsidy(*, actor: Any, rule: SubsidyRule, last_day: dt.date) -> SubsidyRule:
    """Lets a rule in force end with `last_day`. Waits for the pricing turn, locks the rule.

    Raises Refused: it is not in force, it has ended by then, or the day is settled.
    """
    with _changing(actor):
        rule = SubsidyRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
        if rule.confirmed_at is None:
            raise Refused(_("Only a rule in force can end."), code="not_in_force", conflict=True)
        if rule.valid_to is not None and last_day > rule.valid_to:
            raise Refused(_("It ends before that day already."), code="days", field="last_day")
        if last_day < rule.valid_from:
            raise Refused(_("A rule cannot end before it starts."), code="days", field="last_day")
        _refuse_before(last_day + ONE_DAY, _last_day_of_the_past(rule), field="last_day")
        rule.valid_to = last_day
        rule.save(update_fields=["valid_to"])
    return rule


def check_first_day(rule: SubsidyRule) -> None:
    """Raises Refused where a rule would begin on days that are settled or judged already."""
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        raise Refused(_("A rule cannot end before it starts."), code="days", field="valid_from")
    if rule.category == SubsidyCategory.GUARANTEE and rule.valid_from.day != 1:
        raise Refused(
            _("A guarantee begins on the first day of a month."), code="first_day", field="valid_from"
        )
    _refuse_before(rule.valid_from, _last_day_of_the_past(rule), field="valid_from")


def _refuse_before(first: dt.date, past: dt.date | None, *, field: str) -> None:
    if past is not None and first <= past:
        raise Refused(
            _("What happened up to %(day)s is settled: start on %(first)s or later.")
            % {"day": past, "first": past + ONE_DAY},
            code="settled",
            field=field,
        )


def _last_day_of_the_past(rule: SubsidyRule) -> dt.date | None:
    """Guarantees are settled month by month; events one by one, with or without a rule."""
    if rule.category == SubsidyCategory.GUARANTEE:
        centers = CountyCenter.objects.filter(pk=rule.center_id) if rule.center_id else CountyCenter.objects
        month: dt.date | None = centers.aggregate(last=Max("statements__month"))["last"]
        return month_end(month) if month else None
    waiting = PendingActivity.objects.filter(consumer=CONSUMER).values("activity")
    judged = Activity.objects.filter(kind=Kind.EVENT, category=rule.category).exclude(pk__in=waiting)
    if rule.center_id is not None:
        judged = judged.filter(center=rule.center_id)
    last: dt.date | None = judged.aggregate(last=Max("business_date"))["last"]
    return last


def _end_the_one_before(rule: SubsidyRule) -> None:
    others = (
        SubsidyRule.objects.confirmed()
        .filter(category=rule.category, center_id=rule.center_id)
        .overlapping(rule.valid_from, rule.valid_to)
        .select_for_update(of=("self",))
        .order_by("valid_from")
    )
    for other in others:
        if other.valid_from >= rule.valid_from:
            raise Refused(
                _("Another rule begins on %(day)s: end this one before it.") % {"day": other.valid_from},
                code="overlap",
                field="valid_from",
                conflict=True,
            )
        other.valid_to = rule.valid_from - ONE_DAY
        other.save(update_fields=["valid_to"])


def _check_terms(category: str, terms: SubsidyTerms) -> None:
    if category not in SubsidyCategory.values:
        raise Refused(_("This kind does not exist."), code="category", field="category")
    if category == SubsidyCategory.FESTIVAL:
        check_slabs(terms.slabs, marginal=terms.marginal)
        return
    if terms.amount is None or not 0 < terms.amount <= HIGHEST_AMOUNT or terms.amount != to_fen(terms.amount):
        raise Refused(_("The amount is above zero and at most 100,000 yuan."), code="amount", field="amount")
    if category == SubsidyCategory.GUARANTEE and not 1 <= (terms.months or 0) <= MOST_MONTHS:
        raise Refused(
            _("A guarantee holds for 1 to %(most)s months.") % {"most": MOST_MONTHS},
            code="months",
            field="months",
        )


def _lock_open(rule: SubsidyRule) -> SubsidyRule:
    rule = SubsidyRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if not rule.is_open:
        raise Refused(
            _("This proposal is decided already: %(state)s.") % {"state": rule.state},
            code="decided",
            conflict=True,
        )
    return rule


@contextmanager
def _changing(actor: Any) -> Iterator[None]:
    """A transaction in which nothing is priced and no month filled up while a rule changes."""
    with pghistory.context(user=getattr(actor, "pk", None)), transaction.atomic():
        wait_turn(PRICING)
        wait_turn(GUARANTEEING)
        yield
