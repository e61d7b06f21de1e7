"""The filters of `{% load cunzhan %}`: `stations.wording`, for templates."""

from decimal import Decimal

from django import template

from stations import wording

register = template.Library()

register.filter("yuan", wording.yuan)
register.filter("yuan_parts", wording.yuan_parts)
register.filter("yuan_short", wording.yuan_short)
register.filter("yuan_round", wording.yuan_round)
register.filter("count", wording.count)
register.filter("percent", wording.percent)
register.filter("phone", wording.masked_phone)
register.filter("full_phone", wording.full_phone)
register.filter("day", wording.day)
register.filter("moment", wording.moment)
register.filter("month", wording.month)


@register.filter
def svg_length(share: wording.Number | None) -> str:
    """A bar's width: a share of the longest, kept between nothing and all."""
    part = min(max(Decimal(str(share or 0)), Decimal(0)), Decimal(1))
    return f"{part * 100:.1f}%"
