"""A parcel is scanned where it is. A scan that is repeated or late is noted and changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.logistics.announcing import NewParcel, announce_parcels
from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.codes import give_codes
from orders.logistics.lifecycle import HOLDS_NUMBER, ManifestStatus, ParcelStatus
from orders.logistics.models import Manifest, ManifestLine, Parcel, ParcelCase, ParcelEvent
from orders.logistics.moving_orders import move_orders
from orders.logistics.numbers import tracking_number
from orders.logistics.telling import tell_arrived
from stations.refusals import Refused

S = ParcelStatus


@dataclass(frozen=True, slots=True)
class Scan:
    """A parcel after it was scanned, and whether the scan moved it."""

    parcel: Parcel
    changed: bool


def find_parcel(*, reader: Any, number: str, carrier_id: int | None = None) -> Parcel | None:
    """The parcel of a tracking number within the reader's reach; None where there is none.

    The open one, else the last that had the number. Raises Refused for what is no number, and
    where two carriers use the same one and none is named.
    """
    rows = Parcel.objects.visible_to(reader).filter(tracking_number=tracking_number(number))
    found = list(rows.select_related("station", "carrier").order_by("-pk"))
    found = [parcel for parcel in found if parcel.status in HOLDS_NUMBER] or found
    if len({parcel.carrier_id for parcel in found}) > 1:
        found = [parcel for parcel in found if parcel.carrier_id == carrier_id]
        if not found:
            raise Refused(
                _("Two carriers use this number. Choose the carrier."), code="carrier", field="carrier"
            )
    return found[0] if found else None


def receive_at_county(
    *, actor: Any, parcels: Iterable[Parcel], at: dt.datetime | None = None, remark: str = ""
) -> list[Scan]:
    """The parcels are at the county center; their orders go along. Locks orders and parcels.

    What is there already, or has gone on since, stays where it is: the scan is noted, with the remark.
    """
    return _receive(Doing(actor, False, at or timezone.now(), live=at is None, remark=remark), parcels)


def receive_at_station(
    *, actor: Any, parcels: Iterable[Parcel], at: dt.datetime | None = None, remark: str = ""
) -> list[Scan]:
    """The parcels are at their station, to be fetched; their orders go along. Locks orders and parcels.

    A villager's own parcel gets its pick-up code here, and the villagers are told. A moment that is
    given is a report of what was: it tells nobody. Otherwise as above.
    """
    return _receive(Doing(actor, True, at or timezone.now(), live=at is None, remark=remark), parcels)


def receive_new_at_county(*, actor: Any, parcel: NewParcel, at: dt.datetime | None = None) -> Parcel:
    """Enters a parcel that nobody announced and receives it at the county, in one transaction.

    Raises Refused as `announce_parcels`.
    """
    with transaction.atomic():
        made = announce_parcels(actor=actor, parcels=[parcel], at=at)
        return receive_at_county(actor=actor, parcels=made, at=at)[0].parcel


def _receive(doing: Doing, parcels: Iterable[Parcel]) -> list[Scan]:
    after, kind = (
        (S.AT_STATION, ParcelEvent.Kind.AT_STATION)
        if doing.at_station
        else (S.AT_COUNTY, ParcelEvent.Kind.AT_COUNTY)
    )
    with transaction.atomic():
        locked = lock_parcels(parcel.pk for parcel in parcels)
        missed, ways = _missed(locked), _ways(locked)
        moved = [
            parcel
            for parcel in locked.values()
            if _arrives(
                parcel, at_station=doing.at_station, missed=parcel.pk in missed, way=ways.get(parcel.pk)
            )
        ]
        for parcel in locked.values():
            if parcel in moved:
                doing.step(parcel, after, kind)
            else:
                doing.note(parcel, kind)
        arrive(moved, doing)
        doing.save("county_at", "arrived_at", "pickup_code", "wrong_codes")
        if doing.live:
            # What is delivered to the house has come as far as it comes by itself.
            here = [parcel for parcel in moved if doing.at_station or parcel.to_the_house]
            tell_arrived(here, at=doing.at)
        move_orders((parcel.order_id for parcel in moved), actor=doing.actor, at=doing.at, live=doing.live)
    return [Scan(parcel, parcel in moved) for parcel in locked.values()]


def arrive(parcels: Sequence[Parcel], doing: Doing) -> None:
    """What goes with an arrival at either place, for locked parcels in memory: moments, codes, lists, cases.

    The one place where a parcel arrives, by whatever way.
    """
    for parcel in parcels:
        if doing.at_station:
            parcel.arrived_at = doing.at
        else:
            parcel.county_at = doing.at
    if doing.at_station:
        give_codes([parcel for parcel in parcels if not parcel.goes_up], keep=True)
    else:  # its own way begins here
        give_codes([parcel for parcel in parcels if parcel.to_the_house and not parcel.goes_up], keep=True)
    leave_their_loads(parcels, doing)


def leave_their_loads(parcels: Iterable[Parcel], doing: Doing) -> None:
    """Locked parcels have come off whatever load they were in: its list and a case of theirs say so."""
    pks = [parcel.pk for parcel in parcels]
    lines = ManifestLine.objects.filter(parcel_id__in=pks, received_at__isnull=True)
    # Still on a list that has not left: it went without it.
    lines.filter(manifest__status=ManifestStatus.BUILDING).delete()
    lines.update(received_at=doing.at)
    ParcelCase.objects.open().filter(parcel_id__in=pks, kind=ParcelCase.Kind.MISSING).update(
        outcome=ParcelCase.Outcome.FOUND, settled_at=doing.at, settled_by=doing.actor
    )


def _missed(parcels: Iterable[int]) -> set[int]:
    """Those of which a case says that they did not arrive with their manifest."""
    cases = ParcelCase.objects.open().filter(parcel_id__in=list(parcels), kind=ParcelCase.Kind.MISSING)
    return {pk for pk in cases.values_list("parcel_id", flat=True) if pk is not None}


def _ways(parcels: Iterable[int]) -> dict[int, str]:
    """Which way the manifest goes that a parcel is on."""
    lines = ManifestLine.objects.filter(parcel_id__in=list(parcels), received_at__isnull=True)
    return dict(lines.values_list("parcel_id", "manifest__way"))


def _arrives(parcel: Parcel, *, at_station: bool, missed: bool, way: str | None) -> bool:
    """Whether a scan here moves the parcel: forward on its way, or out of a case."""
    if parcel.status == S.LOST:
        return True
    if parcel.status == S.ON_MANIFEST:
        return missed or way == (Manifest.Way.TO_STATION if at_station else Manifest.Way.TO_COUNTY)
    if at_station:
        return not parcel.goes_up and parcel.status in (S.EXPECTED, S.AT_COUNTY)
    return parcel.status == S.EXPECTED or (parcel.goes_up and parcel.status == S.AT_STATION)
