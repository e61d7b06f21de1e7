"""What counter services say against the end of a station."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService

if TYPE_CHECKING:
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
