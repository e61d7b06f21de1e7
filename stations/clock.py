"""Time as the business reads it: days, hours and months of Asia/Shanghai."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from stations.refusals import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")


def business_date(moment: dt.datetime) -> dt.date:
    """The day in Asia/Shanghai of an aware moment, half open [00:00, 24:00)."""
    return moment.astimezone(SHANGHAI).date()


def today() -> dt.date:
    """The business date of now."""
    return business_date(timezone.now())


def day_start(day: dt.date) -> dt.datetime:
    """The first moment of a business date."""
    return dt.datetime.combine(day, dt.time.min, SHANGHAI)


def day_end(day: dt.date) -> dt.datetime:
    """The first moment after a business date."""
    return day_start(day + dt.timedelta(days=1))


def hour_start(moment: dt.datetime) -> dt.datetime:
    """The hour that a moment falls in."""
    return moment.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)


def month_of(day: dt.date) -> dt.date:
    """A month is kept as its first day."""
    return day.replace(day=1)


def month_end(month: dt.date) -> dt.date:
    """The last day of a month."""
    return next_month(month) - dt.timedelta(days=1)


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def parse_month(text: str) -> dt.date:
    """Reads `YYYY-MM`; raises Refused for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 2000:
        raise Refused(_("A month is written like 2015-11, not “%(text)s”.") % {"text": text}, code="month")
    return dt.date(int(match[1]), int(match[2]), 1)
