"""What produce says against the end of a station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from orders.produce.models import ProduceLot
from orders.produce.sales.models import ProduceSale
from partners.people.checks import Blocker, at_the_desk
from stations.clock import today

if TYPE_CHECKING:
    from partners.people.models import Tenure
    from stations.network.models import Station


def still_open(station: Station) -> Iterator[str]:
    """Lots that are recorded or offered, and sales that a farmer still waits for money of."""
    count = ProduceLot.objects.filter(station=station).still_open().count()
    if count:
        yield (
            ngettext(
                "%(count)d lot of produce is neither sold out nor withdrawn.",
                "%(count)d lots of produce are neither sold out nor withdrawn.",
                count,
            )
            % {"count": count}
        )
    yield from _unsettled(station.pk)


def not_settled(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """Sales that a partner who leaves by today still owes a farmer the money of: that is not inherited."""
    if last_day > today():
        return []
    page = at_the_desk("orders_producesale", station__id__exact=tenure.station_id)
    return [Blocker(text, page) for text in _unsettled(tenure.station_id)]


def _unsettled(station_id: int) -> list[str]:
    count = ProduceSale.objects.filter(station=station_id).unsettled().count()
    if not count:
        return []
    return [
        ngettext(
            "%(count)d sale of produce is not settled with its farmer.",
            "%(count)d sales of produce are not settled with their farmers.",
            count,
        )
        % {"count": count}
    ]
