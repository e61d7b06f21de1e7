"""Under which county center a station stood at a moment, for many questions at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from stations.network.models import Station

_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class Whereabouts:
    """The centers of some stations over time. `center_of` asks the history, once, only where it must."""

    def __init__(self, stations: Iterable[Station]) -> None:
        self._moved = {station.pk for station in stations if station.center_since is not None}

    def center_of(self, station: Station, at: dt.datetime) -> int:
        """The id of the center the station was under at `at`: today's, unless it came there later."""
        if station.center_since is None or at >= station.center_since:
            return station.center_id
        return next(center for since, center in self._history[station.pk] if since <= at)

    @cached_property
    def _history(self) -> dict[int, list[tuple[dt.datetime, int]]]:
        """By station: since when it was under which center, the latest first."""
        copies = Station.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
        kept = copies.filter(pgh_obj_id__in=self._moved).order_by()
        history: dict[int, list[tuple[dt.datetime, int]]] = defaultdict(list)
        for station, center, since in kept.values_list("pgh_obj_id", "center_id", "center_since").distinct():
            history[station].append((since or _EVER, center))
        for stays in history.values():
            stays.sort(reverse=True)
        return history
