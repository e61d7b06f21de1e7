"""Stations counted where they are: the figures of ten thousand in one row each of a few hundred."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

from orders.festivals.models import Festival
from orders.festivals.sums import Reader, serving_stations, sold_by_station
from stations.replica import source

FIRST = 10

# A station that sold without being in service is listed, and counted nowhere. The middle two are the
# same one where the number is odd; percentile_cont would give a float.
_COUNT = """
WITH serving (id) AS ({serving}), sold AS (
    SELECT station_id, sum(placed_amount) AS placed_amount, sum(placed_orders) AS placed_orders,
           sum(paid_amount) AS paid_amount, sum(paid_orders) AS paid_orders,
           sum(net_amount) AS net_amount, sum(net_orders) AS net_orders
    FROM ({sold}) AS parts (station_id, placed_amount, placed_orders, paid_amount, paid_orders,
                            net_amount, net_orders)
    GROUP BY station_id
), place AS MATERIALIZED (
    SELECT s.code, s.name, c.county_id AS county, (serving.id IS NOT NULL)::int AS in_service,
           coalesce(placed_amount, 0) AS placed_amount, coalesce(placed_orders, 0) AS placed_orders,
           coalesce(paid_amount, 0) AS paid_amount, coalesce(paid_orders, 0) AS paid_orders,
           coalesce(net_amount, 0) AS net_amount, coalesce(net_orders, 0) AS net_orders
    FROM serving FULL JOIN sold ON sold.station_id = serving.id
    JOIN stations_station s ON s.id = coalesce(serving.id, sold.station_id)
    JOIN stations_countycenter c ON c.id = s.center_id
), first AS (
    SELECT * FROM place ORDER BY paid_amount DESC, code LIMIT %s
)
SELECT 'county', county, '', '', sum(in_service), count(*) FILTER (WHERE in_service = 1 AND paid_orders > 0),
       sum(paid_amount) FILTER (WHERE in_service = 1), count(*), 0::numeric, 0, 0::numeric
FROM place GROUP BY county
UNION ALL
SELECT 'middle', '', '', '', 0, 0, percentile_disc(0.5) WITHIN GROUP (ORDER BY paid_amount), 0,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY paid_amount DESC), 0, 0
FROM place WHERE in_service = 1
UNION ALL
SELECT 'first', first.code, first.name, r.code || ' ' || r.name, in_service, placed_orders, placed_amount,
       paid_orders, paid_amount, net_orders, net_amount
FROM first JOIN stations_region r ON r.code = first.county
"""


@dataclass(frozen=True, slots=True)
class StationCounts:
    """Stations in service and selling by county code; of those in service yuan paid and the median.

    `first` are the first few by what was paid: code, name, county's code and name, in service,
    and the six measures.
    """

    in_service: Counter[str]
    selling: Counter[str]
    paid: Decimal
    median: Decimal | None
    listed: int
    first: tuple[tuple[Any, ...], ...]


def count_stations(festival: Festival, reader: Reader) -> StationCounts:
    """Every station in service on a day of the festival, and whoever else the reader sees sold something."""
    try:
        serving, parameters = serving_stations(festival, reader).values_list("pk").query.sql_with_params()
        parts = [rows.query.sql_with_params() for rows in sold_by_station(festival, reader)]
    except EmptyResultSet:  # who sees nothing
        return StationCounts(Counter(), Counter(), Decimal(0), None, 0, ())
    sold = " UNION ALL ".join(f"({part})" for part, _values in parts)
    values = [*parameters, *(value for _part, own in parts for value in own), FIRST]
    in_service: Counter[str] = Counter()
    selling: Counter[str] = Counter()
    paid, listed, median = Decimal(0), 0, None
    first = []
    with connections[source().alias].cursor() as cursor:
        cursor.execute(_COUNT.format(serving=serving, sold=sold), values)
        for kind, code, name, county, *figures in cursor.fetchall():
            if kind == "county":
                in_service[code], selling[code] = int(figures[0]), int(figures[1])
                paid, listed = paid + (figures[2] or 0), listed + int(figures[3])
            elif kind == "middle" and figures[2] is not None:
                median = (figures[2] + figures[4]) / 2
            elif kind == "first":
                first.append((code, name, *county.split(" ", 1), *_measures(figures)))
    return StationCounts(in_service, selling, paid, median, listed, tuple(first))


def _measures(figures: list[Any]) -> tuple[Any, ...]:
    in_service, placed_orders, placed, paid_orders, paid, net_orders, net = figures
    return int(in_service), (placed, int(placed_orders), paid, int(paid_orders), net, int(net_orders))
