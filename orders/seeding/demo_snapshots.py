"""The demo's snapshots: Double Eleven as it stood at midnight, and a week later with its refunds."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from orders.festivals.freezing.taking import keep
from orders.festivals.models import Festival
from orders.festivals.rolling_up import CONSUMER, roll_up_turnover
from partners.accounts.models import User
from partners.journal.models import PendingActivity
from stations.clock import day_start
from stations.turns import ROLLING_UP, wait_turn

REASONS = {0: "零点，对外发布", 7: "一周后，核对退款"}


def make_snapshots(festival: Festival, *, actor: User) -> None:
    """As of the midnight that ended it, and of the one a week later; before its turnover is rolled up."""
    for days, reason in REASONS.items():
        moment = day_start(festival.last_day + dt.timedelta(days=1 + days))
        with transaction.atomic():
            wait_turn(ROLLING_UP)
            _roll_up_until(moment)
            keep(actor=actor, festival=festival, reason=reason, as_of=moment)


def _roll_up_until(moment: dt.datetime) -> None:
    """Only what had happened by then: the demo's file tells the whole autumn at once."""
    waiting = PendingActivity.objects.filter(consumer=CONSUMER)
    later = list(waiting.filter(activity__occurred_at__gte=moment).values_list("activity_id", flat=True))
    waiting.filter(activity__in=later).delete()
    roll_up_turnover(wait=True)
    PendingActivity.objects.bulk_create(PendingActivity(consumer=CONSUMER, activity_id=pk) for pk in later)
