"""The demo: the main job once, end to end, on a platform's file."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from orders.agent_orders.importing.running import import_orders
from orders.agent_orders.models import AgentOrder
from orders.cash.models import CashDay
from orders.counter.models import CounterService
from orders.festivals.freezing.models import FestivalSnapshot
from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from orders.logistics.models import Carrier
from orders.presale.lifecycle import DepositState
from orders.presale.models import PresaleOrder
from orders.produce.models import ProduceLot
from orders.produce.sales.models import ProduceSale
from orders.seeding.demo_cash import make_cash
from orders.seeding.demo_contracts import release_deposits
from orders.seeding.demo_counsel import make_counsel
from orders.seeding.demo_growth import make_growth
from orders.seeding.demo_network import make_taobao_villages
from orders.seeding.demo_night import make_night
from orders.seeding.demo_notices import make_notices
from orders.seeding.demo_orders import FESTIVAL, write_demo_orders
from orders.seeding.demo_parcels import make_parcels
from orders.seeding.demo_payouts import close_and_pay
from orders.seeding.demo_people import OPS, check_empty, make_places_and_people
from orders.seeding.demo_plan import COUNTIES
from orders.seeding.demo_presale import make_presale
from orders.seeding.demo_produce import make_produce
from orders.seeding.demo_recent import make_recent_orders
from orders.seeding.demo_recruitment import make_recruitment
from orders.seeding.demo_sales import make_sales
from orders.seeding.demo_services import make_services
from orders.seeding.demo_snapshots import make_snapshots
from orders.seeding.demo_subsidies import put_subsidies_in_force, try_a_draft
from orders.seeding.demo_training import make_training
from partners.accounts.models import User
from partners.commission.standard_rates import load_standard_rates
from partners.complaints.models import ComplaintKind
from partners.contracts.lifecycle import EntryKind
from partners.contracts.models import Contract
from partners.income.pricing import price_activity
from partners.income.report import IncomeReport, income_report
from partners.journal.kinds import Kind
from partners.journal.models import Activity
from partners.recruitment.models import Application
from partners.training.models import TrainingSession
from stations.centers.models import CountyCenter
from stations.clock import day_end, day_start
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import Notification
from stations.pipeline.models import OpeningPlan
from stations.progress import SILENT, Progress
from stations.recognition.models import TaobaoVillage
from stations.refusals import Refused

MONTHS = (dt.date(2015, 10, 1), dt.date(2015, 11, 1))
SLUG = "double-eleven-2015"
TARGET = Decimal(1_200_000)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the orders come from: a file that is made at `path` unless it is somebody's own."""

    path: Path
    own: bool = False
    progress: Progress = field(default=SILENT)


def seed_demo(demo: Demo, *, say: Say = lambda line: None) -> None:
    """Places, people, rates, the orders of autumn 2015, the last 14 days, produce, income, turnover.

    Every step looks whether it was done before, so that a set-up that broke off goes on where
    it was. Raises Refused: somebody else works in this database, no register, a file that
    cannot be imported whole.
    """
    steps: list[tuple[str, Callable[[], None]]] = []
    if not CountyCenter.objects.filter(code=COUNTIES[-1].letters).exists():
        check_empty()
        steps.append((_("Counties, stations, people"), make_places_and_people))
    steps.append((_("Commission rates"), _load_rates))
    closed = FestivalSnapshot.objects.exists()
    if demo.own or not AgentOrder.objects.exclude(platform_order_no="").exists():
        steps.append((_("Orders of autumn 2015"), lambda: _import(demo, say)))
    # In a demo whose November is closed already there was none.
    if not PresaleOrder.objects.filter(state=DepositState.CONVERTED).exists() and not closed:
        steps.append((_("Presale of the festival"), _make_presale))
    if not AgentOrder.objects.filter(platform_order_no="", presale=None).exists():
        steps.append((_("Orders of the last 14 days"), _make_recent))
    if not Carrier.objects.exists():
        steps.append((_("Parcels"), _make_parcels))
    if not Notification.objects.filter(kind=NoticeKind.REMINDER).exists():
        steps.append((_("Messages to villagers"), _make_notices))
    if not ProduceLot.objects.exists():
        steps.append((_("Produce to the city"), _make_produce))
    if not ProduceSale.objects.exists():
        steps.append((_("Sales of produce"), _make_sales))
    if not CounterService.objects.exists():
        steps.append((_("Counter services"), _make_services))
    if not TaobaoVillage.objects.exists():
        steps.append((_("Taobao villages"), make_taobao_villages))
    if not OpeningPlan.objects.exists():
        steps.append((_("The growing network"), make_growth))
    if not Application.objects.exists():
        steps.append((_("Recruitment"), make_recruitment))
    if not TrainingSession.objects.filter(course__code="money").exists():
        steps.append((_("Training"), make_training))
    if not CashDay.objects.filter(closed_at__isnull=False).exists():
        steps.append((_("Cash and day close"), _make_cash))
    if not closed:
        steps.append((_("Snapshots of the festival"), _make_snapshots))
    steps += [(_("Income"), _compute_income), (_("Turnover"), _compute_turnover)]
    if not ComplaintKind.objects.exists():
        steps.append((_("Complaints, announcements, levels"), make_counsel))
    _run(steps, say)


def _run(steps: list[tuple[str, Callable[[], None]]], say: Say) -> None:
    for title, step in steps:
        began = time.monotonic()
        step()
        if (took := time.monotonic() - began) >= 0.5:
            say(f"  {title}: {took:.1f} s")


def _load_rates() -> None:
    load_standard_rates()


def _make_recent() -> None:
    make_recent_orders()


def _make_presale() -> None:
    make_presale(_plan_festival())


def _make_notices() -> None:
    make_notices()


def _make_produce() -> None:
    make_produce()


def _make_sales() -> None:
    make_sales()


def _make_parcels() -> None:
    make_parcels()


def _make_services() -> None:
    make_services()


def _make_cash() -> None:
    make_cash()


def _make_snapshots() -> None:
    make_snapshots(_plan_festival(), actor=User.objects.get(username=OPS))


def _import(demo: Demo, say: Say) -> None:
    if not demo.own:
        demo.path.parent.mkdir(parents=True, exist_ok=True)
        with demo.path.open("w", encoding="utf-8", newline="") as made:
            write_demo_orders(made)
    actor = User.objects.get(username=OPS)
    with demo.path.open("rb") as file:
        report = import_orders(actor=actor, file=file, progress=demo.progress)
    for row in report.refused[:20]:
        say(_("Line %(line)s: %(reason)s") % {"line": row.line, "reason": row.reason})
    if not report.written:
        raise Refused(
            _("%(count)s rows are refused: nothing was written.") % {"count": len(report.refused)},
            code="refused_rows",
        )


def _compute_income() -> None:
    price_activity(wait=True)
    _plan_festival()
    put_subsidies_in_force()
    close_and_pay()
    try_a_draft()
    if not Contract.objects.filter(entries__kind=EntryKind.RELEASE).exists():
        release_deposits()


def _compute_turnover() -> None:
    festival = _plan_festival()
    roll_up_turnover()
    make_night(festival)


def _plan_festival() -> Festival:
    festival: Festival = Festival.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "2015 双十一",
            "starts_at": day_start(FESTIVAL),
            "ends_at": day_end(FESTIVAL),
            "sales_target": TARGET,
        },
    )[0]
    return festival


@dataclass(frozen=True, slots=True)
class DemoTotals:
    """What the demo holds; amounts in yuan."""

    counties: int
    stations: int
    partners: int
    orders: int
    paid: Decimal
    refunded: Decimal
    festival_orders: int
    festival_paid: Decimal
    income: list[IncomeReport]


def demo_totals() -> DemoTotals:
    """Counted from the journal."""
    counted = Activity.objects.aggregate(
        counties=Count("center", distinct=True),
        stations=Count("station", distinct=True),
        partners=Count("partner", distinct=True),
    )
    paid = Activity.objects.filter(kind=Kind.PAID)
    festival = paid.filter(turnover_at__gte=day_start(FESTIVAL), turnover_at__lt=day_end(FESTIVAL))
    on_the_day = festival.aggregate(orders=Sum("orders"), amount=Sum("amount"))
    return DemoTotals(
        **counted,
        orders=AgentOrder.objects.count(),
        paid=paid.aggregate(sum=Sum("amount"))["sum"] or Decimal(0),
        refunded=-(
            Activity.objects.filter(kind=Kind.REFUND).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        ),
        festival_orders=on_the_day["orders"] or 0,
        festival_paid=on_the_day["amount"] or Decimal(0),
        income=[income_report(month=month) for month in MONTHS],
    )
