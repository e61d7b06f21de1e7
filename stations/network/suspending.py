"""A station is suspended for a while, and opens again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stations.clock import day_start
from stations.network.changing import lock_station, step
from stations.network.checks import Act, check_nothing_blocks
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.network.suspension import StationSuspension
from stations.refusals import Refused, check_reason
from stations.wording import moment


def suspend_station(*, actor: Any, station: Station, reason: str, at: dt.datetime | None = None) -> Station:
    """Stops a station from `at`, now unless given, until it is reopened. Locks the station.

    Raises Refused by the table, without a reason, while something blocks, and for a moment
    that is not yet or lies before its opening or the end of an earlier suspension.
    """
    at = at or timezone.now()
    with transaction.atomic():
        station = lock_station(station.pk)
        reason = check_reason(reason)
        step(station, StationStatus.SUSPENDED, actor=actor, reason=reason)
        check_nothing_blocks(station, Act.SUSPEND)
        _check_not_to_come(at)
        since = day_start(station.opened_on) if station.opened_on else at
        last = station.suspensions.order_by("-ends_at").values_list("ends_at", flat=True).first()
        if at < max(since, last or since):
            raise Refused(
                _("The station was opened or reopened after that, at %(moment)s.")
                % {"moment": moment(max(since, last or since))},
                code="moment",
                field="at",
            )
        StationSuspension.objects.create(station=station, starts_at=at)
    return station


def reopen_station(
    *, actor: Any, station: Station, reason: str = "", at: dt.datetime | None = None
) -> Station:
    """Ends the suspension at `at`, now unless given. Locks the station.

    Raises Refused when it is not suspended, and for a moment that is not yet or lies before
    the beginning of the suspension.
    """
    at = at or timezone.now()
    with transaction.atomic():
        station = lock_station(station.pk)
        if station.status != StationStatus.SUSPENDED:
            raise Refused(
                _("%(station)s is not suspended.") % {"station": station}, code="transition", conflict=True
            )
        step(station, StationStatus.OPEN, actor=actor, reason=reason)
        _check_not_to_come(at)
        end_suspension(station, at=at, field="at")
    return station


def end_suspension(station: Station, *, at: dt.datetime, field: str) -> None:
    """Ends the open suspension of a locked station; raises Refused when it began later."""
    suspension = station.suspensions.get(ends_at__isnull=True)
    if at <= suspension.starts_at:
        raise Refused(
            _("The station was suspended after that, at %(moment)s.")
            % {"moment": moment(suspension.starts_at)},
            code="moment",
            field=field,
        )
    suspension.ends_at = at
    suspension.save(update_fields=["ends_at"])


def _check_not_to_come(at: dt.datetime) -> None:
    if at > timezone.now():
        raise Refused(_("This moment is still to come."), code="moment", field="at")
