"""A lot is offered to the city, sold out, or withdrawn."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.produce.lifecycle import LOT_LIFECYCLE, LotStatus
from orders.produce.models import LotChange, ProduceLot
from stations.refusals import check_reason


def lock_lot(lot: ProduceLot) -> ProduceLot:
    """Locks a lot and reads it again. Every verb that changes a lot or adds to it holds this lock."""
    locked: ProduceLot = (
        ProduceLot.objects.select_for_update(of=("self",))
        .select_related("station__center", "village", "farmer__villager")
        .get(pk=lot.pk)
    )
    return locked


def offer_lot(*, actor: Any, lot: ProduceLot) -> ProduceLot:
    """Offers a lot: from the first offer on its page is public. Also for one that was sold out by mistake.

    Locks the lot; raises Refused (conflict) from any other state.
    """
    return _step(actor=actor, lot=lot, after=LotStatus.OFFERED)


def sell_out_lot(*, actor: Any, lot: ProduceLot) -> ProduceLot:
    """Nothing is left. The page stays public. Locks the lot; raises Refused (conflict) unless offered."""
    return _step(actor=actor, lot=lot, after=LotStatus.SOLD_OUT)


def withdraw_lot(*, actor: Any, lot: ProduceLot, reason: str) -> ProduceLot:
    """Withdraws a lot for good: its page says so and shows nothing else. Locks the lot.

    The reason is for the desk, not for buyers. Raises Refused: no reason, or withdrawn already.
    """
    return _step(actor=actor, lot=lot, after=LotStatus.WITHDRAWN, reason=check_reason(reason))


def _step(*, actor: Any, lot: ProduceLot, after: LotStatus, reason: str = "") -> ProduceLot:
    with transaction.atomic():
        lot = lock_lot(lot)
        LOT_LIFECYCLE.check(lot.status, after, label=lot)
        now = timezone.now()
        change = LotChange(lot=lot, before=lot.status, after=after, actor=actor, at=now, reason=reason)
        lot.status = after
        if after == LotStatus.OFFERED and lot.published_at is None:
            lot.published_at = now
        lot.save(update_fields=["status", "published_at"])
        change.save(force_insert=True)
    return lot
