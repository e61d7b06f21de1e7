"""Openings are planned by county and month, and the programme as a whole by a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from stations.centers.models import CountyCenter
from stations.clock import month_of
from stations.pipeline.models import OpeningPlan, ProgrammeTarget
from stations.refusals import Refused, check_fields


def plan_openings(*, actor: Any, center: CountyCenter, month: dt.date, stations: int) -> OpeningPlan:
    """So many stations in the month of the day given; said again it replaces what was planned.

    The row's history keeps each number. Raises Refused for a number that is none.
    """
    if not 0 <= stations <= 2000:
        raise Refused(_("A county opens 0 to 2,000 stations a month."), code="stations", field="stations")
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        plan, _made = OpeningPlan.objects.update_or_create(
            center=center, month=month_of(month), defaults={"stations": stations}
        )
    return plan


def set_target(
    *, actor: Any, due_on: dt.date, counties: int, stations: int, partners: int, source: str = ""
) -> ProgrammeTarget:
    """What is to be there by a day; said again it replaces what was said."""
    del actor
    target, _made = ProgrammeTarget.objects.update_or_create(
        due_on=due_on,
        defaults={"counties": counties, "stations": stations, "partners": partners, "source": source.strip()},
    )
    check_fields(target, "source")
    return target


def load_programme_target() -> ProgrammeTarget:
    """The plan of October 2014: 1,000 counties and 100,000 stations in three to five years."""
    target, _made = ProgrammeTarget.objects.get_or_create(
        due_on=dt.date(2019, 10, 13),
        defaults={"counties": 1000, "stations": 100_000, "partners": 200_000, "source": "2014-10-13"},
    )
    return target
