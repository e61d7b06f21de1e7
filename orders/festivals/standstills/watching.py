"""Stations that stand still while their own past says that they should sell.

One statement notices, one ends; both are sets. What counts as standing still is a rule that ops may change
(docs/festival-night.md).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import structlog
from django.db import connection, transaction
from django.utils import timezone

from orders.festivals.models import Festival
from orders.festivals.places import COUNTED
from orders.festivals.standstills.models import Standstill, StandstillRule
from stations.clock import business_date, hour_start
from stations.turns import try_turn

HOUR = dt.timedelta(hours=1)
# Where nobody has set a rule yet (assumptions; docs/festival-night.md).
HOURS, WEEKS, LEAST_EXPECTED = 2, 4, Decimal("5.0")
# Over fewer days than these no habit shows (A).
LEAST_DAYS = 7

log = structlog.get_logger(__name__)

# Hours looked at, and the same hours of the days before the festival's first (Shanghai's all have 24).
NOTICE = """
WITH looked_at AS (
    SELECT generate_series(%(window_start)s::timestamptz, %(last_hour)s, interval '1 hour') AS hour
), past AS (
    SELECT hour - make_interval(days => day + (hour AT TIME ZONE 'Asia/Shanghai')::date - %(first_day)s) AS
           hour
    FROM looked_at, generate_series(1, %(days)s) AS day
), nation AS (
    -- The day's factor: what all stations together did in these hours, over what they do on a past day.
    SELECT sum(placed_orders) FILTER (WHERE hour >= %(window_start)s)
           / nullif(sum(placed_orders) FILTER (WHERE hour < %(window_start)s)::numeric / %(days)s, 0)
           AS factor
    FROM orders_centerhour
    WHERE business = %(business)s AND hour IN (SELECT hour FROM looked_at UNION ALL SELECT hour FROM past)
), habit AS (
    SELECT station_id, sum(placed_orders)::numeric AS orders FROM orders_stationturnover
    WHERE business = %(business)s AND hour IN (SELECT hour FROM past)
    GROUP BY station_id
), expected AS (
    SELECT station.id AS station_id,
           round(habit.orders / least(%(days)s, %(first_day)s - station.opened_on) * nation.factor, 1)
           AS orders
    FROM habit JOIN stations_station station ON station.id = habit.station_id, nation
    WHERE station.status = 'open' AND station.opened_on <= %(first_day)s - %(least_days)s
), last_sale AS (
    SELECT station_id, max(hour) AS hour FROM orders_stationturnover
    WHERE business = %(business)s AND placed_orders > 0 AND hour >= %(starts_at)s AND hour < %(at)s
      AND station_id IN (SELECT station_id FROM expected WHERE orders >= %(least_expected)s)
    GROUP BY station_id
)
INSERT INTO orders_standstill (festival_id, station_id, stood_since, expected, noticed_at, "end")
SELECT %(festival)s, expected.station_id,
       coalesce(last_sale.hour + interval '1 hour', %(starts_at)s), expected.orders, %(at)s, ''
FROM expected LEFT JOIN last_sale USING (station_id)
WHERE expected.orders >= %(least_expected)s
  AND (last_sale.hour IS NULL OR last_sale.hour < %(window_start)s)
ORDER BY expected.station_id
ON CONFLICT DO NOTHING
"""

END = """
UPDATE orders_standstill stood SET ended_at = %(at)s, "end" = %(end)s
WHERE stood.festival_id = %(festival)s AND stood.ended_at IS NULL AND {ended}
"""
SOLD = """EXISTS (
    SELECT 1 FROM orders_stationturnover sold
    WHERE sold.station_id = stood.station_id AND sold.business = %(business)s AND sold.placed_orders > 0
      AND sold.hour >= stood.stood_since AND sold.hour < %(until)s
)"""
OUT_OF_SERVICE = """NOT EXISTS (
    SELECT 1 FROM stations_station station WHERE station.id = stood.station_id AND station.status = 'open'
)"""


@dataclass(frozen=True, slots=True)
class Rule:
    """In force on a day: full hours looked at, weeks compared with, orders expected at least."""

    hours: int = HOURS
    weeks: int = WEEKS
    least_expected: Decimal = LEAST_EXPECTED


@dataclass(frozen=True, slots=True)
class Watched:
    noticed: int
    ended: int


def rule_on(day: dt.date) -> Rule:
    """The rule of a day: the last one that began by then, else the house's."""
    row = StandstillRule.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return Rule(row.hours, row.weeks, row.least_expected) if row else Rule()


def watch_running_festivals() -> None:
    """The job: each festival that runs, and the open standstills of those that are over."""
    now = timezone.now()
    left_open = Standstill.objects.open_at().values("festival")
    for festival in Festival.objects.running(now) | Festival.objects.filter(pk__in=left_open):
        watch_festival(festival=festival, at=now)


def watch_festival(*, festival: Festival, at: dt.datetime) -> Watched:
    """Notes stations that stand still as of a moment, and ends the standstills that are none any more.

    Reads what is rolled up. A later run adds nothing for the same silence; of two beside each other the
    second leaves at once.
    """
    with transaction.atomic():
        if not try_turn(f"orders.standstills:{festival.pk}"):
            return Watched(0, 0)
        ended = _end(festival, at)
        noticed = _notice(festival, at) if festival.runs_at(at) else 0
    if noticed or ended:
        log.info("standstills", festival=festival.pk, noticed=noticed, ended=ended)
    return Watched(noticed, ended)


def _end(festival: Festival, at: dt.datetime) -> int:
    ends = [(Standstill.End.SOLD, SOLD), (Standstill.End.OUT_OF_SERVICE, OUT_OF_SERVICE)]
    if at >= festival.ends_at:
        ends.append((Standstill.End.OVER, "true"))
    ended = 0
    with connection.cursor() as cursor:
        for end, condition in ends:
            cursor.execute(
                END.format(ended=condition),
                {
                    "festival": festival.pk,
                    "at": at,
                    "until": min(at, festival.ends_at),
                    "end": end,
                    "business": COUNTED,
                },
            )
            ended += cursor.rowcount
    return ended


def _notice(festival: Festival, at: dt.datetime) -> int:
    rule = rule_on(business_date(at))
    window_end = hour_start(at)
    window_start = window_end - rule.hours * HOUR
    if window_start < festival.starts_at:
        return 0  # the festival has not lasted that long
    with connection.cursor() as cursor:
        cursor.execute(
            NOTICE,
            {
                "festival": festival.pk,
                "business": COUNTED,
                "starts_at": festival.starts_at,
                "first_day": festival.first_day,
                "window_start": window_start,
                "last_hour": window_end - HOUR,
                "at": at,
                "days": rule.weeks * 7,
                "least_days": LEAST_DAYS,
                "least_expected": rule.least_expected,
            },
        )
        return int(cursor.rowcount)
