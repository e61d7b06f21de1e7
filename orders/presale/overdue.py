"""What nobody came for: deposits whose balance was not paid in time, or whose good was called off.

A drain: it finds its work in PostgreSQL, claims a few hundred orders at a time with their locks
(whoever stands at a counter with one of them comes first), settles them by rule and commits. It
may be killed, run twice or beside itself; a deposit that is settled is not found again.
"""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from django.utils import timezone, translation

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.telling import LANGUAGE
from orders.presale.changing import lock_presales
from orders.presale.giving_up import end_presales, ending_now
from orders.presale.lifecycle import DepositState, Ending
from orders.presale.models import PresaleGood, PresaleOrder
from orders.presale.rules import Rules

log = structlog.get_logger(__name__)
AT_ONCE = 500


def settle_ended(*, at: dt.datetime | None = None, limit: int | None = None) -> int:
    """Settles the deposits of orders that ended by themselves; returns how many, at most about `limit`."""
    at = at or timezone.now()
    settled = 0
    for good in (
        PresaleGood.objects.ended(at).filter(orders__state=DepositState.HELD).distinct().order_by("pk")
    ):
        while (count := _settle_some(good, at)) > 0:
            settled += count
            if limit is not None and settled >= limit:
                return settled
    if settled:
        log.info("presales_settled", count=settled)
    return settled


def _settle_some(good: PresaleGood, at: dt.datetime) -> int:
    with transaction.atomic():
        claimed = (
            AgentOrder.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk__in=PresaleOrder.objects.held().filter(good=good).order_by("pk").values("pk"))
            .order_by("pk")
            .values_list("pk", flat=True)[:AT_ONCE]
        )
        # Read again under the lock: the balance may have come between the search and the claim.
        rows = [row for row in lock_presales(list(claimed)) if row.state == DepositState.HELD]
        if not rows:
            return 0
        with translation.override(LANGUAGE):
            end_presales(
                actor=None,
                rows=rows,
                ending=ending_now(rows[0], at),
                at=at,
                reason=_why(rows[0].good, at),
                rules=Rules(),
            )
    return len(rows)


def _why(good: PresaleGood, at: dt.datetime) -> str:
    if good.called_off_at is not None:
        return good.called_off_because
    return str(Ending.OVERDUE.label)
