"""Who runs which station on which day, for many questions at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from partners.people.models import Tenure


class Incumbents:
    """The tenures of some stations, read once. `on` answers without a query."""

    def __init__(self, station_ids: Iterable[int]) -> None:
        self._tenures: dict[int, list[tuple[dt.date, dt.date, int]]] = defaultdict(list)
        rows = Tenure.objects.filter(station_id__in=set(station_ids)).values_list(
            "station_id", "starts_on", "ends_on", "partner_id"
        )
        for station, starts_on, ends_on, partner in rows:
            self._tenures[station].append((starts_on, ends_on or dt.date.max, partner))

    def on(self, station_id: int, day: dt.date) -> int | None:
        """The partner whose tenure covers the day; where there is none, no commission is due."""
        for starts_on, ends_on, partner in self._tenures[station_id]:
            if starts_on <= day <= ends_on:
                return partner
        return None
