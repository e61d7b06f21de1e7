"""A month's scores are worked out and kept; again and again they come out the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.festivals.models import StationDay
from orders.logistics.models import ParcelEvent
from orders.reports.levels.models import LevelMonth, LevelRule, StationLevel
from orders.reports.levels.scoring_sql import SCORE
from partners.journal.kinds import Business
from stations.clock import day_end, day_start, month_end, month_of, next_month, today
from stations.network.models import Station
from stations.refusals import Refused, check_reason
from stations.wording import day as day_in_words

log = structlog.get_logger(__name__)

# Whatever was recorded so long ago is committed by now: no request and no import takes longer. Else
# the same moment would hold more rows when a month is scored again.
SETTLED_AFTER = dt.timedelta(hours=1)


def known_from(month: dt.date, rule: LevelRule) -> dt.datetime:
    """From when on all of a month is known: its last parcel has had its days."""
    return day_end(month_end(month) + dt.timedelta(days=rule.parcel_days))


def rule_of(month: dt.date) -> LevelRule:
    """The rule in force in a month. Raises Refused where there is none."""
    rule: LevelRule | None = LevelRule.objects.of_month(month).first()
    if rule is None:
        raise Refused(_("No rule of the levels is in force in this month."), code="no_rule", conflict=True)
    return rule


def score_month(
    *, month: dt.date, up_to: dt.datetime | None = None, actor: Any = None, reason: str = ""
) -> LevelMonth:
    """Scores every station in service in a month, each within its county; the old scores are replaced.

    Counts what was recorded before `up_to`: that of the first time where the month was scored
    before, else an hour ago. Locks the month, so that two runs follow each other. Raises Refused:
    no rule, or the days of the month's last parcels are not over.
    """
    month = month_of(month)
    rule = rule_of(month)
    with transaction.atomic():
        LevelMonth.objects.get_or_create(
            month=month,
            defaults={
                "rule": rule,
                "counted_up_to": timezone.now() - SETTLED_AFTER,
                "last_scan": _last_scan(),
            },
        )
        scored = LevelMonth.objects.select_for_update(of=("self",)).get(month=month)
        scored.rule = rule
        if up_to is not None:
            scored.counted_up_to, scored.last_scan = up_to, _last_scan()
        if scored.counted_up_to < known_from(month, rule):
            raise Refused(
                _("This month can be scored from %(day)s on: parcels may still be handed over in time.")
                % {"day": day_in_words(known_from(month, rule) + SETTLED_AFTER)},
                code="too_early",
                conflict=True,
            )
        scored.stations = _score(scored)
        scored.scored_at, scored.scored_by, scored.reason = timezone.now(), actor, reason
        scored.save()
    log.info("levels_scored", month=f"{month:%Y-%m}", stations=scored.stations)
    return scored


def score_again(*, actor: Any, scored: LevelMonth, reason: str) -> LevelMonth:
    """Scores a month anew with what was recorded since: late imports, refunds, surveys.

    Partners see another score than before, so it wants a reason. Raises Refused as `score_month` does.
    """
    reason = check_reason(reason)
    return score_month(month=scored.month, up_to=timezone.now() - SETTLED_AFTER, actor=actor, reason=reason)


def due_months() -> list[dt.date]:
    """Months with turnover that are over, known, and not scored; the oldest first."""
    first_day = StationDay.objects.filter(business=Business.AGENT_ORDER).aggregate(first=Min("day"))["first"]
    first_rule = LevelRule.objects.confirmed().aggregate(first=Min("valid_from"))["first"]
    if first_day is None or first_rule is None:
        return []
    done = set(LevelMonth.objects.filter(scored_at__isnull=False).values_list("month", flat=True))
    due = []
    month, now = max(month_of(first_day), first_rule), timezone.now() - SETTLED_AFTER
    while month < month_of(today()):
        if month not in done and known_from(month, rule_of(month)) <= now and _sold(month):
            due.append(month)
        month = next_month(month)
    return due


def _sold(month: dt.date) -> bool:
    """Whether anybody sold anything: a month in which nobody works has no levels."""
    sold = StationDay.objects.filter(business=Business.AGENT_ORDER)
    return bool(sold.filter(day__gte=month, day__lte=month_end(month)).exists())


def score_due_months() -> list[dt.date]:
    """Scores what is due, a transaction for each month; returns which. May be killed, and run twice."""
    due = due_months()
    for month in due:
        score_month(month=month)
    return due


def _last_scan() -> int:
    return int(ParcelEvent.objects.aggregate(last=Max("pk"))["last"] or 0)


def _score(scored: LevelMonth) -> int:
    month = scored.month
    last = month_end(month)
    stations = list(
        Station.objects.in_service_between(month, last).order_by("pk").values_list("pk", flat=True)
    )
    StationLevel.objects.filter(of=scored).exclude(station__in=stations).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            SCORE,
            {
                "month": scored.pk,
                "rule": scored.rule_id,
                "stations": stations,
                "first": month,
                "last": last,
                "since": day_start(month),
                "until": day_end(last),
                "up_to": scored.counted_up_to,
                "last_scan": scored.last_scan,
            },
        )
    return len(stations)
