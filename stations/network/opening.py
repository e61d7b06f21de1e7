"""A station is fitted out and opened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stations import wording
from stations.centers.changing import lock_center
from stations.centers.lifecycle import CenterStatus
from stations.clock import today
from stations.network.changing import lock_station, step
from stations.network.checks import Act, check_nothing_blocks
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused


def fit_out_station(*, actor: Any, station: Station, reason: str = "") -> Station:
    """Signs, shelves and screen are on their way. Locks the station; raises Refused by the table."""
    with transaction.atomic():
        return step(lock_station(station.pk), StationStatus.FITTING_OUT, actor=actor, reason=reason)


def open_station(
    *, actor: Any, station: Station, opened_on: dt.date | None = None, reason: str = ""
) -> Station:
    """The station serves its village from `opened_on`, today unless given. Locks center and station.

    Raises Refused by the table (a suspended one is reopened instead), while its center is not
    operating, for a day that is not yet or lies before the center's opening, and while something
    blocks: no survey that finds the village fit, a fit-out that is not finished.
    """
    opened_on = opened_on or today()
    with transaction.atomic():
        center = lock_center(Station.objects.values_list("center_id", flat=True).get(pk=station.pk))
        station = lock_station(station.pk)
        if station.center_id != center.pk:  # moved between the two locks
            raise Refused(
                _("%(station)s was just moved. Please try again.") % {"station": station},
                code="moved",
                conflict=True,
            )
        if station.status == StationStatus.SUSPENDED:
            raise Refused(
                _("%(station)s was opened before: reopen it.") % {"station": station},
                code="transition",
                conflict=True,
            )
        if center.status != CenterStatus.OPERATING:
            raise Refused(
                _("%(center)s is “%(status)s”: only an operating center opens stations.")
                % {"center": center, "status": center.get_status_display()},
                code="center",
                conflict=True,
            )
        if opened_on > today():
            raise Refused(_("This day is still to come."), code="day", field="opened_on")
        if center.opening_date and opened_on < center.opening_date:
            raise Refused(
                _("The station cannot open before its center, which opened on %(day)s.")
                % {"day": wording.day(center.opening_date)},
                code="day",
                field="opened_on",
            )
        station.opened_on = opened_on
        step(station, StationStatus.OPEN, actor=actor, reason=reason, fields=("opened_on",))
        check_nothing_blocks(station, Act.OPEN)
    return station
