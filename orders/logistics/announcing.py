"""A parcel becomes known: announced by a carrier, found at the county, or brought in by a villager."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.changing import lock_orders
from orders.agent_orders.lifecycle import ON_THE_WAY
from orders.agent_orders.models import AgentOrder
from orders.logistics.changing import Doing
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Carrier, Direction, Parcel, ParcelEvent
from orders.logistics.moving_orders import move_orders
from orders.logistics.numbers import tracking_number
from stations.bulk import insert_many
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A parcel to be entered; of an agent order, or with the name and number on its label."""

    carrier: Carrier
    tracking_number: str
    station: Station
    order: AgentOrder | None = None
    recipient: str = ""
    phone: str = ""
    size: str = Parcel.Size.SMALL
    to_the_house: bool = False


def announce_parcels(
    *, actor: Any, parcels: Sequence[NewParcel], at: dt.datetime | None = None
) -> list[Parcel]:
    """Enters parcels that are on their way to a station; an agent order becomes shipped.

    One transaction, all or nothing. Locks the orders. Raises Refused for the first that makes no
    sense: a number that is none or that an open parcel has, a station that is not open, an order
    that is not on its way or belongs elsewhere.
    """
    at = at or timezone.now()
    return _enter(
        parcels, Direction.DOWN, ParcelStatus.EXPECTED, ParcelEvent.Kind.ANNOUNCED, Doing(actor, False, at)
    )


def accept_parcel(*, actor: Any, parcel: NewParcel, at: dt.datetime | None = None) -> Parcel:
    """Takes a villager's parcel in at the station, to go up to the county. Raises Refused as above."""
    if parcel.order is not None or parcel.to_the_house:
        raise Refused(_("Only a villager's own parcel goes up."), code="direction")
    doing = Doing(actor, True, at or timezone.now())
    return _enter([parcel], Direction.UP, ParcelStatus.AT_STATION, ParcelEvent.Kind.ACCEPTED, doing)[0]


def _enter(
    wanted: Sequence[NewParcel],
    direction: Direction,
    status: ParcelStatus,
    kind: ParcelEvent.Kind,
    doing: Doing,
) -> list[Parcel]:
    wanted = [replace(one, tracking_number=tracking_number(one.tracking_number)) for one in wanted]
    try:
        with transaction.atomic():
            orders = lock_orders(one.order.pk for one in wanted if one.order is not None)
            _check(wanted, orders)
            rows = [_row(one, orders, direction, status, doing.at) for one in wanted]
            insert_many(rows)
            for row in rows:
                doing.note(row, kind)
            insert_many(doing.events)
            move_orders(orders, actor=doing.actor, at=doing.at)
    except IntegrityError as error:
        if "parcel_number_once_open" not in str(error):
            raise
        raise _number_refused() from None
    return rows


def _check(wanted: Sequence[NewParcel], orders: dict[int, AgentOrder]) -> None:
    for one in wanted:
        if one.station.status != StationStatus.OPEN:
            raise Refused(
                _("Station %(code)s is not open: it cannot take parcels now.") % {"code": one.station.code},
                code="station_closed",
                field="station",
                conflict=True,
            )
        if one.order is None:
            continue
        order = orders[one.order.pk]
        if order.station_id != one.station.pk:
            raise Refused(_("This order belongs to another station."), code="order", field="order")
        if order.status not in ON_THE_WAY:
            raise Refused(
                _("Order %(number)s is “%(status)s”: no parcel of it is on its way.")
                % {"number": order.number, "status": order.get_status_display()},
                code="order",
                field="order",
                conflict=True,
            )
    keys = [(one.carrier.pk, one.tracking_number) for one in wanted]
    known = Q(pk__in=[])
    for carrier_id in {carrier_id for carrier_id, _number in keys}:
        known |= Q(
            carrier_id=carrier_id,
            tracking_number__in=[number for carrier, number in keys if carrier == carrier_id],
        )
    if Counter(keys).total() != len(set(keys)) or Parcel.objects.holding_number().filter(known).exists():
        raise _number_refused()


def _number_refused() -> Refused:
    # Not told where: that may be another county's parcel.
    return Refused(
        _("This tracking number cannot be used: it is known already."),
        code="number",
        field="tracking_number",
    )


def _row(
    one: NewParcel,
    orders: dict[int, AgentOrder],
    direction: Direction,
    status: ParcelStatus,
    at: dt.datetime,
) -> Parcel:
    villager = one.order.villager if one.order is not None else None
    return Parcel(
        carrier=one.carrier,
        tracking_number=one.tracking_number,
        station=one.station,
        order=orders[one.order.pk] if one.order is not None else None,
        recipient=villager.name if villager else one.recipient.strip(),
        phone=(villager.phone or "") if villager else one.phone.strip(),
        direction=direction,
        size=one.size,
        to_the_house=one.to_the_house,
        status=status,
        announced_at=at,
        arrived_at=at if status == ParcelStatus.AT_STATION else None,
    )
