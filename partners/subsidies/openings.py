"""Stations that opened, as events: the opening subsidy is for whoever ran the station first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from partners.journal.kinds import SubsidyCategory
from partners.journal.models import Activity
from partners.subsidies.models import SubsidyRule
from partners.subsidies.sources import NewEvent
from stations.network.models import Station


def opened_stations() -> Iterator[NewEvent]:
    """Each station that has an opening day, and is not noted yet.

    Before the first rule of its kind is in force nothing is noted: an opening of before
    that is judged when there is something to judge it by.
    """
    rules = SubsidyRule.objects.confirmed().filter(category=SubsidyCategory.OPENING)
    first = rules.order_by("valid_from").values_list("valid_from", flat=True).first()
    if first is None:
        return
    key = Concat(Value("opening:"), Cast(OuterRef("pk"), CharField()))
    noted = Activity.objects.filter(source_key=key)
    stations = Station.objects.filter(opened_on__gte=first).filter(~Exists(noted))
    rows: Any = stations.order_by("opened_on", "pk").values_list("pk", "opened_on")
    for pk, day in rows:
        yield NewEvent(
            key=f"opening:{pk}",
            category=SubsidyCategory.OPENING,
            subject=f"opening:{pk}",
            day=day,
            station_id=pk,
            waits=True,
        )
