"""Who goes along when a parcel moves: a register, because rooms that stand on this one know it.

A room whose goods travel in parcels of their own (produce to the city) registers in
`AppConfig.ready`, by dotted path; it is told in the transaction of the scan, under the lock of
the parcels, and takes its own locks after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from orders.logistics.models import ParcelEvent

Follower = Callable[[Sequence["ParcelEvent"]], None]

_followers: dict[str, str] = {}


def register(name: str, follower: str) -> None:
    """Tells the `Follower` at a dotted path of every event that moved a parcel; a name again replaces it."""
    _followers[name] = follower


def tell(events: Sequence[ParcelEvent]) -> None:
    """The parcels of `events` are locked and written; whoever follows writes along."""
    moved = [event for event in events if event.changed]
    if not moved:
        return
    for name in sorted(_followers):
        follower: Follower = import_string(_followers[name])
        follower(moved)
