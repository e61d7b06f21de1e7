"""The last fourteen days up to now: orders in every state, so that every screen is alive.

Through the verbs of the counter and the desk, each at the moment when it would have happened.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.changing import lines_of
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, draft_order, place_orders
from orders.agent_orders.refunding import NewRefund, refund_orders
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from orders.seeding.demo_floats import fill_float
from orders.seeding.demo_goods import basket
from orders.seeding.demo_names import Phones, full_name
from orders.villagers.enrolling import enrol_villager
from orders.villagers.models import Villager
from partners.accounts.models import Role, User
from partners.people.models import Tenure
from stations.clock import day_start, today
from stations.network.models import Station

DAYS = 14
SEED = 20150914
FEWEST_VILLAGERS = 8
_A_DAY = (4, 5, 6, 7, 8, 9, 10)

# What has become of an order by its age in days: (state, weight).
_FATES: dict[range, dict[str, float]] = {
    range(1): {"paid": 66, "unpaid": 22, "cancelled": 4, "draft": 8},
    range(1, 3): {"shipped": 48, "at_county": 30, "paid": 10, "unpaid": 9, "cancelled": 3},
    range(3, 6): {"at_station": 44, "handed_over": 40, "at_county": 12, "cancelled": 2, "part_refunded": 2},
    range(6, DAYS): {"handed_over": 90, "part_refunded": 4, "refunded": 2, "cancelled": 2, "at_station": 2},
}
_TRAVELLED = {"shipped": 1, "at_county": 2, "at_station": 3}
_FETCHED = {"handed_over", "part_refunded", "refunded"}
_WHY_CANCELLED = ("村民改主意了", "卖家缺货", "拍错了尺码")


@dataclass(slots=True)
class _Wanted:
    order: NewOrder
    age: int
    fate: str
    placed: AgentOrder | None = None


def make_recent_orders() -> int:
    """Places the orders of the last days and moves each to where it is now; returns how many.

    One transaction: a set-up that was broken off starts them anew.
    """
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    count = 0
    with transaction.atomic():
        for station in Station.objects.order_by("code").select_related("center"):
            tenure = Tenure.objects.covering(today()).select_related("partner__user").get(station=station)
            wanted = _wanted(chance, station)
            staff = User.objects.filter(role=Role.COUNTY_STAFF, center=station.center).first()
            fill_float(station, orders=[one.order for one in wanted], staff=staff, days=DAYS)
            _place(wanted, actor=tenure.partner.user)
            _travel(wanted, staff=staff, partner=tenure.partner.user)
            _give_up(chance, wanted, actor=tenure.partner.user)
            _give_back(chance, wanted, actor=staff)
            count += len(wanted)
    return count


def _wanted(chance: Random, station: Station) -> list[_Wanted]:
    villagers = _villagers(chance, station)
    wanted = []
    for age in range(DAYS - 1, -1, -1):
        fates = next(fates for ages, fates in _FATES.items() if age in ages)
        for number in range(chance.choice(_A_DAY)):
            fate = chance.choices(list(fates), list(fates.values()))[0]
            if age == 0 and number == 0:
                fate = "paid"  # today shows turnover at every station
            order = _new_order(chance, station, chance.choice(villagers), age, fate)
            wanted.append(_Wanted(order, age, fate))
    return wanted


def _villagers(chance: Random, station: Station) -> list[Villager]:
    """Who came in the autumn; a file of somebody's own may leave stations out."""
    known = list(Villager.objects.filter(station=station).order_by("pk")[:60])
    phones = Phones(chance)
    while len(known) < FEWEST_VILLAGERS:
        name, phone = full_name(chance), phones.new()
        known.append(enrol_villager(actor=None, station=station, name=name, phone=phone, consented=True))
    return known


def _new_order(chance: Random, station: Station, villager: Villager, age: int, fate: str) -> NewOrder:
    placed_at = _between(chance, age, 8, 20)
    on_arrival = fate == "unpaid" or (fate in _TRAVELLED and chance.random() < 0.2)
    paid_at = None if on_arrival or fate == "draft" else placed_at
    handed_over_at = None
    if fate in _FETCHED:
        handed_over_at = _between(chance, max(age - chance.choice((3, 4, 5)), 0), 8, 19)
    return NewOrder(
        station=station,
        villager=villager,
        lines=[
            NewLine(line.title, line.category, line.quantity, line.unit_price, line.amount)
            for line in basket(chance)
        ],
        pay_when=AgentOrder.PayWhen.ON_ARRIVAL if on_arrival else AgentOrder.PayWhen.NOW,
        pay_how=AgentOrder.PayHow.CASH if chance.random() < 0.7 else AgentOrder.PayHow.OWN_ACCOUNT,
        placed_at=placed_at,
        paid_at=paid_at,
        handed_over_at=handed_over_at,
    )


def _between(chance: Random, age: int, first: int, last: int) -> dt.datetime:
    """A moment of a day within these hours; of today, one that has been."""
    start = day_start(today() - dt.timedelta(days=age))
    begin, end = start + dt.timedelta(hours=first), start + dt.timedelta(hours=last)
    if age == 0:
        end = timezone.now()
        begin = min(begin, start + (end - start) / 2)
    return begin + (end - begin) * chance.random()


def _place(wanted: list[_Wanted], *, actor: User | None) -> None:
    placed = [one for one in wanted if one.fate != "draft"]
    orders = place_orders(actor=actor, orders=[one.order for one in placed])
    for one, order in zip(placed, orders, strict=True):
        one.placed = order
    for one in wanted:
        if one.fate == "draft":
            draft_order(actor=actor, order=one.order)


def _travel(wanted: list[_Wanted], *, staff: User | None, partner: User | None) -> None:
    """Shipped in the evening, in the county next morning, at the station the day after."""
    stages = (
        (1, ship_orders, 20, 0, staff),
        (2, receive_at_county, 10, 1, staff),
        (3, receive_at_station, 15, 2, partner),
    )
    for stage, verb, hour, later, actor in stages:
        by_age: dict[int, list[AgentOrder]] = defaultdict(list)
        for one in wanted:
            if one.placed is not None and _TRAVELLED.get(one.fate, 0) >= stage:
                by_age[one.age].append(one.placed)
        for age, orders in by_age.items():
            at = day_start(today() - dt.timedelta(days=age - later)) + dt.timedelta(hours=hour)
            verb(actor=actor, orders=orders, at=min(at, timezone.now()))


def _give_up(chance: Random, wanted: list[_Wanted], *, actor: User | None) -> None:
    for one in wanted:
        if one.fate == "cancelled" and one.placed is not None:
            cancel_order(actor=actor, order=one.placed, reason=chance.choice(_WHY_CANCELLED))


def _give_back(chance: Random, wanted: list[_Wanted], *, actor: User | None) -> None:
    refunded = {
        one.placed.pk: one for one in wanted if one.placed and one.fate in {"part_refunded", "refunded"}
    }
    refunds = {}
    for pk, lines in lines_of(refunded).items():
        at = refunded[pk].placed.handed_over_at  # type: ignore[union-attr]
        whole = refunded[pk].fate == "refunded"
        refunds[pk] = [
            NewRefund(
                line.pk,
                line.amount
                if whole
                else max((line.amount * chance.randint(1, 4) / 10).quantize(Decimal(1)), Decimal("0.5")),
                at,
            )
            for line in (lines if whole else lines[:1])
        ]
    if refunds:
        refund_orders(actor=actor, refunds=refunds, reason="质量问题，协商退款")
