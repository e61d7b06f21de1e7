"""The second leg in the demo: parcels in every state, loads on the road, cases, an appointment.

Through the verbs of the county center and the station.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from django.db import transaction
from django.utils import timezone

from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.logistics.announcing import NewParcel, accept_parcel, announce_parcels
from orders.logistics.carriers import add_carrier
from orders.logistics.counting import finish_manifest, scan_arrival
from orders.logistics.delivering import make_appointment
from orders.logistics.giving_up import report_damaged, report_lost, send_back
from orders.logistics.handing_over import give_to_carrier, hand_over_parcel
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.loading import begin_manifest, dispatch_manifest, put_on
from orders.logistics.models import Carrier, HomeDelivery, Manifest, Parcel
from orders.logistics.receiving import receive_at_county, receive_at_station
from orders.seeding.demo_names import Phones, full_name
from partners.accounts.models import Role, User
from partners.journal.kinds import Category
from partners.people.models import Tenure
from stations.clock import today
from stations.network.models import Station

SEED = 20150301
CARRIERS = {"ZTO": "中通快递", "YTO": "圆通速递", "EMS": "邮政包裹", "CNC": "菜鸟县域二段"}
DRIVERS = ("老陈 闽G 1Y302", "小吴 小货车", "郭师傅 面包车")
_SIZES = (Parcel.Size.SMALL, Parcel.Size.SMALL, Parcel.Size.MEDIUM, Parcel.Size.LARGE)


@dataclass(slots=True)
class _Leg:
    """One station's second leg, and the chance that fills it."""

    station: Station
    staff: User
    partner: User
    carriers: list[Carrier]
    chance: Random
    phones: Phones

    def number(self) -> str:
        return f"{self.chance.choice(('78', '88', '95'))}{self.chance.randrange(10**11):011d}"

    def new(self, *, order: AgentOrder | None = None, to_the_house: bool = False) -> NewParcel:
        size = Parcel.Size.LARGE if to_the_house else self.chance.choice(_SIZES)
        return NewParcel(
            carrier=self.chance.choice(self.carriers),
            tracking_number=self.number(),
            station=self.station,
            order=order,
            recipient="" if order else full_name(self.chance),
            phone="" if order else self.phones.new(),
            size=size,
            to_the_house=to_the_house,
        )

    def announced(self, count: int, *, days_ago: float) -> list[Parcel]:
        at = timezone.now() - dt.timedelta(days=days_ago)
        return announce_parcels(actor=None, parcels=[self.new() for _ in range(count)], at=at)

    def at_county(self, count: int, *, days_ago: float) -> list[Parcel]:
        at = timezone.now() - dt.timedelta(days=days_ago)
        parcels = self.announced(count, days_ago=days_ago + 1)
        return [scan.parcel for scan in receive_at_county(actor=self.staff, parcels=parcels, at=at)]

    def at_station(self, count: int, *, days_ago: float) -> list[Parcel]:
        at = timezone.now() - dt.timedelta(days=days_ago)
        parcels = self.at_county(count, days_ago=days_ago + 1)
        return [scan.parcel for scan in receive_at_station(actor=self.partner, parcels=parcels, at=at)]


def make_parcels() -> int:
    """Fills the second leg of every station; returns the number of parcels. One transaction."""
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    phones = Phones(chance)
    with transaction.atomic():
        carriers = [add_carrier(actor=None, code=code, name=name) for code, name in CARRIERS.items()]
        for station in Station.objects.order_by("code").select_related("center"):
            tenure = Tenure.objects.covering(today()).select_related("partner__user").get(station=station)
            staff = User.objects.filter(role=Role.COUNTY_STAFF, center=station.center).get()
            assert tenure.partner.user is not None
            leg = _Leg(station, staff, tenure.partner.user, carriers, chance, phones)
            _of_orders(leg)
            _own(leg)
            _loads(leg)
        return Parcel.objects.count()


def _of_orders(leg: _Leg) -> None:
    """What travels for agent orders, one parcel each; a large appliance goes to the house."""
    for status in (OrderStatus.SHIPPED, OrderStatus.AT_COUNTY, OrderStatus.AT_STATION):
        orders = list(
            AgentOrder.objects.filter(station=leg.station, status=status)
            .select_related("villager")
            .prefetch_related("lines")
        )
        new = [leg.new(order=order, to_the_house=_is_large(order, status)) for order in orders]
        parcels = announce_parcels(actor=None, parcels=new, at=timezone.now() - dt.timedelta(days=2))
        if status == OrderStatus.AT_COUNTY:
            receive_at_county(actor=leg.staff, parcels=parcels)
            for parcel in parcels:
                if parcel.to_the_house:
                    _appoint(leg, parcel)
        if status == OrderStatus.AT_STATION:
            by_moment: dict[dt.datetime | None, list[Parcel]] = defaultdict(list)
            for order, parcel in zip(orders, parcels, strict=True):
                by_moment[order.arrived_at].append(parcel)
            for arrived_at, arrived in by_moment.items():
                receive_at_station(actor=leg.partner, parcels=arrived, at=arrived_at)


def _is_large(order: AgentOrder, status: OrderStatus) -> bool:
    return status != OrderStatus.AT_STATION and any(
        line.category == Category.LARGE_APPLIANCES for line in order.lines.all()
    )


def _appoint(leg: _Leg, parcel: Parcel) -> None:
    make_appointment(
        actor=leg.staff,
        parcel=parcel,
        day=today() + dt.timedelta(days=leg.chance.randint(1, 3)),
        window=leg.chance.choice(HomeDelivery.Window.values),
        address=f"{leg.station.name.removesuffix('服务站')}{leg.chance.randint(1, 90)} 号",
    )


def _own(leg: _Leg) -> None:
    """Villagers' own parcels: coming, waiting, fetched, given up, sent."""
    leg.announced(3, days_ago=1)
    leg.at_county(leg.chance.randint(3, 8), days_ago=0.2)
    leg.at_station(leg.chance.randint(3, 7), days_ago=1.5)
    leg.at_station(1, days_ago=leg.chance.randint(8, 12))
    for parcel in leg.at_station(4, days_ago=3):
        hand_over_parcel(actor=leg.partner, parcel=parcel, code=parcel.pickup_code)
    send_back(actor=leg.partner, parcels=leg.at_station(1, days_ago=13), reason="电话打不通，没人来取")
    if leg.station.code.endswith("2"):
        broken = leg.at_station(1, days_ago=5)[0]
        report_damaged(actor=leg.partner, parcel=broken, reason="瓶子碎了", at_station=True)
        give_to_carrier(actor=leg.staff, parcels=[broken])
    if leg.station.code.endswith("1"):
        report_damaged(
            actor=leg.partner, parcel=leg.at_station(1, days_ago=2)[0], reason="外箱压坏", at_station=True
        )
        report_lost(
            actor=leg.staff,
            parcel=leg.announced(1, days_ago=12)[0],
            reason="快递公司确认丢失",
            at_station=False,
        )
    accept_parcel(actor=leg.partner, parcel=leg.new())


def _loads(leg: _Leg) -> None:
    """One that was counted, at some stations with a parcel missing; one on the road; one being filled."""
    counted = _sent(leg, 4)
    lines = list(counted.lines.select_related("parcel"))
    missing = 1 if leg.station.code.endswith("2") else 0
    for line in lines[missing:]:
        scan_arrival(actor=leg.partner, manifest=counted, number=line.parcel.tracking_number)
    finish_manifest(actor=leg.partner, manifest=counted, counted=len(lines) - missing)
    _sent(leg, leg.chance.randint(4, 9))
    filling = begin_manifest(actor=leg.staff, station=leg.station, way=Manifest.Way.TO_STATION)
    waiting = Parcel.objects.filter(station=leg.station, status=ParcelStatus.AT_COUNTY).to_sort()
    put_on(actor=leg.staff, manifest=filling, parcels=list(waiting[:2]))


def _sent(leg: _Leg, count: int) -> Manifest:
    parcels = leg.at_county(count, days_ago=0.5)
    manifest = begin_manifest(actor=leg.staff, station=leg.station, way=Manifest.Way.TO_STATION)
    put_on(actor=leg.staff, manifest=manifest, parcels=parcels)
    return dispatch_manifest(
        actor=leg.staff,
        manifest=manifest,
        carrier=leg.carriers[-1],
        driver=leg.chance.choice(DRIVERS),
        counted=count,
    )
