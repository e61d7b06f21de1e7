"""A festival's turnover is counted once it has settled, and told to those who give a bonus for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from orders.festivals.models import Festival, StationTurnover
from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Business, SubsidyCategory
from partners.journal.models import Activity
from partners.subsidies.sources import NewEvent

# So long refunds may lower what counts: as long as an order is on hold (domain, section 3; A).
SETTLES_FOR = dt.timedelta(days=7)
# Afterwards a festival that was counted is not looked at again.
LOOKED_AT_FOR = dt.timedelta(days=60)


def counted_festivals() -> Iterator[NewEvent]:
    """For each station the net turnover of a festival that ended a week ago, in yuan.

    Net of agent orders paid in the festival, as it stands when it is counted; a refund that comes
    later changes the bonus no more.
    """
    now = timezone.now()
    for festival in Festival.objects.filter(ends_at__lte=now - SETTLES_FOR).order_by("ends_at"):
        noted = Activity.objects.filter(source_key__startswith=f"festival:{festival.pk}:")
        if festival.ends_at > now - LOOKED_AT_FOR or not noted.exists():
            yield from _stations_of(festival)


def _stations_of(festival: Festival) -> Iterator[NewEvent]:
    roll_up_turnover()
    hours: Any = StationTurnover.objects.filter(
        hour__gte=festival.starts_at, hour__lt=festival.ends_at, business=Business.AGENT_ORDER
    )
    sums = hours.order_by("station").values_list("station").annotate(net=Sum("net_amount"))
    for station, net in sums:
        if net > 0:
            yield NewEvent(
                key=f"festival:{festival.pk}:{station}",
                category=SubsidyCategory.FESTIVAL,
                subject=f"festival:{festival.first_day:%Y%m%d}",
                day=festival.last_day,
                station_id=station,
                measure=net,
            )
