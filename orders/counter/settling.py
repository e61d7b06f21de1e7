"""How a service went: one place that hears it, from whichever source comes first.

Answer, query, callback and statement all arrive as an `Outcome`. Under the service's lock the
table below says what an outcome means for a status; what means nothing any more is only noted.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.counter.changing import lock_service, note, step
from orders.counter.gateways.protocol import Outcome, Verdict
from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.numbers import pk_of
from orders.counter.recording import post_refund, post_success
from stations.refusals import Refused, check_reason

S, V = ServiceStatus, Verdict
Source = ServiceEvent.Source

# What an outcome means for a status. A pair that is not here changes nothing and is noted:
# the same again, a failure after a success (the statement will show it), a word about a draft.
MEANS: dict[tuple[str, str], ServiceStatus] = {
    (S.SUBMITTING, V.SUCCEEDED): S.SUCCEEDED,
    (S.UNKNOWN, V.SUCCEEDED): S.SUCCEEDED,
    (S.SUBMITTING, V.FAILED): S.FAILED,
    (S.UNKNOWN, V.FAILED): S.FAILED,
    (S.SUBMITTING, V.PROCESSING): S.UNKNOWN,
    (S.SUBMITTING, V.NOT_FOUND): S.UNKNOWN,
    # After our refund: the provider has done it and the villager has the money.
    (S.FAILED, V.SUCCEEDED): S.SUSPENSE,
    (S.REFUNDED, V.SUCCEEDED): S.SUSPENSE,
}


def apply_outcome(*, gateway: str, outcome: Outcome, source: ServiceEvent.Source) -> CounterService | None:
    """Applies what a gateway said of one order, in a transaction of its own; None where
    the gateway has no such order of ours.

    Once: what was applied before changes nothing. A success of another amount than was asked for
    is no success of this order; it goes to suspense. Locks the service.
    """
    pk = pk_of(outcome.order_no)
    with transaction.atomic():
        service = lock_service(pk) if pk is not None else None
        if service is None or service.charged_at is None or service.traits.gateway != gateway:
            return None
        now = timezone.now()
        after = _meaning(service, outcome)
        if after is None:
            if outcome.verdict not in {V.PROCESSING, V.NOT_FOUND}:
                note(service, source=source, at=now, said=_said(outcome))
            return service
        service.reference = outcome.reference or service.reference
        _let_happen(service, after, outcome, now, source)
    return service


def mark_unknown(*, service_id: int, trouble: str, source: ServiceEvent.Source) -> None:
    """A call brought no answer: the outcome stays unknown and is asked for later. Locks the service."""
    with transaction.atomic():
        service = lock_service(service_id)
        if service is None:
            return
        if service.status == S.SUBMITTING:
            step(service, S.UNKNOWN, source=source, at=timezone.now(), said=trouble)


def _meaning(service: CounterService, outcome: Outcome) -> ServiceStatus | None:
    after = MEANS.get((service.status, outcome.verdict))
    if after == S.SUSPENSE and _decided(service):
        return None
    if after == S.SUCCEEDED and outcome.amount != service.amount:
        return S.SUSPENSE
    return after


def _decided(service: CounterService) -> bool:
    """Whether a person has dealt with this success already: told again it is no news."""
    return service.succeeded_at is not None or service.events.filter(before=S.SUSPENSE).exists()


def _let_happen(
    service: CounterService,
    after: ServiceStatus,
    outcome: Outcome,
    now: dt.datetime,
    source: ServiceEvent.Source,
) -> None:
    said = _said(outcome)
    if after == S.SUCCEEDED:
        _succeed(service, at=_believed(outcome.at or now, service, now), source=source, said=said)
        return
    if after == S.FAILED:
        service.reason = outcome.reason or _("The gateway refused it.")
    if after == S.SUSPENSE:
        service.reason = (
            _("The gateway reports a success after the money was given back.")
            if not service.held
            else _("The gateway reports a success of another amount.")
        )
    step(service, after, source=source, at=now, said=said)


def _succeed(
    service: CounterService, *, at: dt.datetime, source: ServiceEvent.Source, said: str, actor: Any = None
) -> None:
    service.succeeded_at, service.reason = at, ""
    step(service, S.SUCCEEDED, source=source, at=timezone.now(), said=said, actor=actor)
    post_success(service, at=at)


def _believed(at: dt.datetime, service: CounterService, now: dt.datetime) -> dt.datetime:
    """The provider's moment, between our confirmation and now: its clock may be wrong."""
    assert service.charged_at is not None
    return max(service.charged_at, min(at, now))


def _said(outcome: Outcome) -> str:
    parts = [str(outcome.verdict), outcome.amount, outcome.reference, outcome.reason]
    return " · ".join(str(part) for part in parts if part)


# --- by people ---------------------------------------------------------------------


def confirm_given_back(*, actor: Any, service: CounterService) -> CounterService:
    """The villager has the money of a failed service back. Locks the service. Raises Refused."""
    with transaction.atomic():
        row = _locked(service)
        if row.status != S.FAILED:
            raise Refused(
                _("Only of a failed service the money is given back."), code="not_failed", conflict=True
            )
        step(row, S.REFUNDED, source=Source.COUNTER, at=timezone.now(), actor=actor)
    return row


def refund_service(*, actor: Any, service: CounterService, reason: str) -> CounterService:
    """Records that the provider took a done service back; turnover and commission go back too.

    Raises Refused: it is not done, no reason. Locks the service.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row = _locked(service)
        if row.status != S.SUCCEEDED:
            raise Refused(_("Only a service that is done can be taken back."), code="not_done", conflict=True)
        row.reason = reason
        now = timezone.now()
        step(row, S.REFUNDED, source=Source.DESK, at=now, actor=actor, said=reason)
        post_refund(row, at=now)
    return row


def settle_suspense(*, actor: Any, service: CounterService, done: bool, reason: str) -> CounterService:
    """Ends a suspense: it counts as done (the villager has paid), or the provider took it back.

    Raises Refused: it is not in suspense, no reason, the float does not reach. Locks the service.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row = _locked(service)
        if row.status != S.SUSPENSE:
            raise Refused(_("This service is not in suspense."), code="not_suspense", conflict=True)
        if done:
            _succeed(row, at=timezone.now(), source=Source.DESK, said=reason, actor=actor)
        else:
            row.reason = reason
            step(row, S.REFUNDED, source=Source.DESK, at=timezone.now(), actor=actor, said=reason)
    return row


def _locked(service: CounterService) -> CounterService:
    row = lock_service(service.pk)
    assert row is not None  # no service is ever deleted
    return row
