"""Two rows of every table: one in Youxi, one in Tonglu."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from http.cookies import SimpleCookie
from typing import Any

from django.db import models
from django.test import Client
from django.utils import timezone

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.models import AgentOrder
from orders.cash.models import WithdrawalLimit
from orders.counter.gateways.models import GatewayState
from orders.counter.models import CounterService, GatewayCallback, ServiceFee, ServiceSwitch
from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.logistics.announcing import NewParcel, announce_parcels
from orders.logistics.models import Carrier, HomeDelivery, Manifest, Parcel, ParcelCase, ParcelFee
from orders.produce.models import Farmer, LotPhoto, ProduceLot
from orders.produce.photographing import add_photos
from orders.produce.sales.importing.models import SaleImport
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.refunding import refund_sale
from orders.produce.sales.settlement import FarmerClaim, FarmerSettlement
from partners.accounts.looking.models import Look
from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.models import MonthClosing
from partners.journal.models import Activity
from partners.payouts.models import PayoutRule
from partners.people.models import Partner, TenureSuspension
from stations.agreements.models import Agreement
from stations.assessing.assessing import load_standard_scheme
from stations.assessing.models import AssessmentScheme, CountyAssessment
from stations.centers.models import CountyCenter
from stations.county_training.models import Official, OfficialsSession
from stations.documents.keeping import keep_documents
from stations.documents.models import Document
from stations.equipment.models import EquipmentKind, StockTaking
from stations.equipment.moving import load_standard_kinds, take_stock
from stations.exporting.models import ExportLog
from stations.fitting_out.finishing import load_standard_tasks
from stations.fitting_out.models import FitOutStep, FitOutTask
from stations.network.models import Station
from stations.notices.models import Notification
from stations.pipeline.models import OpeningPlan
from stations.pipeline.planning import load_programme_target
from stations.recognition.models import PlaceAlias, TaobaoCriteria, TaobaoVillage, VillageYear
from stations.recognition.standards import load_standards
from stations.regions.models import Region
from stations.surveying.models import VillageSurvey
from stations.visits.models import StationVisit
from stations.visits.visiting import record_visit
from tests.cast import (
    Cast,
    client_of,
    make_activity,
    make_listing,
    make_lot,
    make_notice,
    make_order,
    make_picture,
    make_rates,
    make_sale,
    make_villager,
    put_cash,
)
from tests.scope import world_festivals as festivals
from tests.scope import world_money as money
from tests.scope import world_night as night
from tests.scope import world_people as people
from tests.scope import world_presale as presale
from tests.scope import world_recruits as recruits


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
    # By who they are in the cast: the cookies of somebody who has logged in.
    cookies: dict[str, SimpleCookie]

    def client(self, who: str) -> Client:
        """A browser in which somebody of the cast is logged in; each call opens another one."""
        client = Client()
        client.cookies = copy.deepcopy(self.cookies[who])
        return client

    def pair(self, model: type[models.Model]) -> tuple[Any, Any]:
        """A row of the model here and one there; the same row twice where the table is everybody's."""
        return ROWS[model._meta.label](self.here), ROWS[model._meta.label](self.there)


def make_world(cast: Cast) -> World:
    make_rates()
    return World(
        cast,
        _side(cast.staff, cast.partner.partner),
        _side(cast.other_staff, cast.other_county.partner),
        {field.name: client_of(getattr(cast, field.name)).cookies for field in fields(cast)},
    )


def _side(staff: User, partner: Partner) -> Side:
    center = staff.center
    station = partner.tenures.get().station
    order = make_order(station, villager=make_villager(station), at=timezone.now() - dt.timedelta(hours=1))
    return Side(center, station, partner, staff, order, make_activity(station))


def _export(side: Side) -> ExportLog:
    return ExportLog.objects.create(
        actor=side.staff, center=side.center, what="stations", name="stations.csv", rows=1, masked=True
    )


def _look(side: Side) -> Look:
    return Look.objects.get_or_create(
        actor=side.staff,
        whom=side.partner.user,
        center=side.center,
        defaults={"reason": "walk", "until": timezone.now() + dt.timedelta(minutes=30)},
    )[0]


def _suspension(side: Side) -> TenureSuspension:
    return TenureSuspension.objects.get_or_create(
        tenure=side.partner.tenures.get(),
        defaults={
            "starts_at": timezone.now() - dt.timedelta(days=2),
            "ends_at": timezone.now() - dt.timedelta(days=1),
            "reason": "walk",
        },
    )[0]


def _order_import(side: Side) -> OrderImport:
    return OrderImport.objects.get_or_create(actor=side.staff, name="orders.csv", state="done")[0]


def _sale_import(side: Side) -> SaleImport:
    return SaleImport.objects.get_or_create(actor=side.staff, name="sales.csv", state="done")[0]


def _notice(side: Side) -> Notification:
    return make_notice(side.station, subject=f"agent-order:{side.order.pk}")


def _lot(side: Side) -> ProduceLot:
    return ProduceLot.objects.filter(station=side.station).first() or make_lot(
        side.station, villager=side.order.villager
    )


def _farmer(side: Side) -> Farmer:
    """With something to come: a page that pays farmers has a form then."""
    to_come = ProduceSale.objects.to_settle().filter(station=side.station).first()
    return (to_come or make_sale(_listing(side), quantity="1.00", to="received")).listing.lot.farmer


def _listing(side: Side) -> ProduceListing:
    return ProduceListing.objects.filter(lot__station=side.station).first() or make_listing(
        make_lot(side.station, villager=side.order.villager, offered=True)
    )


def _sale(side: Side) -> ProduceSale:
    return ProduceSale.objects.filter(station=side.station).first() or make_sale(_listing(side))


def _settlement(side: Side) -> FarmerSettlement:
    put_cash(side.station)
    settled = ProduceSale.objects.filter(station=side.station, settlement__isnull=False).first()
    return (settled or make_sale(_listing(side), to="settled")).settlement


def _claim(side: Side) -> FarmerClaim:
    sale = _settlement(side).sales.get()
    if not sale.refunded:
        refund_sale(actor=None, sale=sale, amount=Decimal("1.00"), reason="少了一两")
    return FarmerClaim.objects.get(refund__sale=sale)


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


def _scheme(side: Side) -> AssessmentScheme:
    return load_standard_scheme()


def _taking(side: Side) -> StockTaking:
    found = StockTaking.objects.filter(station=side.station).first()
    return found or take_stock(actor=None, station=side.station, counts={_kind(side): 2})


def _kind(side: Side) -> EquipmentKind:
    load_standard_kinds()
    return EquipmentKind.objects.get(code="computer")


def _visit(side: Side) -> StationVisit:
    found = StationVisit.objects.filter(station=side.station).first()
    return found or record_visit(
        actor=None, station=side.station, visited_on=dt.date(2015, 11, 12), words="整洁", findings=["灯坏"]
    )


def _document(side: Side) -> Document:
    subject = f"visit:{_visit(side).pk}"
    given = {"actor": None, "subject": subject, "title": "照片", "files": [make_picture()]}
    return keep_documents(center=side.center, station=side.station, **given)[0]


def _fit_out_step(side: Side) -> FitOutStep:
    load_standard_tasks()
    task = FitOutTask.objects.get(code="broadband")
    return FitOutStep.objects.get_or_create(
        station=side.station, task=task, defaults={"done_on": dt.date(2014, 12, 1)}
    )[0]


def _session(side: Side) -> OfficialsSession:
    day = dt.date(2015, 3, 1)
    return OfficialsSession.objects.get_or_create(title="县域电商培训班", held_on=day)[0]


def _criteria(side: Side) -> TaobaoCriteria:
    load_standards()
    return TaobaoCriteria.objects.get(year=2020)


def _taobao_village(side: Side) -> TaobaoVillage:
    names = {
        "province": "福建省",
        "city": "三明市",
        "county": "尤溪县",
        "town": "西滨镇",
        "village": "西洋村",
    }
    return TaobaoVillage.objects.get_or_create(**names)[0]


def _parcel_fee(side: Side) -> ParcelFee:
    return ParcelFee.objects.get_or_create(
        center=None, defaults={"fee": Decimal("2.00"), "valid_from": dt.date(2014, 10, 1)}
    )[0]


# How to find or make a side's row of each table that the admin or the API shows.
ROWS: dict[str, Callable[[Side], models.Model]] = {
    "orders.AgentOrder": lambda side: side.order,
    "orders.Farmer": _farmer,
    "orders.FarmerClaim": _claim,
    "orders.FarmerSettlement": _settlement,
    "orders.PresaleGood": lambda side: presale.good_of(side, festivals.festival(side)),
    "orders.PresaleOrder": lambda side: presale.presale_of(side, festivals.festival(side)),
    "orders.CountyArrival": lambda side: presale.arrival_of(side, festivals.festival(side)),
    "orders.DepositRule": presale.deposit_rule_of,
    "orders.Festival": festivals.festival,
    "orders.FestivalSnapshot": festivals.snapshot,
    "orders.FestivalTarget": lambda side: night.target_of(side, festivals.festival(side)),
    "orders.Standstill": lambda side: night.standstill_of(side, festivals.festival(side)),
    "orders.StandstillRule": night.rule_of,
    "orders.LotPhoto": _photo,
    # An order that was paid in cash has moved the drawer.
    "orders.CashDay": lambda side: side.station.cash_days.earliest("pk"),
    "orders.CashMovement": lambda side: side.station.cash_movements.earliest("pk"),
    "orders.Drawer": lambda side: side.station.drawer,
    "orders.WithdrawalLimit": lambda side: WithdrawalLimit.objects.get_or_create(
        valid_from=dt.date(2014, 10, 1), defaults={"amount": Decimal("1000.00")}
    )[0],
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
    "orders.SaleImport": _sale_import,
    "orders.ProduceListing": _listing,
    "orders.ProduceLot": _lot,
    "orders.ProduceSale": _sale,
    "orders.Carrier": _carrier,
    "orders.HomeDelivery": _home_delivery,
    "orders.Manifest": _manifest,
    "orders.Parcel": _parcel,
    "orders.ParcelCase": _parcel_case,
    "orders.ParcelFee": _parcel_fee,
    "orders.Villager": lambda side: side.order.villager,
    "orders.LevelMonth": people.level_month_of,
    "orders.LevelRule": people.rule_of,
    "orders.StationLevel": people.station_level_of,
    "partners.Account": lambda side: side.station.accounts.get(),
    "partners.Activity": lambda side: side.activity,
    "partners.Adjustment": money.adjustment_of,
    "partners.Announcement": people.announcement_of,
    "partners.Complaint": people.complaint_of,
    "partners.ComplaintKind": people.kind_of,
    "partners.Contract": money.contract_of,
    "partners.CountyMonth": money.county_month_of,
    "partners.DepositEntry": money.deposit_entry_of,
    "partners.DepositRate": money.deposit_rate_of,
    "partners.HandOverProtocol": money.protocol_of,
    "partners.Dispute": money.dispute_of,
    "partners.Payout": money.payout_of,
    "partners.PayoutAccount": money.payout_account_of,
    "partners.PayoutBatch": money.payout_batch_of,
    "partners.PayoutRule": lambda side: PayoutRule.objects.get_or_create(
        valid_from=dt.date(2014, 10, 1), defaults={"least": Decimal("50.00"), "day_of_month": 20}
    )[0],
    "partners.Application": recruits.application_of,
    "partners.Certificate": recruits.certificate_of,
    "partners.Course": recruits.course_of,
    "partners.Enrolment": recruits.enrolment_of,
    "partners.HiringDecision": recruits.decision_of,
    "partners.InterviewCriterion": recruits.criterion_of,
    "partners.ScoreSheet": recruits.sheet_of,
    "partners.TrainingSession": recruits.session_of,
    "partners.Vacancy": recruits.vacancy_of,
    "partners.CommissionRate": lambda side: CommissionRate.objects.earliest("pk"),
    "partners.CreditLine": money.credit_line_of,
    "partners.Draft": money.draft_of,
    "partners.Earning": money.earning_of,
    "partners.MonthClosing": lambda side: MonthClosing.objects.get_or_create(month=dt.date(2015, 10, 1))[0],
    "partners.Partner": lambda side: side.partner,
    "partners.Statement": money.statement_of,
    "partners.SubsidyRule": money.subsidy_of,
    "partners.TrialRun": money.trial_of,
    "partners.Tenure": lambda side: side.partner.tenures.get(),
    "partners.Transfer": lambda side: side.station.transfers.earliest("pk"),
    "partners.TenureSuspension": _suspension,
    "partners.Look": _look,
    "partners.User": lambda side: side.partner.user,
    "stations.CountyCenter": lambda side: side.center,
    "stations.Notification": _notice,
    "stations.Region": lambda side: Region.objects.get(code="350426"),
    "stations.Agreement": lambda side: Agreement.objects.get_or_create(
        center=side.center,
        number="2014-1",
        defaults={"counterpart": "县政府", "signed_on": dt.date(2014, 11, 1)},
    )[0],
    "stations.AssessmentCriterion": lambda side: _scheme(side).criteria.first(),
    "stations.AssessmentScheme": _scheme,
    "stations.CountyAssessment": lambda side: CountyAssessment.objects.get_or_create(
        center=side.center,
        scheme=_scheme(side),
        defaults={"assessed_on": dt.date(2014, 9, 1), "score": Decimal("80.00"), "passed": True},
    )[0],
    "stations.Document": _document,
    "stations.ExportLog": _export,
    "stations.EquipmentKind": _kind,
    "stations.EquipmentMove": lambda side: _taking(side).moves.get(),
    "stations.EquipmentStock": lambda side: _taking(side).station.equipment.get(),
    "stations.FitOutStep": _fit_out_step,
    "stations.FitOutTask": lambda side: _fit_out_step(side).task,
    "stations.Official": lambda side: Official.objects.get_or_create(
        county=side.center.county, name="李县长"
    )[0],
    "stations.OfficialsSession": _session,
    "stations.OpeningPlan": lambda side: OpeningPlan.objects.get_or_create(
        center=side.center, month=dt.date(2015, 11, 1), defaults={"stations": 3}
    )[0],
    "stations.ProgrammeTarget": lambda side: load_programme_target(),
    "stations.StationVisit": _visit,
    "stations.StockTaking": _taking,
    "stations.VillageSurvey": lambda side: VillageSurvey.objects.get_or_create(
        station=side.station,
        surveyed_on=dt.date(2014, 11, 20),
        defaults={
            "households": 300,
            "residents": 1000,
            "broadband_households": 120,
            "mobile": "3g",
            "road_km": Decimal("12.5"),
            "room_m2": Decimal("40.0"),
            "fit": True,
        },
    )[0],
    "stations.VisitFinding": lambda side: _visit(side).findings.get(),
    "stations.PlaceAlias": lambda side: PlaceAlias.objects.get_or_create(
        province="福建省",
        city="三明市",
        county="尤溪",
        defaults={"region": Region.objects.get(code="350426"), "reason": "简称"},
    )[0],
    "stations.TaobaoCriteria": _criteria,
    "stations.TaobaoVillage": _taobao_village,
    "stations.VillageYear": lambda side: VillageYear.objects.get_or_create(
        village=_taobao_village(side), year=2015, defaults={"listed": True}
    )[0],
    "stations.Station": lambda side: side.station,
}
