"""What villagers are told of their own parcels; those of an agent order are told of with the order.

The number is the one on the label, given to get the parcel: it is used for nothing else, and goes
with the label (docs/decisions/0070-notices.md).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orders.agent_orders.telling import AT_ONCE, LANGUAGE, REMIND_UP_TO, TO_BE_FETCHED
from orders.logistics.charging import fees_on
from orders.logistics.models import Parcel
from orders.logistics.queries import ParcelQuerySet
from stations.clock import business_date
from stations.money import ZERO
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import Notification
from stations.notices.telling import NewNotice, tell, withdraw
from stations.wording import moment, yuan

_MOBILE = re.compile(r"1\d{10}")


def tell_arrived(parcels: Sequence[Parcel], *, at: dt.datetime) -> int:
    """The parcels are here, under which code, and what they cost. In the caller's transaction, locked.

    Of a large appliance: that it comes to the house, and with which code.
    """
    return _tell(parcels, NoticeKind.ARRIVED, at=at)


def tell_handed_over(parcels: Sequence[Parcel], *, at: dt.datetime) -> int:
    """The receipt: somebody showed the code and has the parcel. As above."""
    return _tell(parcels, NoticeKind.RECEIPT, at=at)


def withdraw_arrivals(parcels: Iterable[Parcel]) -> None:
    """What is fetched, lost or goes back needs no more word of its arrival. As above."""
    withdraw([parcel.subject for parcel in parcels if parcel.order_id is None], TO_BE_FETCHED)


def remind_waiting_parcels(*, at: dt.datetime | None = None) -> int:
    """Reminds once of own parcels that have waited `REMIND_AFTER_DAYS` days; returns how many.

    Locks the parcels, chunk by chunk. May be killed, run twice or beside itself: the notice's key
    reminds once.
    """
    at = at or timezone.now()
    reminded, after = 0, 0
    while True:
        with transaction.atomic():
            parcels = list(_to_remind(at).filter(pk__gt=after)[:AT_ONCE])
            reminded += _tell(parcels, NoticeKind.REMINDER, at=at)
        if len(parcels) < AT_ONCE:
            return reminded
        after = parcels[-1].pk


def _to_remind(at: dt.datetime) -> ParcelQuerySet:
    key = Concat(Value("parcel:"), Cast(OuterRef("pk"), CharField()), Value(f":{NoticeKind.REMINDER}"))
    return (
        Parcel.objects.waiting_for_pickup()
        .filter(
            order__isnull=True,
            phone__regex=r"^1\d{10}$",
            arrived_at__lte=at - dt.timedelta(days=settings.REMIND_AFTER_DAYS),
            arrived_at__gt=at - REMIND_UP_TO,
        )
        .exclude(Exists(Notification.objects.filter(source_key=key)))
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("station")
        .order_by("pk")
    )


def _tell(parcels: Sequence[Parcel], kind: NoticeKind, *, at: dt.datetime) -> int:
    own = [parcel for parcel in parcels if _is_told(parcel, kind) and _MOBILE.fullmatch(parcel.phone)]
    if not own:
        return 0
    fees = fees_on({parcel.station.center_id for parcel in own}, business_date(at))
    with translation.override(LANGUAGE):
        return tell(
            [
                NewNotice(parcel.station, kind, parcel.subject, parcel.phone, _text(parcel, kind, at, fees))
                for parcel in own
            ],
            at=at,
        )


def _is_told(parcel: Parcel, kind: NoticeKind) -> bool:
    """Of a villager's own parcel that comes down; nobody has to fetch what comes to the house."""
    own = parcel.order_id is None and not parcel.goes_up
    return own and not (parcel.to_the_house and kind == NoticeKind.REMINDER)


def _text_of_the_house(said: dict[str, str], kind: NoticeKind, at: dt.datetime) -> str:
    if kind == NoticeKind.RECEIPT:
        said["moment"] = moment(at)
        return (
            _(
                "[Cunzhan] Parcel …%(tail)s was delivered to your house, %(moment)s."
                " Not so? Ask at %(station)s."
            )
            % said
        )
    return (
        _(
            "[Cunzhan] The large parcel …%(tail)s has come; it is delivered to your house by appointment."
            " Show code %(code)s."
        )
        % said
    )


def _text(parcel: Parcel, kind: NoticeKind, at: dt.datetime, fees: dict[int, Decimal]) -> str:
    """Under 70 characters, one SMS, with a station's name of up to 20. The label's last four digits
    say which parcel, and no more than that."""
    said = {
        "station": parcel.station.name,
        "code": parcel.pickup_code,
        "tail": parcel.tracking_number[-4:],
    }
    if parcel.to_the_house:
        return _text_of_the_house(said, kind, at)
    match kind:
        case NoticeKind.ARRIVED:
            text = _("[Cunzhan] Parcel …%(tail)s is at %(station)s. Pick-up code %(code)s.") % said
        case NoticeKind.REMINDER:
            said["days"] = str((at - (parcel.arrived_at or at)).days)
            text = (
                _(
                    "[Cunzhan] Parcel …%(tail)s has waited %(days)s days at %(station)s and soon goes back."
                    " Code %(code)s."
                )
                % said
            )
        case NoticeKind.RECEIPT:
            said["moment"] = moment(at)
            return (
                _("[Cunzhan] Parcel …%(tail)s was fetched at %(station)s, %(moment)s. Not by you? Ask there.")
                % said
            )
    fee = fees.get(parcel.station.center_id, ZERO)
    return text + (_("Parcel fee %(amount)s.") % {"amount": yuan(fee)} if fee else "")
