"""How a lot changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from orders.produce.lifecycle import LOT_LIFECYCLE, LotStatus
from orders.produce.models import LotChange, ProduceLot


def lock_lot(lot: ProduceLot) -> ProduceLot:
    """Locks a lot and reads it again. Every verb that changes, lists or sells of a lot holds this lock."""
    return lock_lots([lot.pk])[lot.pk]


def lock_lots(pks: list[int]) -> dict[int, ProduceLot]:
    """Locks lots in the order of their ids and reads them again; must run in a transaction."""
    lots = (
        ProduceLot.objects.select_for_update(of=("self",))
        .filter(pk__in=pks)
        .select_related("station__center", "village", "farmer__villager")
        .order_by("pk")
    )
    return {lot.pk: lot for lot in lots}


def step_lot(lot: ProduceLot, after: LotStatus, *, actor: Any, at: dt.datetime, reason: str = "") -> None:
    """Changes the status of a locked lot and logs it. Raises Refused when the table does not allow it."""
    LOT_LIFECYCLE.check(lot.status, after, label=lot)
    change = LotChange(lot=lot, before=lot.status, after=after, actor=actor, at=at, reason=reason)
    lot.status = after
    if after == LotStatus.OFFERED and lot.published_at is None:
        lot.published_at = at
    lot.save(update_fields=["status", "published_at"])
    change.save(force_insert=True)
