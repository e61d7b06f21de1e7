"""A draft is written, tried, and activated from a day on by a second person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.commission.models import CommissionRate
from partners.commission.revising import Terms, add_rate, check_terms_of, end_rate
from partners.subsidies.models import SubsidyRule
from partners.subsidies.proposing import confirm_subsidy
from partners.trials.models import Draft, DraftRate
from stations.centers.models import CountyCenter
from stations.refusals import Refused, check_reason

ONE_DAY = dt.timedelta(days=1)


def write_draft(*, actor: Any, name: str, reason: str) -> Draft:
    """Begins a draft; rates and subsidies are put into it one by one. Raises Refused: no name or reason."""
    name = name.strip()
    if not name:
        raise Refused(_("Say what would change."), code="name", field="name")
    return Draft.objects.create(name=name[:100], reason=check_reason(reason), proposed_by=actor)


def put_rate(
    *,
    actor: Any,
    draft: Draft,
    business: str,
    category: str,
    terms: Terms,
    center: CountyCenter | None = None,
) -> DraftRate:
    """Puts a rate into a draft, a county's own or the national one. Locks the draft.

    Raises Refused with the field: terms that make no sense, the same rate twice, a draft that was tried.
    """
    check_terms_of(business=business, category=category, terms=terms)
    with transaction.atomic():
        draft = _lock_untried(draft)
        try:
            with transaction.atomic():
                return DraftRate.objects.create(
                    draft=draft,
                    business=business,
                    category=category,
                    center=center,
                    rate=terms.rate,
                    fixed=terms.fixed,
                    minimum=terms.minimum,
                    cap=terms.cap,
                    hold_days=terms.hold_days,
                )
        except IntegrityError as error:
            if "draft_rate_once" not in str(error):
                raise
            raise Refused(
                _("This rate is in the draft already."), code="once", field="category", conflict=True
            ) from None


def put_subsidy(*, actor: Any, draft: Draft, rule: SubsidyRule) -> Draft:
    """Puts a proposed subsidy into a draft. Locks the draft.

    Raises Refused: the rule is decided, another one of its kind and county is in the draft, or the
    draft was tried.
    """
    with transaction.atomic():
        draft = _lock_untried(draft)
        if not rule.is_open:
            raise Refused(_("Only a proposal can be tried."), code="decided", field="rule", conflict=True)
        if draft.rules.filter(category=rule.category, center=rule.center_id).exists():
            raise Refused(
                _("The draft has one of this kind already."), code="once", field="rule", conflict=True
            )
        draft.rules.add(rule)
    return draft


def activate_draft(*, actor: Any, draft: Draft, valid_from: dt.date) -> Draft:
    """The second person puts everything in a draft in force from a day on, or nothing of it.

    What it takes over from ends the day before. Waits for the pricing turn, locks the draft, its
    rates and rules. Raises Refused: the same person, decided already, no finished trial, a day up
    to which something is priced or settled, days that a later rate or rule covers.
    """
    with transaction.atomic():
        draft = _lock_open(draft)
        if actor is not None and draft.proposed_by_id == actor.pk:
            raise Refused(_("A second person has to activate what you drafted."), code="second_person")
        if not draft.runs.filter(finished_at__isnull=False).exists():
            raise Refused(_("Try it on a month first."), code="not_tried", conflict=True)
        for rate in draft.rates.select_related("center").order_by("pk"):
            _put_in_force(actor=actor, draft=draft, drafted=rate, valid_from=valid_from)
        for rule in draft.rules.order_by("pk"):
            confirm_subsidy(actor=actor, rule=rule, valid_from=valid_from)
        draft.activated_by, draft.activated_at, draft.valid_from = actor, timezone.now(), valid_from
        draft.save(update_fields=["activated_by", "activated_at", "valid_from"])
    return draft


def withdraw_draft(*, actor: Any, draft: Draft) -> Draft:
    """Lets a draft go, by whoever; its subsidies stay proposals. Locks the draft.

    Raises Refused when it is decided already.
    """
    with transaction.atomic():
        draft = _lock_open(draft)
        draft.withdrawn_by, draft.withdrawn_at = actor, timezone.now()
        draft.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return draft


def _put_in_force(*, actor: Any, draft: Draft, drafted: DraftRate, valid_from: dt.date) -> None:
    current = (
        CommissionRate.objects.in_force_on(valid_from)
        .of(business=drafted.business, category=drafted.category, center_id=drafted.center_id)
        .first()
    )
    if current is not None:
        if current.valid_from == valid_from:
            raise Refused(
                _("A rate begins on this day already: choose a later one."),
                code="overlap",
                field="valid_from",
                conflict=True,
            )
        end_rate(actor=actor, rate=current, last_day=valid_from - ONE_DAY)
    add_rate(
        actor=actor,
        business=drafted.business,
        category=drafted.category,
        center=drafted.center,
        terms=terms_of(drafted, source=f"{draft.name}: {draft.reason}"[:200]),
        valid_from=valid_from,
    )


def terms_of(drafted: DraftRate, *, source: str = "") -> Terms:
    """What a rate of a draft says."""
    return Terms(
        rate=drafted.rate,
        fixed=drafted.fixed,
        minimum=drafted.minimum,
        cap=drafted.cap,
        hold_days=drafted.hold_days,
        source=source,
    )


def _lock_open(draft: Draft) -> Draft:
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if not draft.is_open:
        raise Refused(
            _("This draft is decided already: %(state)s.") % {"state": draft.state},
            code="decided",
            conflict=True,
        )
    return draft


def _lock_untried(draft: Draft) -> Draft:
    draft = _lock_open(draft)
    if draft.runs.exists():
        raise Refused(
            _("This draft was tried: it stays as it is. Write another one."), code="tried", conflict=True
        )
    return draft
