"""Two rows of every table: one in Youxi, one in Tonglu."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.models import AgentOrder
from orders.counter.gateways.models import GatewayState
from orders.counter.models import CounterService, GatewayCallback, ServiceFee, ServiceSwitch
from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.festivals.models import Festival
from orders.logistics.announcing import NewParcel, announce_parcels
from orders.logistics.models import Carrier, HomeDelivery, Manifest, Parcel, ParcelCase
from orders.produce.models import Farmer, LotPhoto, ProduceLot
from orders.produce.photographing import add_photos
from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.models import Earning, MonthClosing, Statement
from partners.journal.models import Activity
from partners.ledger.models import CreditLine
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.notices.models import Notification
from stations.regions.models import Region
from tests.cast import (
    Cast,
    make_activity,
    make_lot,
    make_notice,
    make_order,
    make_picture,
    make_rates,
    make_villager,
)


@dataclass(frozen=True)
class Side:
    """One county with one station, its partner and its staff."""

    center: CountyCenter
    station: Station
    partner: Partner
    staff: User
    order: AgentOrder
    activity: Activity


@dataclass(frozen=True)
class World:
    cast: Cast
    here: Side  # Youxi: the county of `cast.staff`, the station of `cast.partner`
    there: Side  # Tonglu

    def pair(self, model: type[models.Model]) -> tuple[Any, Any]:
        """A row of the model here and one there; the same row twice where the table is everybody's."""
        return ROWS[model._meta.label](self.here), ROWS[model._meta.label](self.there)


def make_world(cast: Cast) -> World:
    make_rates()
    return World(
        cast, _side(cast.staff, cast.partner.partner), _side(cast.other_staff, cast.other_county.partner)
    )


def _side(staff: User, partner: Partner) -> Side:
    center = staff.center
    station = partner.tenures.get().station
    order = make_order(station, villager=make_villager(station), at=timezone.now() - dt.timedelta(hours=1))
    return Side(center, station, partner, staff, order, make_activity(station))


def _earning(side: Side) -> Earning:
    return Earning.objects.get_or_create(
        activity=side.activity,
        defaults={
            "partner": side.partner,
            "station": side.station,
            "center": side.center,
            "business": side.activity.business,
            "category": side.activity.category,
            "subject": side.activity.subject,
            "paid_on": side.activity.business_date,
            "basis": side.activity.amount,
            "basis_total": side.activity.amount,
            "unrounded": Decimal("5"),
            "amount": Decimal("5.00"),
        },
    )[0]


def _statement(side: Side) -> Statement:
    return Statement.objects.get_or_create(
        partner=side.partner,
        month=dt.date(2015, 10, 1),
        defaults={"center": side.center, "station": side.station, "lines": 1, "earned": Decimal("5.00")},
    )[0]


def _festival(side: Side) -> Festival:
    start = dt.datetime(2015, 11, 10, 16, tzinfo=dt.UTC)
    return Festival.objects.get_or_create(
        slug="double-eleven-2015",
        defaults={"name": "双十一", "starts_at": start, "ends_at": start + dt.timedelta(days=1)},
    )[0]


def _order_import(side: Side) -> OrderImport:
    return OrderImport.objects.get_or_create(actor=side.staff, name="orders.csv", state="done")[0]


def _notice(side: Side) -> Notification:
    return make_notice(side.station, subject=f"agent-order:{side.order.pk}")


def _credit_line(side: Side) -> CreditLine:
    return CreditLine.objects.get_or_create(
        station=side.station,
        partner=side.partner,
        defaults={
            "limit": Decimal("500.00"),
            "reason": "备货",
            "proposed_by": side.staff,
            "proposed_at": timezone.now(),
        },
    )[0]


def _lot(side: Side) -> ProduceLot:
    return ProduceLot.objects.filter(station=side.station).first() or make_lot(
        side.station, villager=side.order.villager
    )


def _farmer(side: Side) -> Farmer:
    return _lot(side).farmer


def _photo(side: Side) -> LotPhoto:
    lot = _lot(side)
    return lot.photos.first() or add_photos(actor=None, lot=lot, files=[make_picture()])[0]


def _carrier(side: Side) -> Carrier:
    return Carrier.objects.get_or_create(code="ZTO", defaults={"name": "中通快递"})[0]


def _parcel(side: Side) -> Parcel:
    number = f"YT{side.station.pk:08d}"
    found = Parcel.objects.filter(tracking_number=number).first()
    new = NewParcel(carrier=_carrier(side), tracking_number=number, station=side.station, recipient="黄阿婆")
    return found or announce_parcels(actor=None, parcels=[new])[0]


def _manifest(side: Side) -> Manifest:
    return Manifest.objects.get_or_create(station=side.station, center=side.center)[0]


def _parcel_case(side: Side) -> ParcelCase:
    return ParcelCase.objects.get_or_create(
        station=side.station, kind="count", defaults={"opened_at": timezone.now()}
    )[0]


def _home_delivery(side: Side) -> HomeDelivery:
    return HomeDelivery.objects.get_or_create(
        parcel=_parcel(side),
        defaults={"day": dt.date(2015, 11, 12), "window": "morning", "address": "西洋村"},
    )[0]


def _service(side: Side) -> CounterService:
    return CounterService.objects.get_or_create(
        station=side.station,
        kind="mobile",
        defaults={
            "details": {"phone": "13812345678", "operator": "mobile"},
            "amount": Decimal("50.00"),
            "fee": Decimal("0.00"),
            "status": "charged",
            "held": True,
            "charged_at": timezone.now(),
            "due_at": timezone.now(),
        },
    )[0]


def _reconciliation(side: Side) -> Reconciliation:
    return Reconciliation.objects.get_or_create(gateway="operator", day=dt.date(2015, 11, 11))[0]


def _discrepancy(side: Side) -> Discrepancy:
    service = _service(side)
    return Discrepancy.objects.get_or_create(
        reconciliation=_reconciliation(side),
        order_no=service.number,
        defaults={"kind": "missing", "service": service},
    )[0]


def _fee(side: Side) -> ServiceFee:
    return ServiceFee.objects.get_or_create(
        kind="train", defaults={"fee": Decimal("5.00"), "valid_from": dt.date(2014, 10, 1)}
    )[0]


# How to find or make a side's row of each table that the admin or the API shows.
ROWS: dict[str, Callable[[Side], models.Model]] = {
    "orders.AgentOrder": lambda side: side.order,
    "orders.Farmer": _farmer,
    "orders.Festival": _festival,
    "orders.LotPhoto": _photo,
    "orders.CounterService": _service,
    "orders.Discrepancy": _discrepancy,
    "orders.GatewayCallback": lambda side: GatewayCallback.objects.get_or_create(
        gateway="operator", service=_service(side), defaults={"body": b"{}"}
    )[0],
    "orders.GatewayState": lambda side: GatewayState.objects.get_or_create(code="operator")[0],
    "orders.Reconciliation": _reconciliation,
    "orders.ServiceFee": _fee,
    "orders.ServiceSwitch": lambda side: ServiceSwitch.objects.get_or_create(
        center=side.center, kind="train", defaults={"on": True}
    )[0],
    "orders.OrderImport": _order_import,
    "orders.ProduceLot": _lot,
    "orders.Carrier": _carrier,
    "orders.HomeDelivery": _home_delivery,
    "orders.Manifest": _manifest,
    "orders.Parcel": _parcel,
    "orders.ParcelCase": _parcel_case,
    "orders.Villager": lambda side: side.order.villager,
    "partners.Account": lambda side: side.station.accounts.get(),
    "partners.Activity": lambda side: side.activity,
    "partners.CommissionRate": lambda side: CommissionRate.objects.earliest("pk"),
    "partners.CreditLine": _credit_line,
    "partners.Earning": _earning,
    "partners.MonthClosing": lambda side: MonthClosing.objects.get_or_create(month=dt.date(2015, 10, 1))[0],
    "partners.Partner": lambda side: side.partner,
    "partners.Statement": _statement,
    "partners.Tenure": lambda side: side.partner.tenures.get(),
    "partners.Transfer": lambda side: side.station.transfers.earliest("pk"),
    "partners.User": lambda side: side.partner.user,
    "stations.CountyCenter": lambda side: side.center,
    "stations.Notification": _notice,
    "stations.Region": lambda side: Region.objects.get(code="350426"),
    "stations.Station": lambda side: side.station,
}
