"""What a drawer says against the end of a tenure or of a station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.cash.models import CashDay, Drawer
from partners.people.checks import Blocker, at_the_desk
from partners.people.stock import Stock, held
from stations.clock import month_end, today
from stations.money import ZERO
from stations.wording import day as written_day
from stations.wording import yuan

if TYPE_CHECKING:
    from partners.people.models import Tenure
    from stations.centers.models import CountyCenter
    from stations.network.models import Station


def not_settled(station: Station) -> Iterator[str]:
    """A day that is not closed, and cash that would be left behind."""
    return (one.text for one in _open(station))


def left_behind(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """Cash and open days of a partner who leaves by today: the next one has not counted them."""
    return [] if last_day > today() else list(_open(tenure.station))


def in_the_drawer(station: Station) -> Stock:
    """What the drawer holds, in yuan."""
    drawer = held(Drawer.objects.filter(station=station)).first()
    return Stock(drawer.amount if drawer else ZERO)


def _open(station: Station) -> Iterator[Blocker]:
    open_day = CashDay.objects.filter(station=station, closed_at__isnull=True).order_by("day").first()
    if open_day is not None:
        text = _("The cash of %(day)s is not closed: count it and close the day.")
        page = at_the_desk("orders_cashday", station__id__exact=station.pk)
        yield Blocker(text % {"day": written_day(open_day.day)}, page)
    drawer = Drawer.objects.filter(station=station).first()
    if drawer is not None and drawer.amount:
        text = _("The drawer still holds %(amount)s: take it out or to the bank first.")
        page = at_the_desk("orders_cashmovement", station__id__exact=station.pk)
        yield Blocker(text % {"amount": yuan(drawer.amount)}, page, "cash")


def not_closed_in_month(center: CountyCenter, month: dt.date) -> Iterator[str]:
    """Days of the month on which cash moved and that nobody has counted and closed; names the first."""
    days = CashDay.objects.filter(
        station__center=center, day__range=(month, month_end(month)), closed_at__isnull=True
    ).order_by("day", "station__code")
    first = days.select_related("station").first()
    if first is None:
        return
    count = days.count()
    yield ngettext(
        "%(count)d cash day is not closed: %(station)s on %(day)s.",
        "%(count)d cash days are not closed, the first: %(station)s on %(day)s.",
        count,
    ) % {"count": count, "station": first.station.code, "day": written_day(first.day)}
