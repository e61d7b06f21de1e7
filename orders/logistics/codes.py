"""Pick-up codes (取件码): five digits for a villager's own parcel.

An agent order's code has six and serves for all its parcels, so that no code can mean both.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.agent_orders import codes as order_codes
from orders.agent_orders.codes import MOST_WRONG_CODES
from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from stations.refusals import Refused
from stations.turns import wait_turn


def give_codes(parcels: list[Parcel], *, keep: bool = False) -> None:
    """Gives locked parcels without an order a code that no other one waiting at their station has.

    With `keep` the one a parcel has stays where it can: its villager was told. In memory. Takes the
    station's turn until the commit: two scanners cannot choose the same.
    """
    own = [parcel for parcel in parcels if parcel.order_id is None]
    for station_id in sorted({parcel.station_id for parcel in own}):
        wait_turn(f"orders.pickup_codes.{station_id}")
        waiting = Parcel.objects.filter(station_id=station_id, status=ParcelStatus.AT_STATION)
        taken = set(waiting.values_list("pickup_code", flat=True))
        for parcel in own:
            if parcel.station_id == station_id:
                if keep and parcel.pickup_code and parcel.pickup_code not in taken:
                    taken.add(parcel.pickup_code)
                    continue
                while (code := f"{secrets.randbelow(100_000):05d}") in taken:
                    continue
                taken.add(code)
                parcel.pickup_code, parcel.wrong_codes = code, 0


def code_of(parcel: Parcel) -> str:
    """The code that the villager shows; empty while there is none."""
    return parcel.order.pickup_code if parcel.order is not None else parcel.pickup_code


def is_blocked(parcel: Parcel) -> bool:
    """Whether its code was tried wrongly too often; that of an order is counted with the order."""
    counted = parcel.order or parcel
    return counted.wrong_codes >= MOST_WRONG_CODES


def check_not_blocked(parcel: Parcel) -> None:
    """Raises Refused after too many wrong codes. The caller holds the locks of parcel and order."""
    if parcel.order is not None:
        order_codes.check_not_blocked(parcel.order)
    elif parcel.wrong_codes >= MOST_WRONG_CODES:
        raise Refused(
            _("Too many wrong codes for this parcel. The county center can unlock it."),
            code="codes_used_up",
            field="code",
            conflict=True,
        )


def check_code(parcel: Parcel, code: str) -> None:
    """Raises Refused unless the code fits and may still be tried. The caller holds the parcel's lock."""
    check_not_blocked(parcel)
    if parcel.order is not None:
        order_codes.check_code(parcel.order, code)
        return
    expected = parcel.pickup_code
    if not expected or not hmac.compare_digest(expected.encode(), code.strip().encode()):
        raise Refused(_("The pick-up code does not fit this parcel."), code="pickup_code", field="code")


def prove_code(*, actor: Any, parcel: Parcel, code: str) -> None:
    """Tries a code, and counts it where it is wrong: call it before the hand-over, outside its transaction.

    A refusal undoes the transaction it is raised in, so the count has one of its own. Locks the
    parcel. Raises Refused: wrong code, or too many of them so far.
    """
    wrong: Refused | None = None
    with transaction.atomic(durable=True):
        locked = lock_parcels([parcel.pk])[parcel.pk]
        if locked.status in (ParcelStatus.HANDED_OVER, ParcelStatus.RETURNED):
            return  # the hand-over itself says so
        check_not_blocked(locked)
        try:
            check_code(locked, code)
        except Refused as refused:
            wrong = refused
            if locked.order is not None:
                order_codes.count_wrong(actor=actor, order=locked.order)
            else:
                locked.wrong_codes += 1
            doing = Doing(actor, at_station=True)
            doing.note(locked, ParcelEvent.Kind.WRONG_CODE)
            doing.save("wrong_codes")
    if wrong is not None:
        raise wrong


def may_be_unlocked(parcel: Parcel) -> bool:
    """Whether somebody may still come with its code."""
    here = parcel.status == ParcelStatus.AT_STATION
    return not parcel.goes_up and (here or (parcel.to_the_house and parcel.status == ParcelStatus.AT_COUNTY))


def unlock_code(*, actor: Any, parcel: Parcel) -> Parcel:
    """Lets codes be tried again; a villager's own parcel gets a new one. Locks the parcel.

    Raises Refused unless it waits at the station, or for its way to the house.
    """
    with transaction.atomic():
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        if not may_be_unlocked(parcel):
            raise Refused(_("This parcel does not wait for a villager."), code="transition", conflict=True)
        doing = Doing(actor, at_station=False)
        if parcel.order is not None:
            parcel.order = order_codes.unlock_code(actor=actor, order=parcel.order)
        parcel.wrong_codes = 0
        if parcel.status == ParcelStatus.AT_STATION:
            give_codes([parcel])
        doing.note(parcel, ParcelEvent.Kind.NEW_CODE)
        doing.save("wrong_codes", "pickup_code")
    return parcel
