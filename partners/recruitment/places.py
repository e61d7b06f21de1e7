"""Where one can apply: villages of the register by name, and the places that are open in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from partners.recruitment.models import Vacancy
from stations.clock import today
from stations.regions.models import Region
from stations.regions.queries import MOST_PLACES

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Places:
    """What a search finds: open places in the villages and in places above that are called so, and
    villages of the register in which none is open.
    """

    vacancies: list[Vacancy]
    without: list[Region]


def search_places(text: str) -> Places:
    """At most 50 of each; without words the places that are open for the shortest time to come."""
    vacancies = (
        Vacancy.objects.taking_applications(today())
        .select_related("station__center", "station__village__parent__parent__parent__parent")
        .order_by("closes_on", "pk")
    )
    text = text.strip()
    if not text:
        return Places(list(vacancies[:MOST_SHOWN]), [])
    # By the path too, since one says "尤溪 西洋"; a short word stands for the whole name.
    villages = list(Region.objects.filter(level=Region.Level.VILLAGE).search(text).with_path()[:MOST_SHOWN])
    above = Region.objects.filter(level__lt=Region.Level.VILLAGE).search(text)
    within = Q(station__village__in=[village.pk for village in villages])
    for code in above.values_list("code", flat=True)[:MOST_PLACES]:
        within |= Q(station__village__code__startswith=code)
    found = list(vacancies.filter(within)[:MOST_SHOWN])
    taken = {vacancy.station.village_id for vacancy in found}
    return Places(found, [village for village in villages if village.pk not in taken])


def plain_place(name: str) -> str:
    """A village as people call it: without the committee."""
    return re.sub("(村民委员会|村委会|居民委员会|居委会|委会)$", "", name)
