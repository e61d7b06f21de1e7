"""Parcels for the tests of the second leg."""

from __future__ import annotations

from typing import Any

from orders.agent_orders.models import AgentOrder
from orders.logistics.announcing import NewParcel, accept_parcel, announce_parcels
from orders.logistics.counting import scan_arrival
from orders.logistics.handing_over import hand_over_parcel
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.loading import begin_manifest, dispatch_manifest, put_on
from orders.logistics.models import Carrier, Manifest, Parcel
from orders.logistics.receiving import receive_at_county, receive_at_station
from stations.network.models import Station

_numbers = iter(range(1, 10**9))


def make_carrier(code: str = "ZTO", name: str = "中通快递") -> Carrier:
    return Carrier.objects.get_or_create(code=code, defaults={"name": name})[0]


def new_parcel(station: Station, *, order: AgentOrder | None = None, **fields: Any) -> NewParcel:
    """A villager's own parcel unless it is of an order."""
    if order is None:
        fields = {"recipient": "黄阿婆", "phone": "13800000001"} | fields
    fields.setdefault("carrier", make_carrier())
    fields.setdefault("tracking_number", f"YT{next(_numbers):010d}")
    return NewParcel(station=station, order=order, **fields)


def make_parcel(
    station: Station,
    status: ParcelStatus = ParcelStatus.EXPECTED,
    *,
    order: AgentOrder | None = None,
    **fields: Any,
) -> Parcel:
    """A parcel that has come so far through the verbs."""
    parcel = announce_parcels(actor=None, parcels=[new_parcel(station, order=order, **fields)])[0]
    if status == ParcelStatus.EXPECTED:
        return parcel
    parcel = receive_at_county(actor=None, parcels=[parcel])[0].parcel
    if status == ParcelStatus.AT_COUNTY:
        return parcel
    if status == ParcelStatus.ON_MANIFEST:
        return load(parcel).lines.get(parcel=parcel).parcel
    parcel = receive_at_station(actor=None, parcels=[parcel])[0].parcel
    if status == ParcelStatus.HANDED_OVER:
        return hand_over_parcel(actor=None, parcel=parcel, code=parcel.pickup_code)
    assert parcel.status == status
    return parcel


def make_up_parcel(station: Station, **fields: Any) -> Parcel:
    """A villager's parcel that waits at the station to go up."""
    return accept_parcel(actor=None, parcel=new_parcel(station, **fields))


def load(*parcels: Parcel, sent: bool = False, counted: int | None = None) -> Manifest:
    """A manifest to their station with these parcels; on the road when `sent`."""
    way = Manifest.Way.TO_COUNTY if parcels[0].goes_up else Manifest.Way.TO_STATION
    manifest = begin_manifest(actor=None, station=parcels[0].station, way=way)
    put_on(actor=None, manifest=manifest, parcels=parcels)
    if sent:
        manifest = dispatch_manifest(
            actor=None,
            manifest=manifest,
            carrier=make_carrier(),
            driver="老陈",
            counted=len(parcels) if counted is None else counted,
        )
    return manifest


def scan(manifest: Manifest, *parcels: Parcel, actor: Any) -> None:
    for parcel in parcels:
        scan_arrival(actor=actor, manifest=manifest, number=parcel.tracking_number)


def fresh(row: Any) -> Any:
    row.refresh_from_db()
    return row
