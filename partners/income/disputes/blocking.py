"""What is open in a county's month as income itself knows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from partners.income.adjustments.models import Adjustment
from partners.income.disputes.models import Dispute

if TYPE_CHECKING:
    from stations.centers.models import CountyCenter


def not_answered(center: CountyCenter, month: dt.date) -> Iterator[str]:
    """Disputes of the month's statements that wait for an answer."""
    count = (
        Dispute.objects.open()
        .filter(earning__statement__month=month, earning__statement__center=center)
        .count()
    )
    if count:
        yield ngettext(
            "%(count)s dispute waits for an answer.", "%(count)s disputes wait for an answer.", count
        ) % {"count": count}


def not_decided(center: CountyCenter, month: dt.date) -> Iterator[str]:
    """Adjustments for the month that wait for a second person, or for a recalculation."""
    adjustments = Adjustment.objects.filter(month=month, partner__center=center)
    count = adjustments.open().count()
    if count:
        yield ngettext(
            "%(count)s adjustment waits for a second person.",
            "%(count)s adjustments wait for a second person.",
            count,
        ) % {"count": count}
