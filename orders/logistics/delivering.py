"""Large appliances go their own way: by appointment to the house, installed or not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.agent_orders.handing_over import hand_over_orders
from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.codes import check_code
from orders.logistics.lifecycle import OPEN, ParcelStatus
from orders.logistics.models import HomeDelivery, Parcel, ParcelEvent
from orders.logistics.telling import tell_handed_over, withdraw_arrivals
from stations import wording
from stations.clock import today
from stations.refusals import Refused

S = ParcelStatus


def make_appointment(*, actor: Any, parcel: Parcel, day: dt.date, window: str, address: str) -> HomeDelivery:
    """Agrees with the villager when a large appliance comes to the house, or agrees anew. Locks the parcel.

    Raises Refused: not one that is delivered to the house, not on its way, a day that is over,
    no address.
    """
    if not address.strip():
        raise Refused(_("Say where the house is."), code="address", field="address")
    if day < today():
        raise Refused(_("This day is over."), code="day", field="day")
    with transaction.atomic():
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        check_lane(parcel)
        delivery, _new = HomeDelivery.objects.update_or_create(
            parcel=parcel, defaults={"day": day, "window": window, "address": address.strip()[:200]}
        )
        doing = Doing(actor, at_station=False)
        doing.note(
            parcel,
            ParcelEvent.Kind.APPOINTMENT,
            # Not the address: what is written here is never taken away.
            f"{wording.day(day)} {delivery.get_window_display()}",
        )
        doing.save()
    return delivery


def deliver_to_house(*, actor: Any, parcel: Parcel, code: str, installed: str) -> Parcel:
    """The appliance stands in the house; the villager showed the pick-up code. Locks order and parcel.

    An edge calls `prove_code` first. Raises Refused: no appointment, not at the county center, wrong
    code, not said whether it was installed; for an agent order also: not paid, or other parcels of
    it are still on their way.
    """
    if installed not in HomeDelivery.Installed.values:
        raise Refused(_("Say whether it was installed."), code="installed", field="installed")
    with transaction.atomic():
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        check_lane(parcel)
        if parcel.status not in (S.AT_COUNTY, S.AT_STATION):
            raise Refused(
                _("%(parcel)s is “%(status)s”: it cannot be delivered now.")
                % {"parcel": parcel, "status": parcel.get_status_display()},
                code="transition",
                conflict=True,
            )
        delivery = HomeDelivery.objects.filter(parcel=parcel).first()
        if delivery is None:
            raise Refused(_("Make an appointment first."), code="appointment", conflict=True)
        check_code(parcel, code)
        _check_alone(parcel)
        delivery.installed = installed
        delivery.save(update_fields=["installed"])
        doing = Doing(actor, at_station=False)
        parcel.handed_over_at = doing.at
        doing.step(parcel, S.HANDED_OVER, ParcelEvent.Kind.HANDED_OVER, str(delivery.get_installed_display()))
        doing.save("handed_over_at")
        withdraw_arrivals([parcel])
        if parcel.order_id is not None:
            hand_over_orders(actor=actor, handed_over_at={parcel.order_id: doing.at})
        else:
            tell_handed_over([parcel], at=doing.at)
    return parcel


def check_lane(parcel: Parcel) -> None:
    """Raises Refused unless the parcel is to be delivered to the house and still on its way."""
    if not parcel.to_the_house or parcel.goes_up or parcel.status not in OPEN:
        raise Refused(
            _("%(parcel)s is not delivered to the house.") % {"parcel": parcel},
            code="lane",
            conflict=True,
        )


def _check_alone(parcel: Parcel) -> None:
    others = Parcel.objects.filter(order_id=parcel.order_id, status__in=OPEN).exclude(pk=parcel.pk)
    if parcel.order_id is not None and others.exists():
        raise Refused(
            _("Other parcels of this order are not handed over yet: they go together."),
            code="others",
            conflict=True,
        )
