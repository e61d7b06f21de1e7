"""What counter services say against the end of a station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService
from partners.people.checks import Blocker, at_the_desk
from stations.clock import day_end, month_end, today

if TYPE_CHECKING:
    from partners.people.models import Tenure
    from stations.centers.models import CountyCenter
    from stations.network.models import Station

OPEN = (*DUE, ServiceStatus.FAILED, ServiceStatus.SUSPENSE)


def still_open(station: Station) -> Iterator[str]:
    """Services whose outcome is not known, and money that has not gone back yet."""
    count = CounterService.objects.filter(station=station, status__in=OPEN).count()
    if count:
        yield (
            ngettext(
                "%(count)d counter service is not finished yet.",
                "%(count)d counter services are not finished yet.",
                count,
            )
            % {"count": count}
        )


def left_open(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """Services of a partner who leaves by today: whoever took the money gives it back."""
    if last_day > today():
        return []
    page = at_the_desk("orders_counterservice", station__id__exact=tenure.station_id)
    return [Blocker(text, page) for text in still_open(tenure.station)]


def unknown_in_month(center: CountyCenter, month: dt.date) -> Iterator[str]:
    """Services confirmed by the month's end whose outcome is not known, or whose money is to be settled."""
    count = CounterService.objects.filter(
        station__center=center, status__in=OPEN, charged_at__lt=day_end(month_end(month))
    ).count()
    if count:
        yield (
            ngettext(
                "%(count)d counter service is not finished yet.",
                "%(count)d counter services are not finished yet.",
                count,
            )
            % {"count": count}
        )
