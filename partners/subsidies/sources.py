"""Who knows of events that may earn a subsidy: a station opened, a training passed, a festival counted.

Whoever does registers a source in `AppConfig.ready`, by dotted path: apps are named before models
are there. The job asks each source for what is new. An event has a key of its own for ever, so that
asking twice, or telling (`events.note_events`) and being asked, notes it once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.module_loading import import_string

from partners.journal.kinds import SubsidyCategory
from stations.money import ZERO


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What happened to whom: `key` is unique for ever ("opening:17"), `subject` its words in the journal.

    Name the station, the partner, or both. Without a partner it is for whoever ran the station that
    day; without a station, for the partner's at that time. One that `waits` is left for the tenure
    that begins next where none covers the day. `measure` is what brackets look at, in yuan.
    """

    key: str
    category: SubsidyCategory
    subject: str
    day: dt.date
    station_id: int | None = None
    partner_id: int | None = None
    measure: Decimal = ZERO
    waits: bool = False


EventSource = Callable[[], Iterable[NewEvent]]

_sources: dict[str, str] = {}


def register(name: str, source: str) -> None:
    """Adds an `EventSource` by dotted path, under a name of its own; the same name replaces it."""
    _sources[name] = source


def unregister(name: str) -> None:
    _sources.pop(name, None)


def new_events() -> Iterator[Iterable[NewEvent]]:
    """What each source has, in the order of their names."""
    for name in sorted(_sources):
        source: EventSource = import_string(_sources[name])
        yield source()
