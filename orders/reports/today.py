"""What a partner sees first: what waits, what was sold today, what was earned this month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from orders.agent_orders.models import AgentOrder
from orders.cash.models import CashDay, Drawer
from orders.festivals.models import StationTurnover
from orders.festivals.targets.report import StationGoal, goal_of
from orders.logistics.lifecycle import ManifestStatus
from orders.logistics.models import Manifest, Parcel
from orders.logistics.queries import OVERDUE_DAYS
from orders.presale.models import PresaleGood, PresaleOrder
from partners.announcements.models import Announcement
from partners.announcements.web import announcement_row
from partners.income.models import Earning
from partners.journal.kinds import Business
from partners.ledger.models import Balance
from stations.clock import day_end, day_start, month_of, today
from stations.money import ZERO
from stations.network.models import Station
from stations.scope import scope_of

WAITING_SHOWN = 5
ANNOUNCEMENTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ParcelsToday:
    """Parcels at the station and on their way; loads on the road that it has to unload and count."""

    waiting: int
    overdue: int
    coming: int
    to_send: int
    loads: int

    @property
    def any(self) -> int:
        return self.waiting + self.coming + self.to_send + self.loads


@dataclass(frozen=True, slots=True)
class PresaleToday:
    """Whether orders are taken with a deposit, and how many balances may be paid here now."""

    running: bool
    due: int


@dataclass(frozen=True, slots=True)
class Today:
    """A station's day. Turnover in yuan of agent orders, as rolled up; income in yuan."""

    as_of: dt.datetime
    placed: Decimal
    paid: Decimal
    net: Decimal
    paid_orders: int
    waiting: list[AgentOrder]
    waiting_count: int
    unpaid_count: int
    unpaid_amount: Decimal
    on_the_way_count: int
    earned: Decimal
    on_hold: Decimal
    float_available: Decimal | None
    parcels: ParcelsToday
    cash: Decimal
    days_not_closed: list[dt.date]
    presale: PresaleToday
    announcements: list[dict[str, Any]]
    goal: StationGoal | None


def today_at(station: Station, user: object) -> Today:
    """The day so far at one station; income is the reader's own, whoever ran the station before.

    The float is the station's.
    """
    day, now = today(), timezone.now()
    orders = AgentOrder.objects.visible_to(user).filter(station=station)
    waiting = orders.waiting_for_pickup()
    unpaid = orders.waiting_for_money().aggregate(count=Count("pk"), amount=Sum("amount"))
    turnover = _turnover(station, user, day)
    earnings = Earning.objects.visible_to(user)
    return Today(
        as_of=now,
        placed=turnover["placed"] or ZERO,
        paid=turnover["paid"] or ZERO,
        net=turnover["net"] or ZERO,
        paid_orders=turnover["orders"] or 0,
        waiting=list(
            waiting.select_related("villager")
            .prefetch_related("lines")
            .order_by("arrived_at")[:WAITING_SHOWN]
        ),
        waiting_count=waiting.count(),
        unpaid_count=unpaid["count"],
        unpaid_amount=unpaid["amount"] or ZERO,
        on_the_way_count=orders.on_the_way().count(),
        earned=_sum(earnings.filter(earned_on__gte=month_of(day), earned_on__lte=day)),
        on_hold=_sum(earnings.filter(earned_on__gt=day)),
        float_available=_float_available(station, user),
        parcels=_parcels(station, user),
        cash=_cash(station, user),
        days_not_closed=_days_not_closed(station, user, day),
        presale=_presale(station, user, now),
        announcements=_announcements(user, day),
        goal=goal_of(station, user, now),
    )


def _turnover(station: Station, user: object, day: dt.date) -> dict[str, Any]:
    hours = StationTurnover.objects.visible_to(user).filter(
        station=station, business=Business.AGENT_ORDER, hour__gte=day_start(day), hour__lt=day_end(day)
    )
    sums: dict[str, Any] = hours.aggregate(
        placed=Sum("placed_amount"),
        paid=Sum("paid_amount"),
        net=Sum("net_amount"),
        orders=Sum("paid_orders"),
    )
    return sums


def _announcements(user: object, day: dt.date) -> list[dict[str, Any]]:
    """What is pinned, and what this partner has not read; none for a helper."""
    if getattr(user, "role", "") != "partner":
        return []
    rows = Announcement.objects.visible_to(user).told_on(day).with_reading_of(scope_of(user).person)
    shown = rows.filter(Q(pinned=True) | Q(is_read=False)).select_related("owner")
    return [announcement_row(one) for one in shown[:ANNOUNCEMENTS_SHOWN]]


def _parcels(station: Station, user: object) -> ParcelsToday:
    parcels = Parcel.objects.visible_to(user).filter(station=station)
    loads = Manifest.objects.visible_to(user).filter(
        station=station, way=Manifest.Way.TO_STATION, status=ManifestStatus.DISPATCHED
    )
    return ParcelsToday(
        waiting=parcels.waiting_for_pickup().count(),
        overdue=parcels.waiting_longer_than(OVERDUE_DAYS).count(),
        coming=parcels.coming().count(),
        to_send=parcels.to_send().count(),
        loads=loads.count(),
    )


def _presale(station: Station, user: object, now: dt.datetime) -> PresaleToday:
    orders = PresaleOrder.objects.visible_to(user).filter(order__station=station)
    return PresaleToday(running=PresaleGood.objects.on_offer(now).exists(), due=orders.due(now).count())


def _days_not_closed(station: Station, user: object, day: dt.date) -> list[dt.date]:
    days = CashDay.objects.visible_to(user).filter(station=station).open_before(day)
    return list(days.values_list("day", flat=True))


def _cash(station: Station, user: object) -> Decimal:
    """Yuan that should lie in the drawer now."""
    drawer = Drawer.objects.visible_to(user).filter(station=station).first()
    return drawer.amount if drawer else ZERO


def _float_available(station: Station, user: object) -> Decimal | None:
    """Yuan that cash orders can still be paid with; None for a helper, who sees none of it."""
    if getattr(user, "role", "") != "partner":
        return None
    balance = Balance.objects.visible_to(user).filter(account__station=station).first()
    return balance.available if balance else ZERO


def _sum(earnings: QuerySet[Earning]) -> Decimal:
    return earnings.aggregate(total=Sum("amount"))["total"] or ZERO
