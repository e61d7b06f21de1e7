"""The parcels of an agent order go along when the order itself is moved, at its own page or by an import."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from orders.agent_orders.lifecycle import ON_THE_WAY, OrderStatus
from orders.agent_orders.models import AgentOrderChange
from orders.logistics.changing import Doing, lock_own
from orders.logistics.handing_over import give_out
from orders.logistics.lifecycle import OPEN, ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from orders.logistics.receiving import arrive, leave_their_loads

S = ParcelStatus
K = ParcelEvent.Kind
# Where the parcels then are, which of them were behind, and what is written about it.
_GO_ALONG: dict[str, tuple[ParcelStatus, tuple[ParcelStatus, ...], ParcelEvent.Kind]] = {
    OrderStatus.AT_COUNTY: (S.AT_COUNTY, (S.EXPECTED,), K.AT_COUNTY),
    OrderStatus.AT_STATION: (S.AT_STATION, (S.EXPECTED, S.AT_COUNTY, S.ON_MANIFEST), K.AT_STATION),
}
_GIVEN_UP = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)


def go_along(changes: Sequence[AgentOrderChange]) -> None:
    """Moves the parcels that are behind their order. The caller holds the locks of the orders.

    An order that is given up before it was fetched sends its parcels back.
    """
    by_order = {
        change.order_id: change
        for change in changes
        if change.after in (*_GO_ALONG, OrderStatus.HANDED_OVER)
        or (change.after in _GIVEN_UP and change.before in ON_THE_WAY)
    }
    pks = Parcel.objects.filter(order_id__in=list(by_order), returning=False).values_list("pk", flat=True)
    if not pks:
        return
    given: dict[tuple[Any, dt.datetime], list[Parcel]] = defaultdict(list)
    for parcel in lock_own(pks).values():
        assert parcel.order_id is not None
        change = by_order[parcel.order_id]
        if change.after == OrderStatus.HANDED_OVER:
            if parcel.status in (*OPEN, S.DAMAGED):
                given[change.actor, change.at].append(parcel)
        else:
            _move(parcel, change)
    for (actor, at), parcels in given.items():
        doing = Doing(actor, at_station=True, at=at)
        if on_a_load := [parcel for parcel in parcels if parcel.status == S.ON_MANIFEST]:
            # The villager has it: whoever counts the load later does not miss it.
            leave_their_loads(on_a_load, doing)
        give_out(parcels, doing, waive={})


def _move(parcel: Parcel, change: AgentOrderChange) -> None:
    doing = Doing(change.actor, at_station=change.after != OrderStatus.AT_COUNTY, at=change.at)
    if change.after in _GIVEN_UP:
        if parcel.status in OPEN:
            parcel.returning = True
            doing.note(parcel, K.SENT_BACK, change.reason)
            doing.save("returning")
        return
    after, behind, kind = _GO_ALONG[change.after]
    if parcel.status not in behind:
        return
    arrive([parcel], doing)
    doing.step(parcel, after, kind)
    doing.save("county_at", "arrived_at")
