"""The figures of the second leg over some days, by county, carrier and station, in one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.logistics.models import Parcel
from orders.logistics.queries import OVERDUE_DAYS, ParcelQuerySet
from stations.clock import day_end, day_start
from stations.refusals import Refused
from stations.replica import reads_replica, source

LONGEST_DAYS = 366
MOST_OVERDUE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one place or carrier, or of all; parcels that go down to villagers only.

    `received`: first scanned at the county center in the period. `arrived`: at the station in it.
    `handed_over`: to the villager in it, at the counter or at the house: the throughput.
    `timed` of these were scanned at the county; `median_hours` and `p90_hours` are the time from
    that scan to the hand-over. `overdue` wait at the station now for more than the days asked for.
    `lost` and `damaged` became so in the period and are so now.
    """

    key: int | None
    code: str
    name: str
    received: int
    arrived: int
    handed_over: int
    timed: int
    median_hours: Decimal | None
    p90_hours: Decimal | None
    overdue: int
    lost: int
    damaged: int


@dataclass(frozen=True, slots=True)
class SecondLegReport:
    """From the first to the last day, both included, in Asia/Shanghai; the part the reader sees."""

    first_day: dt.date
    last_day: dt.date
    overdue_days: int
    as_of: dt.datetime
    behind: dt.timedelta  # read from a replica: how long ago `as_of` was
    total: Figures
    counties: list[Figures] = field(default_factory=list)
    carriers: list[Figures] = field(default_factory=list)
    stations: list[Figures] = field(default_factory=list)


# `percentile_cont` cannot be added up, so every grouping is counted for itself, in one pass.
_SQL = """
WITH lost AS (
    SELECT DISTINCT e.parcel_id FROM orders_parcelevent e
     WHERE e.kind IN ('lost', 'damaged') AND e.before <> e.after AND e.at >= %s AND e.at < %s
), mine AS (
    SELECT p.station_id, p.carrier_id, s.center_id, s.code AS station_code, s.name AS station_name,
           c.code AS carrier_code, c.name AS carrier_name, o.code AS center_code, o.name AS center_name,
           p.county_at >= %s AND p.county_at < %s AS received,
           p.arrived_at >= %s AND p.arrived_at < %s AS arrived,
           p.status = 'handed_over' AND p.handed_over_at >= %s AND p.handed_over_at < %s AS handed_over,
           extract(epoch FROM p.handed_over_at - p.county_at) / 3600 AS hours,
           p.status = 'at_station' AND NOT p.returning AND p.arrived_at < %s AS overdue,
           p.status = 'lost' AND lost.parcel_id IS NOT NULL AS lost,
           p.status IN ('damaged', 'returned') AND lost.parcel_id IS NOT NULL AS damaged
      FROM orders_parcel p
      JOIN stations_station s ON s.id = p.station_id
      JOIN stations_countycenter o ON o.id = s.center_id
      JOIN orders_carrier c ON c.id = p.carrier_id
      LEFT JOIN lost ON lost.parcel_id = p.id
     WHERE p.direction = 'down' AND p.id IN ({visible})
)
SELECT CASE WHEN GROUPING(station_id) = 0 THEN 'stations' WHEN GROUPING(carrier_id) = 0 THEN 'carriers'
            WHEN GROUPING(center_id) = 0 THEN 'counties' ELSE 'total' END,
       coalesce(station_id, carrier_id, center_id),
       CASE WHEN GROUPING(station_id) = 0 THEN max(station_code)
            WHEN GROUPING(carrier_id) = 0 THEN max(carrier_code)
            WHEN GROUPING(center_id) = 0 THEN max(center_code) ELSE '' END,
       CASE WHEN GROUPING(station_id) = 0 THEN max(station_name)
            WHEN GROUPING(carrier_id) = 0 THEN max(carrier_name)
            WHEN GROUPING(center_id) = 0 THEN max(center_name) ELSE '' END,
       count(*) FILTER (WHERE received), count(*) FILTER (WHERE arrived),
       count(*) FILTER (WHERE handed_over),
       count(hours) FILTER (WHERE handed_over),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FILTER (WHERE handed_over),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY hours) FILTER (WHERE handed_over),
       count(*) FILTER (WHERE overdue), count(*) FILTER (WHERE lost), count(*) FILTER (WHERE damaged)
  FROM mine
 WHERE received OR arrived OR handed_over OR overdue OR lost OR damaged
 GROUP BY GROUPING SETS ((station_id), (carrier_id), (center_id), ())
 ORDER BY 1, 7 DESC, 3
"""


@reads_replica
def second_leg_report(
    *,
    first_day: dt.date,
    last_day: dt.date,
    overdue_days: int = OVERDUE_DAYS,
    parcels: ParcelQuerySet | None = None,
) -> SecondLegReport:
    """The report over some days. One query.

    `parcels` is the reader's own part of them (`visible_to`); without it all count.

    Raises Refused, with the field: days that are turned round or more than a year, a number of
    days that makes no sense.
    """
    if last_day < first_day or (last_day - first_day).days >= LONGEST_DAYS:
        raise Refused(
            _("Choose at most a year, the last day not before the first."), code="days", field="last_day"
        )
    if not 0 <= overdue_days <= MOST_OVERDUE_DAYS:
        raise Refused(_("Choose 0 to 365 days."), code="overdue_days", field="overdue_days")
    read_from = source()
    now = timezone.now() - read_from.behind
    period = [day_start(first_day), day_end(last_day)]
    visible, scoped = _ids(Parcel.objects.all() if parcels is None else parcels)
    found: dict[str, list[Figures]] = {"total": [], "counties": [], "carriers": [], "stations": []}
    with connections[read_from.alias].cursor() as cursor:
        cursor.execute(
            _SQL.format(visible=visible), [*(period * 4), now - dt.timedelta(days=overdue_days), *scoped]
        )
        for group, *values in cursor.fetchall():
            found[group].append(_figures(values))
    total = found.pop("total")
    return SecondLegReport(
        first_day=first_day,
        last_day=last_day,
        overdue_days=overdue_days,
        as_of=now,
        behind=read_from.behind,
        total=total[0] if total else _figures([None, "", "", 0, 0, 0, 0, None, None, 0, 0, 0]),
        **found,
    )


def _ids(parcels: ParcelQuerySet) -> tuple[str, tuple[Any, ...]]:
    try:
        return parcels.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # a reader who sees none
        return "SELECT 0 WHERE false", ()


def _figures(values: list[Any]) -> Figures:
    key, code, name, received, arrived, handed_over, timed, median, p90, overdue, lost, damaged = values
    return Figures(
        key,
        code,
        name,
        received,
        arrived,
        handed_over,
        timed,
        _hours(median),
        _hours(p90),
        overdue,
        lost,
        damaged,
    )


def _hours(value: float | None) -> Decimal | None:
    """To a tenth of an hour."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.1"))
