"""How a parcel changes: locked with its order, read again, checked against the table, noted for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from orders.agent_orders.changing import lock_orders
from orders.logistics import followers
from orders.logistics.lifecycle import PARCEL_LIFECYCLE, ParcelStatus
from orders.logistics.models import Manifest, Parcel, ParcelEvent
from stations.bulk import insert_many, update_many


def lock_parcels(pks: Iterable[int]) -> dict[int, Parcel]:
    """Locks parcels and, before them, the agent orders they belong to; reads them again.

    The one order of locks: manifest, orders by id, parcels by id, case. An order's lock also
    keeps all its other parcels still. Must run in a transaction.
    """
    pks = list(pks)
    lock_orders(Parcel.objects.filter(pk__in=pks, order__isnull=False).values_list("order_id", flat=True))
    return lock_own(pks)


def lock_own(pks: Iterable[int]) -> dict[int, Parcel]:
    """Locks parcels alone, for a caller that holds the locks of their orders."""
    parcels = (
        # Nobody changes the key: whoever writes an event about the parcel need not wait for that.
        Parcel.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=list(pks))
        .select_related("station", "carrier", "order")
        .order_by("pk")
    )
    return {parcel.pk: parcel for parcel in parcels}


@dataclass(slots=True)
class Doing:
    """What somebody does with locked parcels at one place and moment; collected, then written at once."""

    actor: Any
    at_station: bool
    at: dt.datetime = field(default_factory=timezone.now)
    manifest: Manifest | None = None
    # It happens now, and is no report of what was: villagers are told.
    live: bool = False
    # What a phone says beside the scan, for information only.
    remark: str = ""
    events: list[ParcelEvent] = field(default_factory=list)
    touched: dict[int, Parcel] = field(default_factory=dict)

    def step(self, parcel: Parcel, after: ParcelStatus, kind: ParcelEvent.Kind, note: str = "") -> None:
        """Changes the status in memory. Raises Refused when the table does not allow the step."""
        PARCEL_LIFECYCLE.check(parcel.status, after, label=parcel)
        before, parcel.status = parcel.status, after
        self._note(parcel, kind, before, note)

    def note(self, parcel: Parcel, kind: ParcelEvent.Kind, note: str = "") -> None:
        """Something happened that leaves the parcel where it is."""
        self._note(parcel, kind, parcel.status, note)

    def save(self, *fields: str) -> None:
        """Writes the new state of the parcels and the events, and tells who follows; no own transaction."""
        update_many(list(self.touched.values()), ["status", *fields])
        insert_many(self.events)
        followers.tell(self.events)

    def _note(self, parcel: Parcel, kind: ParcelEvent.Kind, before: str, note: str) -> None:
        self.touched[parcel.pk] = parcel
        self.events.append(
            ParcelEvent(
                parcel=parcel,
                kind=kind,
                before=before,
                after=parcel.status,
                at_station=self.at_station,
                manifest=self.manifest,
                actor=self.actor,
                at=self.at,
                note=(note or self.remark)[:200],
            )
        )
