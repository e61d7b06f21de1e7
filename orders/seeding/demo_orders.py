"""Agent orders from 15 September to 30 November 2015 as a platform would export them.

Always the same file: chance is seeded. Shapes: domain, section 4.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from statistics import NormalDist
from typing import TextIO

from orders.agent_orders.importing.format import COLUMNS
from orders.seeding.demo_goods import Bought, basket
from orders.seeding.demo_names import Phones, full_name
from orders.seeding.demo_plan import PlannedStation, stations
from stations.clock import SHANGHAI, day_start

SEED = 20151111
FIRST, LAST = dt.date(2015, 9, 15), dt.date(2015, 11, 30)
FESTIVAL = dt.date(2015, 11, 11)
ORDERS, FESTIVAL_ORDERS = 40_000, 7_000

# Stations differ: monthly trade like the incomes of partners, the festival more so.
_SIGMA_USUAL, _SIGMA_FESTIVAL = 0.64, 1.06
_HOURS_USUAL = (0.2, 0, 0, 0, 0, 0.3, 1, 3, 6, 8, 8, 6, 5, 4, 5, 6, 6, 6, 6, 7, 6, 4, 2, 0.6)
# Midnight at the screens; from nine to eleven the stations are full.
_HOURS_FESTIVAL = (
    22,
    4,
    1.5,
    0.8,
    0.4,
    0.4,
    0.8,
    2,
    6,
    15,
    14,
    6,
    3.5,
    3,
    3,
    3,
    2.5,
    2,
    2,
    2.5,
    2.5,
    2,
    1.8,
    1.6,
)


@dataclass(slots=True)
class _Customers:
    """The villagers of a station; some come often."""

    people: list[tuple[str, str]]

    def pick(self, chance: Random) -> tuple[str, str]:
        return self.people[int(len(self.people) * chance.random() ** 1.7)]


def write_demo_orders(file: TextIO, *, orders: int = ORDERS, festival_orders: int = FESTIVAL_ORDERS) -> int:
    """Writes the CSV and returns its number of rows."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for count, row in enumerate(demo_rows(orders, festival_orders), start=1):  # noqa: B007
        writer.writerow(row)
    return count


def demo_rows(orders: int, festival_orders: int) -> Iterator[tuple[object, ...]]:
    """Rows in the order in which they were placed."""
    chance = Random(SEED)  # noqa: S311 a demo, not a secret
    phones = Phones(chance)
    customers = {
        station.code: _Customers([(full_name(chance), phones.new()) for _ in range(chance.randint(90, 170))])
        for station in stations()
    }
    usual, festive = _station_weights(chance, _SIGMA_USUAL), _station_weights(chance, _SIGMA_FESTIVAL)
    for day, count in _days(chance, orders, festival_orders).items():
        weights = festive if day == FESTIVAL else usual
        open_stations = [station for station in stations() if station.opened_on <= day]
        moments = sorted(_moment(chance, day) for _ in range(count))
        for moment in moments:
            station = chance.choices(open_stations, [weights[station.code] for station in open_stations])[0]
            yield from _order(chance, station, customers[station.code], moment)


def _station_weights(chance: Random, sigma: float) -> dict[str, float]:
    """Log-normal, at even quantiles: 36 draws would be too few to show the shape."""
    planned = stations()
    quantiles = [(rank + 0.5) / len(planned) for rank in range(len(planned))]
    weights = [2.718281828 ** (sigma * NormalDist().inv_cdf(quantile)) for quantile in quantiles]
    chance.shuffle(weights)
    return {station.code: weight for station, weight in zip(planned, weights, strict=True)}


def _days(chance: Random, orders: int, festival_orders: int) -> dict[dt.date, int]:
    """How many orders each day has: fewer before the festival, some more after it."""
    days = [FIRST + dt.timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    others = [day for day in days if day != FESTIVAL]
    drawn = chance.choices(others, [_day_weight(day) for day in others], k=orders - festival_orders)
    return {day: festival_orders if day == FESTIVAL else drawn.count(day) for day in days}


def _day_weight(day: dt.date) -> float:
    weekend = 1.15 if day.weekday() >= 5 else 1.0
    match (day - FESTIVAL).days:
        case gap if -10 <= gap < 0:
            return 0.65 * weekend
        case 1:
            return 1.6
        case 2:
            return 1.2
    return weekend


def _moment(chance: Random, day: dt.date) -> dt.datetime:
    festival = day == FESTIVAL
    hour = chance.choices(range(24), _HOURS_FESTIVAL if festival else _HOURS_USUAL)[0]
    second = chance.randrange(3600)
    if festival and hour == 0:
        second = int(3600 * chance.random() ** 1.8)  # the first minutes are the busiest
    return day_start(day) + dt.timedelta(hours=hour, seconds=second)


def _order(
    chance: Random, station: PlannedStation, customers: _Customers, placed_at: dt.datetime
) -> Iterator[tuple[object, ...]]:
    number = f"{int(placed_at.timestamp())}{chance.randrange(10**6):06d}"
    name, phone = customers.pick(chance)
    fetched_at = _in_opening_hours(
        placed_at + dt.timedelta(days=chance.choice((2, 3, 3, 4, 4, 5, 6))), chance
    )
    on_arrival = chance.random() < (0.04 if placed_at.date() == FESTIVAL else 0.12)
    paid_at = (
        fetched_at - dt.timedelta(minutes=chance.randint(1, 9))
        if on_arrival
        else placed_at + dt.timedelta(seconds=chance.randint(8, 400))
    )
    lines = basket(chance)
    fate = chance.random()
    sent_back_before = not on_arrival and fate < 0.008
    handed_over_at = None if sent_back_before else fetched_at
    for line_no, line in enumerate(lines, start=1):
        refunded, refunded_at = Decimal(0), None
        if sent_back_before:
            refunded = line.amount
            refunded_at = paid_at + dt.timedelta(hours=chance.randint(5, 40))
        elif line_no == 1 and fate < 0.045:
            refunded = _given_back(chance, line, whole=fate < 0.025)
            refunded_at = _in_opening_hours(fetched_at + dt.timedelta(days=chance.randint(1, 12)), chance)
        yield (
            "taobao",
            number,
            line_no,
            station.code,
            name,
            phone,
            line.title,
            line.category.value,
            line.quantity,
            f"{line.unit_price:.2f}",
            f"{line.amount:.2f}",
            _written(placed_at),
            _written(paid_at),
            _written(handed_over_at),
            f"{refunded:.2f}" if refunded else "",
            _written(refunded_at),
        )


def _given_back(chance: Random, line: Bought, *, whole: bool) -> Decimal:
    if whole:
        return line.amount
    return max((line.amount * chance.randint(1, 5) / 10).quantize(Decimal("0.1")), Decimal("0.5"))


def _in_opening_hours(moment: dt.datetime, chance: Random) -> dt.datetime:
    day = day_start(moment.astimezone(SHANGHAI).date())
    return day + dt.timedelta(hours=8, seconds=chance.randrange(11 * 3600))


def _written(moment: dt.datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
