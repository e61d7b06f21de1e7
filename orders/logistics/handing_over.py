"""The villager gets a parcel at the station, or the carrier gets one at the county center."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orders.agent_orders.handing_over import hand_over_order
from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.charging import charge, fees_on, over_the_counter, pays_fee
from orders.logistics.codes import check_code, give_codes
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelEvent
from orders.logistics.recording import post_handed_over, post_taken_back
from orders.logistics.telling import tell_handed_over, withdraw_arrivals
from stations.clock import business_date
from stations.money import ZERO
from stations.refusals import Refused, check_reason

S = ParcelStatus
K = ParcelEvent.Kind
# Later it is no slip of the counter any more: the books of the month may be closed.
TAKEN_BACK_WITHIN = dt.timedelta(days=7)
_SAVED = ("handed_over_at", "fee", "fee_waived", "hand_overs")


def hand_over_parcel(*, actor: Any, parcel: Parcel, code: str, waive: str = "") -> Parcel:
    """Gives a parcel to whoever shows its pick-up code, and takes the fee. Locks order and parcel.

    The fee of a villager's own parcel is the one in force today, in cash; `waive` is the reason why
    it is not taken. All parcels of an agent order go out together, with the order, without a fee.
    An edge calls `prove_code` first, which counts wrong codes. Raises Refused: not waiting here,
    wrong code, codes used up, a fee waived where there is none; for an order also as
    `hand_over_order`: parts are missing, not paid.
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
            give_out([parcel], doing, waive={parcel.pk: waive})
            tell_handed_over([parcel], at=doing.at)
        elif waive.strip():
            charge(parcel, due=ZERO, waive=waive)
        else:
            # The parcels follow their order (`following`).
            hand_over_order(actor=actor, order=parcel.order, code=code)
            parcel.refresh_from_db()
    return parcel


def hand_over_parcels(*, actor: Any, codes: Mapping[int, str], at: dt.datetime) -> list[Parcel]:
    """Villagers' own parcels by id, each with its code, at one moment: as above, for many, telling nobody.

    All or nothing. Locks the parcels. Raises Refused as above for the first, and for one of an order.
    """
    with transaction.atomic():
        locked = list(lock_parcels(codes).values())
        for parcel in locked:
            if parcel.order_id is not None or parcel.goes_up:
                raise Refused(
                    _("This parcel does not wait for a villager."), code="transition", conflict=True
                )
            check_code(parcel, codes[parcel.pk])
        give_out(locked, Doing(actor, at_station=True, at=at), waive={})
    return locked


def give_out(parcels: Sequence[Parcel], doing: Doing, *, waive: Mapping[int, str]) -> None:
    """Hands locked parcels over at the counter: state, fee, journal; `waive` has reasons by parcel id.

    The one place where a parcel of the counter is handed over, by whatever way. Raises Refused by
    the table, and as `charge`.
    """
    fees = _fees(parcels, doing.at)
    for parcel in parcels:
        doing.step(parcel, S.HANDED_OVER, K.HANDED_OVER)
        parcel.handed_over_at = doing.at
        if over_the_counter(parcel):
            charge(parcel, due=fees.get(parcel.station.center_id, ZERO), waive=waive.get(parcel.pk, ""))
            parcel.hand_overs += 1
    doing.save(*_SAVED)
    withdraw_arrivals(parcels)
    given = [parcel for parcel in parcels if over_the_counter(parcel)]
    post_handed_over(given, actor=doing.actor, at=doing.at)


def _fees(parcels: Sequence[Parcel], at: dt.datetime) -> dict[int, Decimal]:
    centers = {parcel.station.center_id for parcel in parcels if pays_fee(parcel)}
    return fees_on(centers, business_date(at)) if centers else {}


def take_back(*, actor: Any, parcel: Parcel, reason: str) -> Parcel:
    """Takes a hand-over back: the wrong person had it, or the villager does not want it. Locks the parcel.

    It waits at the station again, under a new code; the fee goes back to the villager, and fee and
    subsidy leave the partner's income. Raises Refused: not handed over at the counter, longer ago
    than a week, of an agent order (that is refunded instead), its number given again, no reason.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        doing = Doing(actor, at_station=True)
        check_take_back(parcel, at=doing.at)
        doing.step(parcel, S.AT_STATION, K.TAKEN_BACK, reason)
        parcel.handed_over_at, parcel.fee, parcel.fee_waived = None, None, ""
        give_codes([parcel])
        doing.save(*_SAVED, "pickup_code", "wrong_codes")
        post_taken_back(parcel, actor=actor, at=doing.at)
    return parcel


def check_take_back(parcel: Parcel, *, at: dt.datetime) -> None:
    """Raises Refused unless the hand-over may be taken back. The caller holds the parcel's lock."""
    if parcel.status != S.HANDED_OVER or not pays_fee(parcel) or parcel.handed_over_at is None:
        raise Refused(
            _("%(parcel)s was not handed over at the counter as a villager's own parcel.")
            % {"parcel": parcel},
            code="transition",
            conflict=True,
        )
    if at - parcel.handed_over_at > TAKEN_BACK_WITHIN:
        raise Refused(
            _("%(parcel)s was handed over more than a week ago.") % {"parcel": parcel},
            code="late",
            conflict=True,
        )
    same = Parcel.objects.filter(carrier=parcel.carrier_id, tracking_number=parcel.tracking_number)
    if same.holding_number().exists():
        raise Refused(
            _("The number of %(parcel)s belongs to another parcel by now.") % {"parcel": parcel},
            code="number",
            conflict=True,
        )


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
                doing.step(parcel, S.RETURNED, K.RETURNED)
            else:
                parcel.handed_over_at = doing.at
                doing.step(parcel, S.HANDED_OVER, K.HANDED_OVER)
        doing.save("handed_over_at")
    return list(locked.values())
