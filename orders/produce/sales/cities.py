"""Where a buyer lives: the city, and never more than that."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stations.refusals import Refused
from stations.regions.models import Region

# The four municipalities are provinces whose only city has no name of its own.
_NAMELESS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


def find_city(text: str) -> Region:
    """The city that a name or a code of four digits means; a municipality by its own name.

    Raises Refused where there is none, or several, beside `buyer_city`.
    """
    text = text.replace("\0", "").strip()
    cities = Region.objects.filter(level=Region.Level.CITY).select_related("parent")
    found = list(cities.filter(code=text)) if text.isascii() and text.isdigit() else []
    if text and not found:
        named = cities.exclude(name__in=_NAMELESS)
        found = list(named.filter(name__in=[text, f"{text}市"])[:2]) or list(
            named.filter(name__startswith=text)[:2]
        )
    if text and not found:
        # Beijing, Tianjin, Shanghai and Chongqing: the first city below the province.
        found = list(
            cities.filter(parent__name__in=[text, f"{text}市"], name__in=_NAMELESS).order_by("code")[:1]
        )
    if len(found) != 1:
        raise Refused(
            _("Which city is it? Write its name in full, like 杭州市.")
            if found
            else _("This city is not in the register. Write its name in Chinese, like 杭州."),
            code="city",
            field="buyer_city",
        )
    return found[0]


def city_name(city: Region) -> str:
    """How people call it; wants `parent` at hand."""
    return city.parent.name if city.name in _NAMELESS and city.parent is not None else city.name
