"""A village is surveyed before its station opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stations.clock import today
from stations.network.changing import lock_station
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused, check_fields
from stations.surveying.models import VillageSurvey

MEASURED = (
    "households",
    "residents",
    "broadband_households",
    "mobile",
    "road_km",
    "shops",
    "room_m2",
    "words",
)


def record_survey(*, actor: Any, survey: VillageSurvey) -> VillageSurvey:
    """Keeps a survey; of several the last one counts. Locks the station.

    Raises Refused: a closed station, a day that is not yet, more households with broadband than
    there are, a field out of its range.
    """
    survey.actor = actor
    with transaction.atomic():
        station = lock_station(survey.station_id)
        if station.status == StationStatus.CLOSED:
            raise Refused(_("%(station)s is closed.") % {"station": station}, code="closed", conflict=True)
        if survey.surveyed_on > today():
            raise Refused(_("This day is still to come."), code="day", field="surveyed_on")
        check_fields(survey, *MEASURED)
        if survey.broadband_households > survey.households:
            raise Refused(
                _("There are not so many households."), code="broadband", field="broadband_households"
            )
        survey.save(force_insert=True)
    return survey


def last_survey(station: Station) -> VillageSurvey | None:
    survey: VillageSurvey | None = station.surveys.order_by("-surveyed_on", "-pk").first()
    return survey


def not_surveyed(station: Station) -> Iterator[str]:
    """What the survey has against an opening."""
    survey = last_survey(station)
    if survey is None:
        yield _("The village was not surveyed.")
    elif not survey.fit:
        yield _("The last survey finds the village unfit.")
