"""What the subjects of subsidies are called, by their numbers alone: lists of lines ask no query."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from stations.wording import day, month


def opening_label(station: int) -> str:
    return _("Opening of the station")


def training_label(number: int) -> str:
    return _("Training passed")


def guarantee_label(number: int) -> str:
    """201510 is October 2015."""
    year, one = divmod(number, 100)
    return _("Guarantee of %(month)s") % {"month": month(dt.date(year, one, 1))}


def festival_label(number: int) -> str:
    """20151111 is the festival that began on that day."""
    year, rest = divmod(number, 10_000)
    return _("Festival of %(day)s") % {"day": day(dt.date(year, rest // 100, rest % 100))}
