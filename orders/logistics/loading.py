"""A manifest is filled and leaves: sorted to one station in the county, or collected at the station."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.logistics.changing import Doing, lock_parcels
from orders.logistics.lifecycle import MANIFEST_LIFECYCLE, ManifestStatus, ParcelStatus
from orders.logistics.models import Carrier, Manifest, ManifestLine, Parcel, ParcelCase, ParcelEvent
from orders.logistics.receiving import Scan, receive_at_county
from stations.network.models import Station
from stations.refusals import Refused

S = ParcelStatus
FARTHEST_COUNT = 10_000  # a typing slip of a tracking number stops here

_WHY_NOT = {
    "way": gettext_lazy("%(parcel)s goes the other way."),
    "house": gettext_lazy("%(parcel)s is delivered to the house: make an appointment."),
    "transition": gettext_lazy("%(parcel)s is “%(status)s”: it cannot be put on a manifest."),
}


def lock_manifest(manifest: Manifest) -> Manifest:
    """Locks a manifest, before any parcel, and reads it again."""
    rows = Manifest.objects.select_for_update(of=("self",), no_key=True).select_related("station")
    return rows.get(pk=manifest.pk)


def begin_manifest(*, actor: Any, station: Station, way: str) -> Manifest:
    """The list that is being filled for a station and way; begun where there is none."""
    return Manifest.objects.get_or_create(
        station=station,
        way=way,
        status=ManifestStatus.BUILDING,
        defaults={"center_id": station.center_id, "created_by": actor},
    )[0]


def put_on(*, actor: Any, manifest: Manifest, parcels: Iterable[Parcel]) -> list[Scan]:
    """Puts parcels on a manifest that is being filled; one that is on it already is noted again.

    A parcel that was not scanned at the county yet is received there first. Locks manifest, orders
    and parcels. Raises Refused for the first that does not belong on it.
    """
    with transaction.atomic():
        manifest = _lock_building(manifest)
        pks = [parcel.pk for parcel in parcels]
        if manifest.to_station:
            expected = [one for one in lock_parcels(pks).values() if one.status == S.EXPECTED]
            receive_at_county(actor=actor, parcels=expected)
        locked = lock_parcels(pks)
        there = set(manifest.lines.filter(parcel_id__in=pks).values_list("parcel_id", flat=True))
        doing = Doing(actor, at_station=not manifest.to_station, manifest=manifest)
        for parcel in locked.values():
            if parcel.pk in there:
                doing.note(parcel, ParcelEvent.Kind.PUT_ON)
            else:
                _check_belongs(manifest, parcel)
                doing.step(parcel, S.ON_MANIFEST, ParcelEvent.Kind.PUT_ON)
        doing.save()
        ManifestLine.objects.bulk_create(
            ManifestLine(manifest=manifest, parcel=parcel, added_at=doing.at)
            for pk, parcel in locked.items()
            if pk not in there
        )
    return [Scan(parcel, pk not in there) for pk, parcel in locked.items()]


def put_all_on(*, actor: Any, manifest: Manifest) -> int:
    """Puts all that waits for this way on the manifest; returns how many. Locks and raises as above."""
    rows = Parcel.objects.filter(station=manifest.station_id)
    waiting = rows.to_sort() if manifest.to_station else rows.to_send()
    return len(put_on(actor=actor, manifest=manifest, parcels=list(waiting)))


def take_off(*, actor: Any, manifest: Manifest, parcel: Parcel) -> Parcel:
    """Takes a parcel off a manifest that has not left; one that is not on it stays as it is.

    Locks manifest, order and parcel. Raises Refused when the manifest has left.
    """
    with transaction.atomic():
        manifest = _lock_building(manifest)
        parcel = lock_parcels([parcel.pk])[parcel.pk]
        if manifest.lines.filter(parcel=parcel).delete()[0]:
            doing = Doing(actor, at_station=not manifest.to_station, manifest=manifest)
            back = S.AT_COUNTY if manifest.to_station else S.AT_STATION
            doing.step(parcel, back, ParcelEvent.Kind.TAKEN_OFF)
            doing.save()
    return parcel


def dispatch_manifest(
    *, actor: Any, manifest: Manifest, carrier: Carrier | None, driver: str, counted: int
) -> Manifest:
    """The load leaves with a driver who has counted it with the sender. Locks the manifest.

    A count that differs from the list opens a case. Raises Refused: nothing on it, it has left,
    nobody drives, a count that is none.
    """
    check_count(counted)
    if not driver.strip():
        raise Refused(_("Say who drives."), code="driver", field="driver")
    with transaction.atomic():
        manifest = _lock_building(manifest)
        listed = manifest.lines.count()
        if not listed:
            raise Refused(_("There is nothing on this manifest yet."), code="empty", conflict=True)
        manifest.status = ManifestStatus.DISPATCHED
        manifest.carrier, manifest.driver = carrier, driver.strip()[:60]
        manifest.counted_out = counted
        manifest.dispatched_at, manifest.dispatched_by = timezone.now(), actor
        manifest.save(
            update_fields=["status", "carrier", "driver", "counted_out", "dispatched_at", "dispatched_by"]
        )
        if counted != listed:
            open_count_case(
                actor=actor,
                manifest=manifest,
                detail=_("At departure: %(counted)d counted, %(listed)d on the list.")
                % {"counted": counted, "listed": listed},
            )
    return manifest


def open_count_case(*, actor: Any, manifest: Manifest, detail: str) -> ParcelCase:
    """Two counts of one load differ. The caller holds the manifest's lock."""
    return ParcelCase.objects.create(
        station_id=manifest.station_id,
        manifest=manifest,
        kind=ParcelCase.Kind.COUNT,
        detail=detail,
        opened_at=timezone.now(),
        opened_by=actor,
    )


def check_count(counted: int) -> None:
    """Raises Refused for what cannot be the number of parcels in a load."""
    if not 0 <= counted < FARTHEST_COUNT:
        raise Refused(_("Count the parcels: a number from 0 to 9,999."), code="count", field="counted")


def _lock_building(manifest: Manifest) -> Manifest:
    manifest = lock_manifest(manifest)
    if manifest.status != ManifestStatus.BUILDING:
        MANIFEST_LIFECYCLE.check(manifest.status, ManifestStatus.DISPATCHED, label=manifest)
    return manifest


def _check_belongs(manifest: Manifest, parcel: Parcel) -> None:
    if parcel.station_id != manifest.station_id:
        raise Refused(
            _("%(parcel)s goes to %(station)s, not with this load.")
            % {"parcel": parcel, "station": parcel.station},
            code="station",
            field="code",
        )
    reason = ""
    if manifest.to_station == parcel.goes_up:
        reason = "way"
    elif parcel.to_the_house and not parcel.goes_up:
        reason = "house"
    elif parcel.status != (S.AT_COUNTY if manifest.to_station else S.AT_STATION):
        reason = "transition"
    if reason:
        raise Refused(
            _WHY_NOT[reason] % {"parcel": parcel, "status": parcel.get_status_display()},
            code=reason,
            field="code",
            conflict=reason == "transition",
        )
