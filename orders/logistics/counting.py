"""A manifest arrives: scanned against its list and counted again; what does not tally opens a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.logistics.changing import lock_parcels
from orders.logistics.lifecycle import MANIFEST_LIFECYCLE, ManifestStatus
from orders.logistics.loading import check_count, lock_manifest, open_count_case
from orders.logistics.models import Manifest, Parcel, ParcelCase
from orders.logistics.numbers import tracking_number
from orders.logistics.receiving import find_parcel, receive_at_county, receive_at_station


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a scan of an arriving load was. `parcel` is empty for a number that is nobody's here."""

    number: str
    parcel: Parcel | None
    listed: bool
    changed: bool


def scan_arrival(*, actor: Any, manifest: Manifest, number: str, remark: str = "") -> Arrival:
    """Scans one parcel of a load that has left, at its other end. Locks manifest, orders and parcels.

    What is not on the list opens a case; a parcel of this station that was put in without being
    listed arrives all the same. Repeated, it changes nothing. Raises Refused for what is no number
    and while the load has not left.
    """
    number = tracking_number(number)
    with transaction.atomic():
        manifest = lock_manifest(manifest)
        if manifest.status == ManifestStatus.BUILDING:
            MANIFEST_LIFECYCLE.check(manifest.status, ManifestStatus.RECEIVED, label=manifest)
        listed = Parcel.objects.filter(lines__manifest=manifest, tracking_number=number).first()
        parcel = listed or find_parcel(reader=actor, number=number)
        if parcel is not None and parcel.station_id != manifest.station_id:
            parcel = None  # seen by a desk that sees more than this station
        if listed is None:
            _open_extra(actor=actor, manifest=manifest, number=number, parcel=parcel)
        if parcel is None:
            return Arrival(number, None, False, False)
        receive = receive_at_station if manifest.to_station else receive_at_county
        scan = receive(actor=actor, parcels=[parcel], remark=remark)[0]
        return Arrival(number, scan.parcel, listed is not None, scan.changed)


def finish_manifest(*, actor: Any, manifest: Manifest, counted: int) -> Manifest:
    """The receiver has scanned and counted the load. Locks the manifest, its orders and parcels.

    A parcel that was not scanned opens a case and stays on the manifest until it turns up or is
    given up; a count that differs from what was scanned opens one too. Raises Refused: not left
    yet, received already, a count that is none.
    """
    check_count(counted)
    with transaction.atomic():
        manifest = lock_manifest(manifest)
        MANIFEST_LIFECYCLE.check(manifest.status, ManifestStatus.RECEIVED, label=manifest)
        lock_parcels(manifest.lines.values_list("parcel_id", flat=True))
        now = timezone.now()
        missing = list(manifest.lines.filter(received_at__isnull=True).select_related("parcel"))
        for line in missing:
            ParcelCase.objects.get_or_create(
                parcel=line.parcel,
                kind=ParcelCase.Kind.MISSING,
                settled_at=None,
                defaults={
                    "station_id": manifest.station_id,
                    "manifest": manifest,
                    "opened_at": now,
                    "opened_by": actor,
                },
            )
        scanned = manifest.lines.count() - len(missing)
        extra = manifest.cases.filter(kind=ParcelCase.Kind.EXTRA).count()
        if counted != scanned + extra:
            open_count_case(
                actor=actor,
                manifest=manifest,
                detail=_(
                    "At arrival: %(counted)d counted, %(scanned)d scanned, %(sent)d counted at departure."
                )
                % {"counted": counted, "scanned": scanned + extra, "sent": manifest.counted_out or 0},
            )
        manifest.status = ManifestStatus.RECEIVED
        manifest.counted_in = counted
        manifest.received_at, manifest.received_by = now, actor
        manifest.save(update_fields=["status", "counted_in", "received_at", "received_by"])
    return manifest


def _open_extra(*, actor: Any, manifest: Manifest, number: str, parcel: Parcel | None) -> None:
    ParcelCase.objects.get_or_create(
        manifest=manifest,
        scanned=number,
        defaults={
            "station_id": manifest.station_id,
            "parcel": parcel,
            "kind": ParcelCase.Kind.EXTRA,
            "opened_at": timezone.now(),
            "opened_by": actor,
        },
    )
