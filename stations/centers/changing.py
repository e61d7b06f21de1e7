"""How a center's status changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

from typing import Any

import pghistory

from stations.centers.lifecycle import CENTER_LIFECYCLE, CenterStatus
from stations.centers.models import CenterStatusChange, CountyCenter


def lock_center(pk: int) -> CountyCenter:
    """Locks a center and reads it again; in a transaction, and before any of its stations."""
    # Not against new rows that point to it: only against another change of the center.
    locked: CountyCenter = (
        CountyCenter.objects.select_for_update(of=("self",), no_key=True).select_related("county").get(pk=pk)
    )
    return locked


def step(
    center: CountyCenter, after: CenterStatus, *, actor: Any, reason: str = "", fields: tuple[str, ...] = ()
) -> CountyCenter:
    """Saves the next status, with `fields` that go with it, and logs it. The caller holds the lock.

    Raises Refused when the table does not allow the step.
    """
    CENTER_LIFECYCLE.check(center.status, after, label=center)
    before, center.status = center.status, after
    with pghistory.context(user=actor.pk if actor else None, reason=reason.strip()):
        center.save(update_fields=["status", *fields])
    log_step(center, before=before, actor=actor, reason=reason)
    return center


def log_step(center: CountyCenter, *, before: str, actor: Any, reason: str) -> None:
    CenterStatusChange.objects.create(
        center=center, before=before, after=center.status, actor=actor, reason=reason.strip()
    )
