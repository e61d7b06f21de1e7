"""The pick-up codes of new orders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from secrets import randbelow

from django.db import connection

from orders.agent_orders.lifecycle import ON_THE_WAY

# By the index that keeps a code once among the open orders of a station.
_TAKEN = """
    SELECT station_id, pickup_code FROM orders_agentorder
    JOIN unnest(%s::bigint[], %s::text[]) AS drawn (station_id, pickup_code) USING (station_id, pickup_code)
    WHERE status = ANY(%s) AND pickup_code <> ''
"""


class PickupCodes:
    """Six digits that no open order of the station has; one for each time a station is named."""

    def __init__(self, stations: Iterable[int]) -> None:
        self._drawn: dict[int, set[str]] = defaultdict(set)
        wanted = Counter(stations)
        # Of few hundred open orders and a million codes hardly one is drawn twice: asked once, as a rule.
        while wanted:
            drawn = {(station, code) for station, count in wanted.items() for code in _draw(count)}
            taken = {pair for pair in drawn if pair[1] in self._drawn[pair[0]]}
            taken |= self._taken(drawn)
            for station, code in drawn - taken:
                self._drawn[station].add(code)
            wanted = Counter(station for station, _code in taken)

    def new(self, station_id: int) -> str:
        return self._drawn[station_id].pop()

    def _taken(self, drawn: set[tuple[int, str]]) -> set[tuple[int, str]]:
        with connection.cursor() as cursor:
            stations, codes = zip(*drawn, strict=True)
            cursor.execute(_TAKEN, [list(stations), list(codes), [status.value for status in ON_THE_WAY]])
            return set(cursor.fetchall())


def draw_code() -> str:
    """Six digits, whoever else may have them."""
    return f"{randbelow(1_000_000):06d}"


def _draw(count: int) -> set[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(draw_code())
    return codes
