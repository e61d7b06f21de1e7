"""Events become journal rows, each once; what one earns is decided later (`income.awarding`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import structlog
from django.db import transaction

from partners.journal.kinds import Business, Kind
from partners.journal.models import Activity
from partners.journal.posting import post_many
from partners.people.models import Tenure
from partners.subsidies.sources import NewEvent, new_events
from stations.clock import day_start
from stations.turns import wait_turn

log = structlog.get_logger(__name__)

CONSUMER = "subsidies"
NOTING = "partners.noting_events"
CHUNK = 2_000


def collect_events() -> int:
    """Asks every source and notes what is new; returns how many events that were."""
    return sum(note_events(list(events)) for events in new_events())


def note_events(events: Sequence[NewEvent]) -> int:
    """Writes events to the journal, each once; returns how many were new.

    An event without a tenure is left for the next time. Chunks are transactions in the
    noting turn: two at once note an event once, a kill loses nothing.
    """
    noted = 0
    for begin in range(0, len(events), CHUNK):
        with transaction.atomic():
            wait_turn(NOTING)
            noted += _note(events[begin : begin + CHUNK])
    if noted:
        log.info("subsidy_events_noted", events=noted)
    return noted


def _note(events: Sequence[NewEvent]) -> int:
    known = set(
        Activity.objects.filter(source_key__in=[one.key for one in events]).values_list(
            "source_key", flat=True
        )
    )
    fresh = {one.key: one for one in events if one.key not in known}
    tenures = _Tenures(fresh.values())
    rows = [row for row in (_row(one, tenures.of(one)) for one in fresh.values()) if row is not None]
    post_many(rows)
    return len(rows)


def _row(event: NewEvent, tenure: Tenure | None) -> Activity | None:
    if tenure is None:
        return None
    moment = day_start(max(event.day, tenure.starts_on))
    return Activity(
        partner_id=tenure.partner_id,
        station_id=tenure.station_id,
        center_id=tenure.station.center_id,
        business=Business.SUBSIDY,
        kind=Kind.EVENT,
        category=event.category,
        amount=event.measure,
        occurred_at=moment,
        turnover_at=moment,
        subject=event.subject,
        source_key=event.key,
    )


class _Tenures:
    """The tenures of the stations and partners of some events, read once."""

    def __init__(self, events: Iterable[NewEvent]) -> None:
        events = list(events)
        stations = {one.station_id for one in events if one.station_id is not None}
        partners = {one.partner_id for one in events if one.station_id is None}
        rows = Tenure.objects.select_related("station").order_by("starts_on", "pk")
        self._of_station: dict[int, list[Tenure]] = {}
        self._of_partner: dict[int, list[Tenure]] = {}
        for row in rows.filter(station__in=stations):
            self._of_station.setdefault(row.station_id, []).append(row)
        for row in rows.filter(partner__in=partners):
            self._of_partner.setdefault(row.partner_id, []).append(row)

    def of(self, event: NewEvent) -> Tenure | None:
        """The one that covers the day, or, for an event that waits, the next to begin."""
        if event.station_id is not None:
            mine = self._of_station.get(event.station_id, [])
            mine = [one for one in mine if event.partner_id in (None, one.partner_id)]
        else:
            mine = self._of_partner.get(event.partner_id or 0, [])
        tenure = next((one for one in mine if one.ends_on is None or one.ends_on >= event.day), None)
        return tenure if tenure and (event.waits or tenure.starts_on <= event.day) else None
