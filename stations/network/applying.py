"""A village applies for a station, and the county approves it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stations.centers.changing import lock_center
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.network.changing import lock_station, log_step, step
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused, check_fields
from stations.regions.models import Region

MOST_STATIONS = 9999  # that the digits of a code can count


def suggest_code(center: CountyCenter) -> str:
    """The center's letters and the number after the highest one in use, as in FJQG032.

    Raises Refused when a center has used them all.
    """
    used = Station.objects.filter(code__regex=f"^{center.code}[0-9]{{3,4}}$").values_list("code", flat=True)
    number = max((int(re.sub(r"\D", "", code)) for code in used), default=0) + 1
    if number > MOST_STATIONS:
        raise Refused(_("%(center)s has no code left.") % {"center": center}, code="code", field="code")
    return f"{center.code}{number:03d}"


def apply_station(
    *,
    actor: Any,
    center: CountyCenter,
    village: Region,
    name: str = "",
    code: str = "",
    address: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> Station:
    """Enters a station as applied for, by default with its village's name and the next free code.

    Locks the center, so that two applications do not get one code. Raises Refused: a closed
    center, a place that is no village of the center's county, a code in use, a malformed field.
    """
    with transaction.atomic():
        center = lock_center(center.pk)
        if center.status == CenterStatus.CLOSED:
            raise Refused(_("%(center)s is closed.") % {"center": center}, code="center", field="center")
        _check_village(village, center)
        station = Station(
            center=center,
            village=village,
            name=name.strip() or village.name,
            code=code.strip().upper() or suggest_code(center),
            address=address.strip(),
            latitude=latitude,
            longitude=longitude,
            status=StationStatus.APPLIED,
        )
        check_fields(station, "name", "code", "address", "latitude", "longitude")
        try:
            with transaction.atomic():
                station.save(force_insert=True)
        except IntegrityError as error:
            # Says nothing of who has it: that may be another county.
            raise Refused(_("This code cannot be used."), code="taken", field="code") from error
        log_step(station, before="", actor=actor, reason="")
    return station


def approve_station(*, actor: Any, station: Station, reason: str = "") -> Station:
    """The county says yes. Locks the station; raises Refused by the table."""
    with transaction.atomic():
        return step(lock_station(station.pk), StationStatus.APPROVED, actor=actor, reason=reason)


def correct_station(
    *,
    actor: Any,
    station: Station,
    name: str,
    address: str = "",
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> Station:
    """Puts name, address and position right; its history keeps what they were. Locks the station.

    Raises Refused for a malformed field.
    """
    fields = ("name", "address", "latitude", "longitude")
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        station = lock_station(station.pk)
        station.name, station.address = name.strip(), address.strip()
        station.latitude, station.longitude = latitude, longitude
        check_fields(station, *fields)
        station.save(update_fields=fields)
    return station


def _check_village(village: Region, center: CountyCenter) -> None:
    if village.level != Region.Level.VILLAGE:
        raise Refused(
            _("%(region)s is not a village.") % {"region": village}, code="village", field="village"
        )
    if not village.code.startswith(center.county_id):
        raise Refused(
            _("%(village)s is not in %(county)s.") % {"village": village, "county": center.county},
            code="village",
            field="village",
        )
