"""The villager gets a parcel at the station, or the carrier gets one at the county center."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.agent_orders.handing_over import hand_over_order
from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.codes import check_code
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from stations.refusals import Refused

S = ParcelStatus


def hand_over_parcel(*, actor: Any, parcel: Parcel, code: str) -> Parcel:
    """Gives a parcel to whoever shows its pick-up code. Locks order and parcel.

    All parcels of an agent order go out together, with the order. An edge calls `prove_code` first,
    which counts wrong codes. Raises Refused: not waiting here, wrong code, codes used up; for an
    order also as `hand_over_order`: parts are missing, not paid.
    """
    with transaction.atomic():
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        if parcel.status != S.AT_STATION or parcel.goes_up:
            raise Refused(
                _("%(parcel)s is “%(status)s”: it cannot be handed over now.")
                % {"parcel": parcel, "status": parcel.get_status_display()},
                code="transition",
                conflict=True,
            )
        check_code(parcel, code)
        if parcel.order is None:
            doing = Doing(actor, at_station=True)
            parcel.handed_over_at = doing.at
            doing.step(parcel, S.HANDED_OVER, ParcelEvent.Kind.HANDED_OVER)
            doing.save("handed_over_at")
        else:
            # The parcels follow their order (`following`).
            hand_over_order(actor=actor, order=parcel.order, code=code)
            parcel.refresh_from_db()
    return parcel


def give_to_carrier(*, actor: Any, parcels: Iterable[Parcel]) -> list[Parcel]:
    """The carrier takes parcels away from the county center: sent by villagers, or returned to the sender.

    Locks orders and parcels. Raises Refused for the first that does not wait there for a carrier.
    """
    with transaction.atomic():
        locked = lock_parcels(parcel.pk for parcel in parcels)
        doing = Doing(actor, at_station=False)
        for parcel in locked.values():
            if parcel.status != S.DAMAGED and not (parcel.status == S.AT_COUNTY and parcel.goes_up):
                raise Refused(
                    _("%(parcel)s does not wait for a carrier.") % {"parcel": parcel},
                    code="transition",
                    conflict=True,
                )
            if parcel.status == S.DAMAGED or parcel.returning:
                doing.step(parcel, S.RETURNED, ParcelEvent.Kind.RETURNED)
            else:
                parcel.handed_over_at = doing.at
                doing.step(parcel, S.HANDED_OVER, ParcelEvent.Kind.HANDED_OVER)
        doing.save("handed_over_at")
    return list(locked.values())
