"""The filters of `{% load cunzhan %}`: `stations.wording`, for templates."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

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


@register.filter
def table_rows(rows: Iterable[Sequence[str]]) -> SafeString:
    """Rows of finished text as those of a table, the first cell as the row's head.

    Written here and not by a loop in the template, which took half the time of a report for its tables.
    """
    return mark_safe("".join(map(_table_row, rows)))  # noqa: S308 (each cell is escaped)


def _table_row(row: Sequence[str]) -> str:
    head, *cells = map(conditional_escape, row)
    figures = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    return f'<tr><th scope="row">{head}</th>{figures}</tr>'
