"""One scan of a number, wherever it comes from: onto a load, off a load, or simply here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.logistics.counting import scan_arrival
from orders.logistics.lifecycle import ManifestStatus
from orders.logistics.loading import put_on
from orders.logistics.models import Carrier, Manifest
from orders.logistics.receiving import find_parcel, receive_at_county, receive_at_station
from stations.refusals import Refused
from stations.scope.web import AT_THE_COUNTER


class ScanOutcome(models.TextChoices):
    """What a scan came to; `unlisted` was not on the list of the load, and a case is open."""

    MOVED = "moved", gettext_lazy("moved")
    NOTED = "noted", gettext_lazy("noted")
    UNLISTED = "unlisted", gettext_lazy("not on the list")
    REFUSED = "refused", gettext_lazy("refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scan did: moved the parcel, was noted, or found what is not on the list."""

    outcome: str
    parcel: int | None
    status: str | None


def scan_number(
    *,
    actor: Any,
    number: str,
    carrier: str = "",
    manifest: Manifest | None = None,
    scanned_at: dt.datetime | None = None,
) -> Outcome:
    """Does what a scan means where its person stands: at the station, or at the county center.

    With a load that is being filled here the parcel goes onto it; with one that comes here it is
    taken off; without a load it is here. In any order and twice without harm: what is past is
    noted. The phone's clock is kept as a remark. Locks as the verb does. Raises Refused: no
    number, nobody's parcel here, a load that is not this side's, and as the verb.
    """
    at_station = getattr(actor, "role", "") in AT_THE_COUNTER
    remark = (
        _("by the phone's clock %(at)s") % {"at": f"{scanned_at:%Y-%m-%d %H:%M:%S%z}"} if scanned_at else ""
    )
    if manifest is not None and manifest.status != ManifestStatus.BUILDING:
        if manifest.to_station != at_station:
            raise Refused(_("This load does not come here."), code="way", field="manifest")
        arrival = scan_arrival(actor=actor, manifest=manifest, number=number, remark=remark)
        told = "unlisted" if not arrival.listed else "moved" if arrival.changed else "noted"
        parcel = arrival.parcel
        return Outcome(told, parcel.pk if parcel else None, parcel.status if parcel else None)
    carrier_id = (
        Carrier.objects.filter(code=carrier).values_list("pk", flat=True).first() if carrier else None
    )
    found = find_parcel(reader=actor, number=number, carrier_id=carrier_id)
    if found is None:
        raise Refused(_("Nobody knows this number here."), code="unknown", field="number")
    if manifest is not None:
        if manifest.to_station == at_station:
            raise Refused(_("This load is not filled here."), code="way", field="manifest")
        scan = put_on(actor=actor, manifest=manifest, parcels=[found])[0]
    else:
        receive = receive_at_station if at_station else receive_at_county
        scan = receive(actor=actor, parcels=[found], remark=remark)[0]
    return Outcome("moved" if scan.changed else "noted", scan.parcel.pk, scan.parcel.status)
