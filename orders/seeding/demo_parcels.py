"""The second leg in the demo: parcels in every state, loads on the road, cases, an appointment.

Through the verbs of the county center and the station, each for as many parcels as it can take at
one moment: what happens at the same hour at every station is one call.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.logistics.announcing import NewParcel, accept_parcel, announce_parcels
from orders.logistics.carriers import add_carrier
from orders.logistics.codes import code_of
from orders.logistics.counting import finish_manifest, scan_arrival
from orders.logistics.delivering import deliver_to_house, make_appointment
from orders.logistics.giving_up import report_damaged, report_lost, send_back
from orders.logistics.handing_over import give_to_carrier, hand_over_parcels
from orders.logistics.loading import begin_manifest, dispatch_manifest, put_all_on, put_on
from orders.logistics.models import Carrier, HomeDelivery, Manifest, Parcel
from orders.logistics.receiving import receive_at_county, receive_at_station
from orders.logistics.telling import tell_handed_over
from orders.seeding.demo_names import Phones, full_name
from partners.accounts.models import Role, User
from partners.journal.kinds import Category
from partners.people.models import Tenure
from stations.clock import day_start, today
from stations.network.models import Station

SEED = 20150301
CARRIERS = {"ZTO": "中通快递", "YTO": "圆通速递", "EMS": "邮政包裹", "CNC": "菜鸟县域二段"}
DRIVERS = ("老陈 闽G 1Y302", "小吴 小货车", "郭师傅 面包车")
_SIZES = (Parcel.Size.SMALL, Parcel.Size.SMALL, Parcel.Size.MEDIUM, Parcel.Size.LARGE)
# At what hour carriers announce, the county receives and the station unloads: as the orders of `demo_recent`.
_ANNOUNCED, _AT_COUNTY, _AT_STATION = 20, 10, 15
# How many hours after the unloading a parcel is fetched: the same evening, or on one of the next days.
_FETCHED_AFTER = (1, 3, 4, 18, 20, 25, 27, 44, 50, 67)
# What is done with an appliance that is delivered to the house.
_DELIVERED = {"installed": HomeDelivery.Installed.YES, "not installed": HomeDelivery.Installed.NO}


@dataclass(slots=True)
class _Leg:
    """One station's second leg, and the chance that fills it."""

    station: Station
    staff: User
    partner: User
    carriers: list[Carrier]
    chance: Random
    phones: Phones
    # One for all: what would be later than now happens at the same moment everywhere.
    now: dt.datetime

    def at(self, days_ago: int, hour: int) -> dt.datetime:
        """An hour of a day that has been."""
        return min(day_start(today() - dt.timedelta(days=days_ago)) + dt.timedelta(hours=hour), self.now)

    def new(self, *, order: AgentOrder | None = None, to_the_house: bool = False) -> NewParcel:
        size = Parcel.Size.LARGE if to_the_house else self.chance.choice(_SIZES)
        return NewParcel(
            carrier=self.chance.choice(self.carriers),
            tracking_number=f"{self.chance.choice(('78', '88', '95'))}{self.chance.randrange(10**11):011d}",
            station=self.station,
            order=order,
            recipient="" if order else full_name(self.chance),
            phone="" if order else self.phones.new(),
            size=size,
            to_the_house=to_the_house,
        )


@dataclass(slots=True)
class _Going:
    """A parcel to be, how far it comes and when, and what is done with it there (`then`)."""

    leg: _Leg
    new: NewParcel
    announced_at: dt.datetime
    county_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None
    then: str = ""
    fetched_at: dt.datetime | None = None
    parcel: Parcel = field(init=False)


def make_parcels() -> int:
    """Fills the second leg of every station; returns the number of parcels. One transaction."""
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    phones = Phones(chance)
    with transaction.atomic():
        with connection.cursor() as cursor:  # or thousands of checks would queue up until the end
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        carriers = [add_carrier(actor=None, code=code, name=name) for code, name in CARRIERS.items()]
        legs = _legs(carriers, chance, phones)
        going = [one for leg in legs for one in (*_of_orders(leg), *_own(leg), *_for_loads(leg))]
        _travel(going)
        _hand_over(going)
        by_leg = _grouped(going, lambda one: one.leg.station.pk)
        for leg in legs:
            ending = _grouped(by_leg[leg.station.pk], lambda one: one.then)
            _end(leg, {then: [one.parcel for one in some] for then, some in ending.items()})
        return Parcel.objects.count()


def _legs(carriers: list[Carrier], chance: Random, phones: Phones) -> list[_Leg]:
    now, stations = timezone.now(), Station.objects.order_by("code").select_related("center")
    partners = {
        tenure.station_id: tenure.partner.user
        for tenure in Tenure.objects.covering(today()).select_related("partner__user")
    }
    staff = {user.center_id: user for user in User.objects.filter(role=Role.COUNTY_STAFF, is_lead=False)}
    legs = []
    for station in stations:
        partner = partners[station.pk]
        assert partner is not None
        legs.append(_Leg(station, staff[station.center_id], partner, carriers, chance, phones, now))
    return legs


# --- what is to be on its way --------------------------------------------------------


def _of_orders(leg: _Leg) -> list[_Going]:
    """What travels for agent orders, one parcel each; a large appliance goes to the house."""
    travelling = (OrderStatus.SHIPPED, OrderStatus.AT_COUNTY, OrderStatus.AT_STATION)
    orders = AgentOrder.objects.filter(station=leg.station, status__in=travelling).order_by("pk")
    going = []
    for order in orders.select_related("villager").prefetch_related("lines"):
        house = _is_large(order)
        new = leg.new(order=order, to_the_house=house)
        if order.status == OrderStatus.AT_STATION and order.arrived_at is not None:
            day = order.arrived_at - dt.timedelta(days=1)
            going.append(
                _Going(leg, new, day - dt.timedelta(days=1), county_at=day, arrived_at=order.arrived_at)
            )
        elif order.status == OrderStatus.AT_COUNTY:
            then = "" if not house else "installed" if order.paid_at and order.pk % 2 else "appointed"
            going.append(_Going(leg, new, leg.at(2, _ANNOUNCED), county_at=leg.at(0, _AT_COUNTY), then=then))
        else:
            going.append(_Going(leg, new, leg.at(2, _ANNOUNCED)))
    return going


def _is_large(order: AgentOrder) -> bool:
    return order.status != OrderStatus.AT_STATION and any(
        line.category == Category.LARGE_APPLIANCES for line in order.lines.all()
    )


def _own(leg: _Leg) -> list[_Going]:
    """Villagers' own parcels: coming, waiting, fetched, given up."""
    wanted: list[tuple[int, int, str]] = [
        # How many, unloaded how many days ago, and what then.
        (leg.chance.randint(3, 7), 2, ""),
        (1, 9, ""),
        (4, 3, "fetched"),
        (1, 13, "sent back"),
    ]
    if leg.station.code.endswith("2"):
        wanted.append((1, 3, "broken"))
    if leg.station.code.endswith("1"):
        wanted.append((1, 2, "damaged"))
    going = [
        _Going(
            leg,
            leg.new(),
            leg.at(days + 2, _ANNOUNCED),
            county_at=leg.at(days + 1, _AT_COUNTY),
            arrived_at=leg.at(days, _AT_STATION),
            then=then,
        )
        for count, days, then in wanted
        for _ in range(count)
    ]
    for one in going:
        if one.then == "fetched" and one.arrived_at is not None:
            after = dt.timedelta(hours=leg.chance.choice(_FETCHED_AFTER))
            one.fetched_at = min(one.arrived_at + after, leg.now)
    going += [_Going(leg, leg.new(), leg.at(1, _ANNOUNCED)) for _ in range(3)]
    going += [_at_county(leg, days=0) for _ in range(leg.chance.randint(3, 8))]
    if leg.station.code.endswith("1"):
        going.append(_Going(leg, leg.new(), leg.at(12, _ANNOUNCED), then="lost"))
    if leg.station.code.endswith("3"):
        going += [_at_county(leg, days=2, then=then, to_the_house=True) for then in _DELIVERED]
    return going


def _for_loads(leg: _Leg) -> list[_Going]:
    """One load that was counted, one that is on the road."""
    counted = [_at_county(leg, days=1, then="counted") for _ in range(4)]
    return counted + [_at_county(leg, days=1, then="sent") for _ in range(leg.chance.randint(4, 9))]


def _at_county(leg: _Leg, *, days: int, then: str = "", to_the_house: bool = False) -> _Going:
    new = leg.new(to_the_house=to_the_house)
    return _Going(leg, new, leg.at(days + 1, _ANNOUNCED), county_at=leg.at(days, _AT_COUNTY), then=then)


# --- how it goes ---------------------------------------------------------------------


def _travel(going: list[_Going]) -> None:
    """Announced everywhere at once, received by county, unloaded by station; in the order of the moments."""
    for announced_at, some in sorted(_grouped(going, lambda one: one.announced_at).items()):
        parcels = announce_parcels(actor=None, parcels=[one.new for one in some], at=announced_at)
        for one, parcel in zip(some, parcels, strict=True):
            one.parcel = parcel
    at_county = [one for one in going if one.county_at is not None]
    for (at, _county), some in sorted(_grouped(at_county, _county_and_moment).items()):
        receive_at_county(actor=some[0].leg.staff, parcels=[one.parcel for one in some], at=at)
    arrived = [one for one in going if one.arrived_at is not None]
    for (at, _station), some in sorted(_grouped(arrived, _station_and_moment).items()):
        scans = receive_at_station(actor=some[0].leg.partner, parcels=[one.parcel for one in some], at=at)
        found = {scan.parcel.pk: scan.parcel for scan in scans}
        for one in some:
            one.parcel = found[one.parcel.pk]


def _hand_over(going: list[_Going]) -> None:
    """Villagers fetch their own parcels, each at its moment; the receipts of a moment are told together."""
    fetched = [one for one in going if one.fetched_at is not None]
    for at, some in sorted(_grouped(fetched, lambda one: one.fetched_at).items()):
        for same in _grouped(some, lambda one: one.leg.station.pk).values():
            codes = {one.parcel.pk: one.parcel.pickup_code for one in same}
            hand_over_parcels(actor=same[0].leg.partner, codes=codes, at=at)
        tell_handed_over([one.parcel for one in some], at=at)


def _county_and_moment(one: _Going) -> tuple[Any, int]:
    return one.county_at, one.leg.station.center_id


def _station_and_moment(one: _Going) -> tuple[Any, int]:
    return one.arrived_at, one.leg.station.pk


def _grouped(some: Iterable[_Going], key: Callable[[_Going], Any]) -> dict[Any, list[_Going]]:
    groups: dict[Hashable, list[_Going]] = defaultdict(list)
    for one in some:
        groups[key(one)].append(one)
    return groups


def _end(leg: _Leg, parcels: dict[str, list[Parcel]]) -> None:
    """What is done with parcels where they are."""
    send_back(actor=leg.partner, parcels=parcels["sent back"], reason="电话打不通，没人来取")
    for parcel in parcels.get("broken", []):
        report_damaged(actor=leg.partner, parcel=parcel, reason="瓶子碎了", at_station=True)
        give_to_carrier(actor=leg.staff, parcels=[parcel])
    for parcel in parcels.get("damaged", []):
        report_damaged(actor=leg.partner, parcel=parcel, reason="外箱压坏", at_station=True)
    for parcel in parcels.get("lost", []):
        report_lost(actor=leg.staff, parcel=parcel, reason="快递公司确认丢失", at_station=False)
    for parcel in parcels.get("appointed", []):
        _appoint(leg, parcel, in_days=leg.chance.randint(1, 3))
    for then, installed in _DELIVERED.items():
        for parcel in parcels.get(then, []):
            _appoint(leg, parcel, in_days=0)
            parcel.refresh_from_db()  # received since, and its code with it
            deliver_to_house(actor=leg.staff, parcel=parcel, code=code_of(parcel), installed=installed)
    accept_parcel(actor=leg.partner, parcel=leg.new())
    _load(leg, counted=parcels["counted"], sent=parcels["sent"])
    _load_up(leg)


def _appoint(leg: _Leg, parcel: Parcel, *, in_days: int) -> None:
    make_appointment(
        actor=leg.staff,
        parcel=parcel,
        day=today() + dt.timedelta(days=in_days),
        window=leg.chance.choice(HomeDelivery.Window.values),
        address=f"{leg.station.name.removesuffix('服务站')}{leg.chance.randint(1, 90)} 号",
    )


def _load(leg: _Leg, *, counted: list[Parcel], sent: list[Parcel]) -> None:
    """One that was counted, one on the road, one being filled.

    In the counted one of some stations a parcel is missing, or one more than was scanned is
    counted, or there is one that is on no list.
    """
    load = _send(leg, Manifest.Way.TO_STATION, counted)
    missing, miscounted, extra = (leg.station.code.endswith(digit) for digit in "234")
    receive_at_station(actor=leg.partner, parcels=counted[missing:], at=timezone.now())
    if extra:
        scan_arrival(actor=leg.partner, manifest=load, number=leg.new().tracking_number)
    found = len(counted) - missing + extra
    finish_manifest(actor=leg.partner, manifest=load, counted=found + miscounted)
    _send(leg, Manifest.Way.TO_STATION, sent)
    filling = begin_manifest(actor=leg.staff, station=leg.station, way=Manifest.Way.TO_STATION)
    waiting = Parcel.objects.filter(station=leg.station).to_sort().order_by("pk")
    put_on(actor=leg.staff, manifest=filling, parcels=list(waiting[:2]))


def _load_up(leg: _Leg) -> None:
    """What goes up: here being filled, there on the road, elsewhere arrived and given to the carriers."""
    digit = leg.station.code[-1]
    if digit not in "345":
        return
    if digit == "3":
        filling = begin_manifest(actor=leg.partner, station=leg.station, way=Manifest.Way.TO_COUNTY)
        put_all_on(actor=leg.partner, manifest=filling)
        return
    going_up = list(Parcel.objects.filter(station=leg.station).to_send().order_by("pk"))
    load = _send(leg, Manifest.Way.TO_COUNTY, going_up)
    if digit == "5":
        receive_at_county(actor=leg.staff, parcels=going_up)
        finish_manifest(actor=leg.staff, manifest=load, counted=len(going_up))
        give_to_carrier(actor=leg.staff, parcels=going_up)


def _send(leg: _Leg, way: Manifest.Way, parcels: list[Parcel]) -> Manifest:
    actor = leg.staff if way == Manifest.Way.TO_STATION else leg.partner
    manifest = begin_manifest(actor=actor, station=leg.station, way=way)
    put_on(actor=actor, manifest=manifest, parcels=parcels)
    return dispatch_manifest(
        actor=actor,
        manifest=manifest,
        carrier=leg.carriers[-1],
        driver=leg.chance.choice(DRIVERS),
        counted=len(parcels),
    )
