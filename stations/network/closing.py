"""A station is closed for good, or given up before it opened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stations import wording
from stations.clock import day_end, today
from stations.network.changing import lock_station, step
from stations.network.checks import Act, check_nothing_blocks
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.network.suspending import end_suspension
from stations.refusals import Refused, check_reason


def close_station(*, actor: Any, station: Station, reason: str, closed_on: dt.date | None = None) -> Station:
    """Closes a station; `closed_on`, today unless given, is its last day. Locks the station.

    A suspension lasts to the end of that day, so that a station which did not work any more is
    not counted on it. Raises Refused by the table, without a reason, while something blocks,
    and for a day that is not yet or lies before its opening or its suspension.
    """
    closed_on = closed_on or today()
    with transaction.atomic():
        station = lock_station(station.pk)
        reason = check_reason(reason)
        suspended = station.status == StationStatus.SUSPENDED
        if closed_on > today():
            raise Refused(_("This day is still to come."), code="day", field="closed_on")
        if station.opened_on and closed_on < station.opened_on:
            raise Refused(
                _("The station cannot close before it opened, on %(day)s.")
                % {"day": wording.day(station.opened_on)},
                code="day",
                field="closed_on",
            )
        station.closed_on = closed_on
        step(station, StationStatus.CLOSED, actor=actor, reason=reason, fields=("closed_on",))
        check_nothing_blocks(station, Act.CLOSE)
        if suspended:
            end_suspension(station, at=day_end(closed_on), field="closed_on")
    return station
