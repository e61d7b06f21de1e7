"""The presale of the demo's festival: goods, deposits of three weeks, and what became of them on the day.

Through the verbs of counter, desk and jobs, each at the moment when it would have happened.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from random import Random

from django.db import transaction

from orders.agent_orders.handing_over import hand_over_orders
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.refunding import NewRefund, refund_orders
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from orders.festivals.models import Festival
from orders.presale.balancing import take_balance
from orders.presale.giving_up import give_back, give_up
from orders.presale.lifecycle import DepositState
from orders.presale.models import PresaleGood, PresaleOrder
from orders.presale.money import in_cash
from orders.presale.offering import NewGood, call_off_good, offer_good
from orders.presale.ordering import NewPresale, take_order
from orders.presale.overdue import settle_ended
from orders.presale.queries import PresaleQuerySet
from orders.presale.stocking import enter_arrival
from orders.presale.telling import tell_due_balances
from orders.seeding.demo_floats import LOW, ON_CREDIT
from orders.seeding.demo_notices import deliver_past
from orders.villagers.models import Villager
from partners.accounts.models import Role, User
from partners.journal.kinds import Category
from partners.ledger.topping_up import top_up_float
from partners.people.models import Tenure
from stations.centers.models import CountyCenter
from stations.network.models import Station

SEED = 20151021
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
OPENS = 21  # days before the festival on which orders begin
CALLED_OFF_BEFORE, FETCHED_BEFORE = 5, 4
WHY_CALLED_OFF = "厂家断货，双十一前到不了"
_WHY_EARLY = ("家里已经买了", "儿子从城里带回来了", "想买别的型号")
_WHY_LATE = ("当天看到更便宜的", "钱不凑手")
_A_STATION = (3, 4, 4, 5, 6)
_IN_CASH = 0.45
_EARLY = 0.06
# What becomes of a deposit that is still held on the day.
_FATES = {"paid": 78, "late": 8, "overdue": 14}
# Money is paid with the first minutes of the balance, and when the stations are full.
_HOURS = {1: 30, 2: 4, 8: 6, 9: 16, 10: 14, 11: 6, 14: 4, 16: 4, 19: 6, 21: 3}
_AT_THE_COUNTER = 8  # cash comes when the station is open
_ROUND = Decimal(100)  # people transfer round sums
# Laid in at the county, of what is ordered there, and beside it: here the half, there too much.
_LAID_IN = ((1, 0), (1, 0), (Decimal("0.5"), 0), (1, 0), (1, 2))


@dataclass(frozen=True, slots=True)
class _Offer:
    title: str
    category: Category
    price: str
    deposit: str
    weight: int
    most: int = 1  # pieces of one order
    limit: int | None = None
    stock: int | None = None


HEATER = "小太阳取暖器"
OFFERS = (
    _Offer("55英寸4K智能电视", Category.LARGE_APPLIANCES, "2699", "200", 1, limit=2),
    _Offer("全自动波轮洗衣机 7公斤", Category.LARGE_APPLIANCES, "799", "50", 2, limit=2),
    _Offer("4G智能手机 5英寸 移动版", Category.PHONES, "649", "50", 2, limit=2, stock=20),
    _Offer("轻薄羽绒服 男", Category.CLOTHING, "169", "20", 3, most=2),
    _Offer("冬被 8斤", Category.DAILY_GOODS, "159", "15", 3, most=2),
    _Offer("坚果礼盒 1.5公斤", Category.FOOD, "99", "10", 2, most=3),
    _Offer(HEATER, Category.SMALL_APPLIANCES, "79", "10", 2),
)


@dataclass(slots=True)
class _Wanted:
    at: dt.datetime
    order: NewPresale


def make_presale(festival: Festival) -> int:
    """Three weeks of deposits, then the day; returns how many orders. Goes on where it broke off."""
    if not PresaleGood.objects.filter(festival=festival).exists():
        with transaction.atomic():
            goods = _offer(festival)
            _take(_wanted(goods), festival)
            _end_early(festival)
            _lay_in(festival)
    orders = PresaleOrder.objects.filter(good__festival=festival)
    if not orders.filter(state=DepositState.CONVERTED).exists():
        due = festival.starts_at + HOUR
        tell_due_balances(at=due)
        deliver_past(due + 50 * MINUTE)
        with transaction.atomic():
            _settle(festival)
    return orders.count()


# --- the weeks before ------------------------------------------------------------------


def _offer(festival: Festival) -> list[tuple[_Offer, PresaleGood]]:
    ops = User.objects.filter(role=Role.OPS).first()
    return [
        (
            offer,
            offer_good(
                actor=ops,
                good=NewGood(
                    festival=festival,
                    title=offer.title,
                    category=offer.category,
                    price=Decimal(offer.price),
                    deposit=Decimal(offer.deposit),
                    orders_from=festival.starts_at - OPENS * DAY,
                    orders_until=festival.starts_at,
                    balance_from=festival.starts_at + HOUR,
                    balance_until=festival.ends_at,
                    limit_per_villager=offer.limit,
                    stock=offer.stock,
                ),
            ),
        )
        for offer in OFFERS
    ]


def _wanted(goods: list[tuple[_Offer, PresaleGood]]) -> list[_Wanted]:
    """A few orders at every station, in the order in which they were taken."""
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    pieces: Counter[int] = Counter()
    had: Counter[tuple[int, int]] = Counter()
    wanted = []
    for station in Station.objects.order_by("code").select_related("center"):
        people = list(Villager.objects.filter(station=station).order_by("pk")[:40])
        for _number in range(chance.choice(_A_STATION) if people else 0):
            offer, good = chance.choices(goods, [offer.weight for offer, _good in goods])[0]
            villager, quantity = chance.choice(people), chance.randint(1, offer.most)
            cash = chance.random() < _IN_CASH and station.code not in LOW | {ON_CREDIT}
            days = chance.randrange(OPENS if offer.title != HEATER else OPENS - CALLED_OFF_BEFORE - 1)
            at = good.orders_from + days * DAY + 8 * HOUR + chance.randrange(11 * 60) * MINUTE
            pieces[good.pk] += quantity
            had[good.pk, villager.pk] += quantity
            if pieces[good.pk] > (offer.stock or 10**6) or had[good.pk, villager.pk] > (offer.limit or 10**6):
                continue
            pay_how = AgentOrder.PayHow.CASH if cash else AgentOrder.PayHow.OWN_ACCOUNT
            wanted.append(_Wanted(at, NewPresale(station, villager, good, quantity, pay_how)))
    return sorted(wanted, key=lambda one: one.at)


def _take(wanted: list[_Wanted], festival: Festival) -> None:
    needed: dict[Station, Decimal] = defaultdict(Decimal)
    for one in wanted:
        if one.order.pay_how == AgentOrder.PayHow.CASH:
            needed[one.order.station] += one.order.good.deposit * one.order.quantity
    _top_up(needed, festival.starts_at - OPENS * DAY - 14 * HOUR)
    partners = _partners(festival)
    for one in wanted:
        take_order(actor=partners[one.order.station.pk], order=one.order, at=one.at)


def _end_early(festival: Festival) -> None:
    """Some think better of it; one good is not sold after all, and not all who paid for it came since."""
    chance, partners = Random(SEED + 1), _partners(festival)  # noqa: S311 a demo, not a secret
    heater = PresaleGood.objects.get(festival=festival, title=HEATER)
    for row in _held(festival).exclude(good=heater):
        if chance.random() < _EARLY:
            give_up(
                actor=partners[row.order.station_id],
                presale=row,
                reason=chance.choice(_WHY_EARLY),
                at=_between(chance, row.order.placed_at, festival.starts_at - 4 * HOUR),
            )
    called_off_at = festival.starts_at - CALLED_OFF_BEFORE * DAY + 10 * HOUR
    ops = User.objects.filter(role=Role.OPS).first()
    call_off_good(actor=ops, good=heater, reason=WHY_CALLED_OFF, at=called_off_at)
    settle_ended(at=called_off_at + MINUTE)
    owed = PresaleOrder.objects.filter(good=heater).to_give_back().select_related("order", "good")
    for number, row in enumerate(owed.order_by("pk")):
        if number % 2:
            at = festival.starts_at - FETCHED_BEFORE * DAY + (9 + number % 8) * HOUR
            give_back(actor=partners[row.order.station_id], presale=row, at=at)


def _lay_in(festival: Festival) -> None:
    """What county centers received before the day, beside what villagers of the county have ordered."""
    staff = {user.center_id: user for user in User.objects.filter(role=Role.COUNTY_STAFF, is_lead=False)}
    goods = PresaleGood.objects.filter(festival=festival, called_off_at__isnull=True).order_by("pk")
    for place, center in enumerate(CountyCenter.objects.filter(pk__in=staff).order_by("code")):
        for number, good in enumerate(goods):
            rows = good.orders.standing().filter(order__station__center=center)
            ordered = sum(rows.values_list("quantity", flat=True))
            share, beside = _LAID_IN[(place + number) % len(_LAID_IN)]
            if (pieces := int(ordered * share) + beside) == 0:
                continue
            at = festival.starts_at - (2 + number % 4) * DAY + (10 + place) * HOUR
            actor, note = staff[center.pk], f"送货单 {at:%m%d}-{place + 1}{number + 1:02d}"
            if (place + number) % 7 == 3:  # counted wrongly, and put right the same afternoon
                enter_arrival(
                    actor=actor, center=center, good=good, pieces=pieces + 1, note=note, at=at - 3 * HOUR
                )
                enter_arrival(actor=actor, center=center, good=good, pieces=-1, note="点多了一件", at=at)
                continue
            enter_arrival(actor=actor, center=center, good=good, pieces=pieces, note=note, at=at)


# --- the day, and the days after ----------------------------------------------------------


def _settle(festival: Festival) -> None:
    chance, partners = Random(SEED + 2), _partners(festival)  # noqa: S311 a demo, not a secret
    held = list(_held(festival))
    fates = [chance.choices(list(_FATES), list(_FATES.values()))[0] for _row in held]
    needed: dict[Station, Decimal] = defaultdict(Decimal)
    days = [
        (_on_the_day(chance, row, festival), row, fate)
        for row, fate in zip(held, fates, strict=True)
        if fate != "overdue"
    ]
    for _at, row, fate in days:
        if fate == "paid" and in_cash(row.order):
            needed[row.order.station] += row.balance
    _top_up(needed, festival.starts_at - 8 * HOUR)
    for at, row, fate in sorted(days, key=lambda one: (one[0], one[1].pk)):
        actor = partners[row.order.station_id]
        if fate == "paid":
            take_balance(actor=actor, presale=row, at=at)
        else:
            give_up(actor=actor, presale=row, reason=chance.choice(_WHY_LATE), at=at)
    settle_ended(at=festival.ends_at + MINUTE)
    _deliver(chance, festival)


def _on_the_day(chance: Random, row: PresaleOrder, festival: Festival) -> dt.datetime:
    hours = [hour for hour in _HOURS if hour >= _AT_THE_COUNTER or not in_cash(row.order)]
    hour = chance.choices(hours, [_HOURS[hour] for hour in hours])[0]
    return festival.starts_at + hour * HOUR + dt.timedelta(seconds=chance.randrange(3600))


def _deliver(chance: Random, festival: Festival) -> None:
    """What lay in the county is quickly in the village; two of them come back, in the weeks after."""
    paid = AgentOrder.objects.filter(
        presale__good__festival=festival, presale__state=DepositState.CONVERTED
    ).order_by("pk")
    ship_orders(actor=None, orders=paid, at=festival.ends_at + 8 * HOUR)
    receive_at_county(actor=None, orders=paid, at=festival.ends_at + 14 * HOUR)
    at_station = festival.ends_at + DAY + 15 * HOUR
    receive_at_station(actor=None, orders=paid, at=at_station)
    fetched = {
        order.pk: at_station + chance.randrange(5) * DAY + chance.randrange(4 * 60) * MINUTE for order in paid
    }
    hand_over_orders(actor=None, handed_over_at=fetched)
    back = paid.filter(pay_how=AgentOrder.PayHow.OWN_ACCOUNT)[:2]
    for order, days, whole in zip(back, (2, 10), (True, False), strict=False):
        line = order.lines.get()
        amount = line.amount if whole else (line.amount / 5).quantize(Decimal(1))
        refund = NewRefund(line.pk, amount, fetched[order.pk] + days * DAY)
        refund_orders(actor=None, refunds={order.pk: [refund]}, reason="质量问题，协商退款")


def _held(festival: Festival) -> PresaleQuerySet:
    held: PresaleQuerySet = PresaleOrder.objects.held().filter(good__festival=festival)
    return held.select_related("good", "order__station").order_by("pk")


def _top_up(needed: dict[Station, Decimal], at: dt.datetime) -> None:
    """Floats hold what cash orders will need, and no more: the demo's last days plan with them."""
    staff = {user.center_id: user for user in User.objects.filter(role=Role.COUNTY_STAFF, is_lead=False)}
    for station, amount in needed.items():
        total = (amount / _ROUND).to_integral_value(ROUND_CEILING) * _ROUND
        receipt = f"{at:%Y%m%d}{station.pk:06d}"
        top_up_float(
            actor=staff.get(station.center_id), station=station, amount=total, receipt=receipt, at=at
        )


def _partners(festival: Festival) -> dict[int, User | None]:
    """Who ran each station on the day; no station changed hands in the weeks before."""
    tenures = Tenure.objects.covering(festival.first_day).select_related("partner__user")
    return {tenure.station_id: tenure.partner.user for tenure in tenures}


def _between(chance: Random, first: dt.datetime | None, last: dt.datetime) -> dt.datetime:
    assert first is not None
    return first + (last - first) * chance.random()
