"""How a service's status changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from orders.counter.lifecycle import DUE, SERVICE_LIFECYCLE, ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.money import (
    Movement,
    held_after,
    move_drawer,
    move_float,
    movement,
    promised,
)
from stations.money import ZERO

_NOTHING = Movement()
# What a step may have changed beside the status.
_SAVED = ["status", "held", "due_at", "charged_at", "succeeded_at", "reference", "reason"]


def lock_service(pk: int) -> CounterService | None:
    """Locks a service and reads it again, with its station. Every verb that changes one holds this lock."""
    return (
        CounterService.objects.select_for_update(of=("self",)).select_related("station").filter(pk=pk).first()
    )


def step(
    service: CounterService,
    after: ServiceStatus,
    *,
    source: ServiceEvent.Source,
    at: dt.datetime,
    actor: Any = None,
    said: str = "",
) -> None:
    """Changes the status of a locked service, moves its money and logs both, in the caller's transaction.

    Raises Refused when the table does not allow the step, or drawer or float do not suffice for it.
    Locks the drawer, then the float.
    """
    SERVICE_LIFECYCLE.check(service.status, after, label=service.number)
    before, held_before = service.status, service.held
    service.held, service.status = held_after(service, after), after
    if after not in DUE:
        service.due_at = None
    service.save(update_fields=_SAVED)
    moved = movement(service, before=before, after=after, held_before=held_before)
    promise = promised(service, status=after, held=service.held) - promised(
        service, status=before, held=held_before
    )
    _log(service, before, moved, promise, source=source, at=at, actor=actor, said=said)


def note(service: CounterService, *, source: ServiceEvent.Source, at: dt.datetime, said: str) -> None:
    """Logs what was heard of a service where it changes nothing."""
    _log(service, service.status, _NOTHING, ZERO, source=source, at=at, actor=None, said=said)


def _log(
    service: CounterService,
    before: str,
    moved: Movement,
    promise: Decimal,
    *,
    source: ServiceEvent.Source,
    at: dt.datetime,
    actor: Any,
    said: str,
) -> None:
    event = ServiceEvent.objects.create(
        service=service,
        source=source,
        before=before,
        after=service.status,
        drawer=moved.drawer,
        floating=moved.floating,
        said=said[:200],
        actor=actor,
        at=at,
    )
    move_drawer(actor=actor, service=service, event=event, promise=promise)
    move_float(actor=actor, service=service, event=event)
