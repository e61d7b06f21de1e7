"""How a station's status changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

from typing import Any

import pghistory

from stations.network.lifecycle import STATION_LIFECYCLE, StationStatus
from stations.network.models import Station, StationStatusChange


def lock_station(pk: int) -> Station:
    """Locks a station and reads it again; in a transaction, and after its center if both are needed."""
    # Not against new rows that point to it (orders): only against another change of the station.
    locked: Station = (
        Station.objects.select_for_update(of=("self",), no_key=True).select_related("center").get(pk=pk)
    )
    return locked


def step(
    station: Station, after: StationStatus, *, actor: Any, reason: str = "", fields: tuple[str, ...] = ()
) -> Station:
    """Saves the next status, with `fields` that go with it, and logs it. The caller holds the lock.

    Raises Refused when the table does not allow the step.
    """
    STATION_LIFECYCLE.check(station.status, after, label=station)
    before, station.status = station.status, after
    with pghistory.context(user=actor.pk if actor else None, reason=reason.strip()):
        station.save(update_fields=["status", *fields])
    log_step(station, before=before, actor=actor, reason=reason)
    return station


def log_step(station: Station, *, before: str, actor: Any, reason: str) -> None:
    StationStatusChange.objects.create(
        station=station, before=before, after=station.status, actor=actor, reason=reason.strip()
    )
