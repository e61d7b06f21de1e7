"""What agent orders say against the end of a station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from orders.agent_orders.lifecycle import ON_THE_WAY
from orders.agent_orders.models import AgentOrder
from partners.people.checks import Blocker, at_the_desk
from stations.clock import day_end, month_end, today

if TYPE_CHECKING:
    from partners.people.models import Tenure
    from stations.centers.models import CountyCenter
    from stations.network.models import Station


def on_their_way(station: Station) -> Iterator[str]:
    """Orders that a villager still waits for: handed over or cancelled first."""
    count = AgentOrder.objects.filter(station=station, status__in=ON_THE_WAY).count()
    if count:
        yield (
            ngettext(
                "%(count)d order is not handed over yet.", "%(count)d orders are not handed over yet.", count
            )
            % {"count": count}
        )


def waiting_for_money(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """Orders of a partner who leaves by today that are not paid: whose commission would they be?"""
    if last_day > today():
        return []
    count = AgentOrder.objects.filter(station=tenure.station_id).waiting_for_money().count()
    page = at_the_desk("orders_agentorder", station__id__exact=tenure.station_id)
    return [Blocker(_waiting_in_words(count), page)] if count else []


def waiting_in_month(center: CountyCenter, month: dt.date) -> Iterator[str]:
    """Orders placed by the month's end that still wait for their money: paid or cancelled first."""
    orders = AgentOrder.objects.filter(station__center=center, placed_at__lt=day_end(month_end(month)))
    count = orders.waiting_for_money().count()
    if count:
        yield _waiting_in_words(count)


def _waiting_in_words(count: int) -> str:
    text = ngettext(
        "%(count)d order still waits for its money.", "%(count)d orders still wait for their money.", count
    )
    return text % {"count": count}
