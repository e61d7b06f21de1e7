"""A lot is offered to the city, sold out, or withdrawn."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.produce.changing import lock_lot, step_lot
from orders.produce.lifecycle import LotStatus
from orders.produce.models import ProduceLot
from orders.produce.sales.listing import end_listings_of
from stations.refusals import check_reason


def offer_lot(*, actor: Any, lot: ProduceLot) -> ProduceLot:
    """Offers a lot: from the first offer on its page is public. Also for one that was sold out by mistake.

    Locks the lot; raises Refused (conflict) from any other state.
    """
    return _step(actor=actor, lot=lot, after=LotStatus.OFFERED)


def sell_out_lot(*, actor: Any, lot: ProduceLot) -> ProduceLot:
    """Nothing is left: its listings end, its page stays public. Locks the lot.

    Raises Refused (conflict) unless offered.
    """
    return _step(actor=actor, lot=lot, after=LotStatus.SOLD_OUT)


def withdraw_lot(*, actor: Any, lot: ProduceLot, reason: str) -> ProduceLot:
    """Withdraws a lot for good: its page says so and shows nothing else, its listings end. Locks the lot.

    What was sold of it stays sold: each buyer is refunded or not. The reason is for the desk, not
    for buyers. Raises Refused: no reason, or withdrawn already.
    """
    return _step(actor=actor, lot=lot, after=LotStatus.WITHDRAWN, reason=check_reason(reason))


def _step(*, actor: Any, lot: ProduceLot, after: LotStatus, reason: str = "") -> ProduceLot:
    with transaction.atomic():
        lot = lock_lot(lot)
        now = timezone.now()
        step_lot(lot, after, actor=actor, at=now, reason=reason)
        if after != LotStatus.OFFERED:
            end_listings_of(lot, actor=actor, at=now)
    return lot
