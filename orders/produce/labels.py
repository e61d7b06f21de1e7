"""The label of a lot: what stands on 58 mm of paper, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from orders.produce.models import ProduceLot


@dataclass(frozen=True, slots=True)
class Label:
    """`lines` are words in each language, one line a language."""

    url: str
    qr: SafeString
    lines: tuple[str, ...]
    scan: str


def label_of(lot: ProduceLot, absolute: Callable[[str], str]) -> Label:
    """The label; `absolute` makes an address of a path, as the buyer's phone will need it."""
    url = absolute(reverse("trace", args=[lot.code]))
    drawn = segno.make(url, micro=False, error="m").svg_inline(dark="#000", light=None, omitsize=True)
    lines, scan = [], []
    for language, _name in settings.LANGUAGES:
        with override(language):
            lines.append(
                _("%(category)s · harvested on %(day)s")
                % {"category": lot.get_category_display(), "day": lot.harvested_on.isoformat()}
            )
            scan.append(_("Scan: where and how it grew"))
    return Label(url, mark_safe(drawn), tuple(lines), " · ".join(scan))  # noqa: S308 - drawn from our own address
