"""The report's curves and shares, as charts with their tables."""

from __future__ import annotations

from django.utils.translation import gettext as _

from orders.festivals.report import FestivalFigures, Stretch
from stations import wording
from stations.charts import Chart, Series
from stations.money import ZERO


def curve(report: FestivalFigures) -> Chart:
    """The hours that have begun; with their day where there is more than one."""
    several = report.festival.first_day != report.festival.last_day
    return Chart(
        id="hours",
        title=_("Turnover by hour"),
        kind="line",
        head=_("Hour"),
        labels=[f"{hour.starts_at:{'%m-%d %H:%M' if several else '%H:%M'}}" for hour in report.hours],
        series=[
            Series(_("Paid"), [hour.turnovers.paid_amount for hour in report.hours]),
            Series(_("Placed"), [hour.turnovers.placed_amount for hour in report.hours]),
            Series(_("Net"), [hour.turnovers.net_amount for hour in report.hours]),
        ],
    )


def opening(report: FestivalFigures) -> Chart:
    """The first hour, adding up: who wants to know when the first million was there."""
    return Chart(
        id="opening",
        title=_("The first hour, added up"),
        kind="line",
        head=_("Until"),
        labels=[f"{minute.starts_at:%H:%M}" for minute in report.opening],
        series=[Series(_("Paid so far"), _added_up(report.opening))],
    )


def _added_up(minutes: tuple[Stretch, ...]) -> list[wording.Number]:
    sums: list[wording.Number] = []
    sofar = ZERO
    for minute in minutes:
        sofar += minute.turnovers.paid_amount
        sums.append(sofar)
    return sums
