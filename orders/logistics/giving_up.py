"""A parcel does not reach its villager: not fetched, lost, damaged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.lifecycle import OPEN, ParcelStatus
from orders.logistics.models import Parcel, ParcelCase, ParcelEvent
from orders.logistics.moving_orders import move_orders
from orders.logistics.telling import withdraw_arrivals
from stations.refusals import Refused, check_reason

S = ParcelStatus


def send_back(*, actor: Any, parcels: Iterable[Parcel], reason: str) -> list[Parcel]:
    """Lets parcels that nobody fetched go back to their senders, up with the next manifest.

    Those of an agent order go back when the order is cancelled. Locks orders and parcels. Raises
    Refused for the first that does not wait here or belongs to an order, and without a reason.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        locked = lock_parcels(parcel.pk for parcel in parcels)
        doing = Doing(actor, at_station=True)
        for parcel in locked.values():
            if parcel.status != S.AT_STATION or parcel.goes_up:
                raise Refused(
                    _("%(parcel)s does not wait here for its villager.") % {"parcel": parcel},
                    code="transition",
                    conflict=True,
                )
            if parcel.order is not None:
                raise Refused(
                    _("Cancel order %(number)s: its parcels go back with it.")
                    % {"number": parcel.order.number},
                    code="order",
                    conflict=True,
                )
            parcel.returning, parcel.pickup_code = True, ""
            doing.note(parcel, ParcelEvent.Kind.SENT_BACK, reason)
        doing.save("returning", "pickup_code")
        withdraw_arrivals(locked.values())
    return list(locked.values())


def report_lost(*, actor: Any, parcel: Parcel, reason: str, at_station: bool) -> Parcel:
    """Gives a parcel up as lost; a later scan finds it again. Its order waits for the others only.

    Locks order and parcel. Raises Refused by the table and without a reason.
    """
    return _report(actor, parcel, reason, at_station, S.LOST, ParcelEvent.Kind.LOST)


def report_damaged(*, actor: Any, parcel: Parcel, reason: str, at_station: bool) -> Parcel:
    """Records that a parcel is damaged, and opens a case. Locks and raises as above."""
    return _report(actor, parcel, reason, at_station, S.DAMAGED, ParcelEvent.Kind.DAMAGED)


def _report(
    actor: Any, parcel: Parcel, reason: str, at_station: bool, after: ParcelStatus, kind: ParcelEvent.Kind
) -> Parcel:
    reason = check_reason(reason)
    with transaction.atomic():
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        doing = Doing(actor, at_station)
        doing.step(parcel, after, kind, reason)
        parcel.pickup_code = ""
        doing.save("pickup_code")
        withdraw_arrivals([parcel])
        if after == S.DAMAGED:
            ParcelCase.objects.create(
                station_id=parcel.station_id,
                parcel=parcel,
                kind=ParcelCase.Kind.DAMAGED,
                detail=reason,
                opened_at=doing.at,
                opened_by=actor,
            )
        move_orders([parcel.order_id], actor=actor, at=doing.at)
    return parcel


def may_be_given_up(parcel: Parcel) -> bool:
    """Whether it may still be lost or damaged on our way."""
    return parcel.status in OPEN
