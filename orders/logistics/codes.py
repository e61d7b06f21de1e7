"""Pick-up codes (取件码): five digits for a villager's own parcel.

An agent order's code has six and serves for all its parcels, so that no code can mean both.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from stations.refusals import Refused
from stations.turns import wait_turn

# After so many wrong codes nobody tries on: the county gives a new one.
MOST_WRONG_CODES = 5


def give_codes(parcels: list[Parcel]) -> None:
    """Gives locked parcels without an order a code that no other one waiting at their station has.

    In memory. Takes the station's turn until the commit: two scanners cannot choose the same.
    """
    own = [parcel for parcel in parcels if parcel.order_id is None]
    for station_id in sorted({parcel.station_id for parcel in own}):
        wait_turn(f"orders.pickup_codes.{station_id}")
        waiting = Parcel.objects.filter(station_id=station_id, status=ParcelStatus.AT_STATION)
        taken = set(waiting.values_list("pickup_code", flat=True))
        for parcel in own:
            if parcel.station_id == station_id:
                while (code := f"{secrets.randbelow(100_000):05d}") in taken:
                    continue
                taken.add(code)
                parcel.pickup_code, parcel.wrong_codes = code, 0


def code_of(parcel: Parcel) -> str:
    """The code that the villager shows; empty while there is none."""
    return parcel.order.pickup_code if parcel.order is not None else parcel.pickup_code


def check_not_blocked(parcel: Parcel) -> None:
    """Raises Refused after too many wrong codes. The caller holds the parcel's lock."""
    if parcel.wrong_codes >= MOST_WRONG_CODES:
        raise Refused(
            _("Too many wrong codes for this parcel. The county center can unlock it."),
            code="codes_used_up",
            field="code",
            conflict=True,
        )


def check_code(parcel: Parcel, code: str) -> None:
    """Raises Refused unless the code fits and may still be tried. The caller holds the parcel's lock."""
    check_not_blocked(parcel)
    expected = code_of(parcel)
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
            locked.wrong_codes += 1
            doing = Doing(actor, at_station=True)
            doing.note(locked, ParcelEvent.Kind.WRONG_CODE)
            doing.save("wrong_codes")
    if wrong is not None:
        raise wrong


def unlock_code(*, actor: Any, parcel: Parcel) -> Parcel:
    """Lets codes be tried again; a villager's own parcel gets a new one. Locks the parcel.

    Raises Refused unless it waits at the station.
    """
    with transaction.atomic():
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        if parcel.status != ParcelStatus.AT_STATION or parcel.goes_up:
            raise Refused(_("This parcel does not wait for a villager."), code="transition", conflict=True)
        doing = Doing(actor, at_station=False)
        parcel.wrong_codes = 0
        give_codes([parcel])
        doing.note(parcel, ParcelEvent.Kind.NEW_CODE)
        doing.save("wrong_codes", "pickup_code")
    return parcel
