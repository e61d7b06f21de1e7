"""Who runs which station on which day, for many questions at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from stations.prepared import prepared_cursor

_HOLD = """
    SELECT station_id, starts_on, ends_on, partner_id FROM partners_tenure
    WHERE station_id = ANY(%s) ORDER BY id FOR KEY SHARE
"""


class Incumbents:
    """The tenures of some stations, read once. `on` answers without a query.

    Whoever writes down who earned something holds these tenures until the commit, beside all others
    who write (FOR KEY SHARE): whoever ends one waits for them, and then sees what they wrote.
    """

    def __init__(self, station_ids: Iterable[int]) -> None:
        self._tenures: dict[int, list[tuple[dt.date, dt.date, int]]] = defaultdict(list)
        self._read_once = set(station_ids)
        self._read(self._read_once)

    def on(self, station_id: int, day: dt.date) -> int | None:
        """The partner whose tenure covers the day; where there is none, no commission is due."""
        found = self._among_known(station_id, day)
        if found is None and station_id in self._read_once:
            # A tenure that began while this one waited for the end of another shows at a second look only.
            self._read_once.remove(station_id)
            self._tenures.pop(station_id, None)
            self._read([station_id])
            found = self._among_known(station_id, day)
        return found

    def _read(self, station_ids: Iterable[int]) -> None:
        with prepared_cursor() as cursor:
            cursor.execute(_HOLD, [list(station_ids)])
            for station, starts_on, ends_on, partner in cursor.fetchall():
                self._tenures[station].append((starts_on, ends_on or dt.date.max, partner))

    def _among_known(self, station_id: int, day: dt.date) -> int | None:
        for starts_on, ends_on, partner in self._tenures[station_id]:
            if starts_on <= day <= ends_on:
                return partner
        return None
