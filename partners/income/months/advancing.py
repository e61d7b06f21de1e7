"""A county's month goes on: approved by the county, locked by head office, opened again from above."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partners.income.months.checks import check_nothing_open
from partners.income.months.lifecycle import MONTH_LIFECYCLE, MonthStatus
from partners.income.months.models import CountyMonth, CountyMonthChange
from stations.refusals import Refused, check_reason


def approve_month(*, actor: Any, county_month: CountyMonth) -> CountyMonth:
    """The county stands for its statements; from here on the month takes nothing more.

    Locks the county's month. Raises Refused: it is not open, or
    something is open in the county, all of it at once.
    """
    with transaction.atomic():
        county_month = _lock(county_month, MonthStatus.APPROVED)
        check_nothing_open(county_month.center, county_month.month)
        county_month.approved_by = actor
        return _move(county_month, MonthStatus.APPROVED, actor=actor)


def send_back_month(*, actor: Any, county_month: CountyMonth, reason: str) -> CountyMonth:
    """Takes an approval back before the lock. Locks the county's month.

    Raises Refused: it is not approved, or no reason.
    """
    with transaction.atomic():
        county_month = _lock(county_month, MonthStatus.OPEN)
        if county_month.status != MonthStatus.APPROVED:
            raise Refused(_("A locked month is opened by head office only."), code="locked", conflict=True)
        county_month.approved_by = None
        return _move(county_month, MonthStatus.OPEN, actor=actor, reason=check_reason(reason))


def lock_month(*, actor: Any, county_month: CountyMonth) -> CountyMonth:
    """Head office agrees: what the month owes may be paid out. Locks the county's month.

    Raises Refused: it is not approved, the same person approved it, or something is open.
    """
    with transaction.atomic():
        county_month = _lock(county_month, MonthStatus.LOCKED)
        if county_month.approved_by_id == actor.pk:
            raise Refused(_("A second person has to lock what you approved."), code="second_person")
        check_nothing_open(county_month.center, county_month.month)
        county_month.locked_by = actor
        return _move(county_month, MonthStatus.LOCKED, actor=actor)


def reopen_month(*, actor: Any, county_month: CountyMonth, reason: str) -> CountyMonth:
    """Opens a locked month again, from above and with a reason. Locks the county's month.

    Statements stay as they are until they are recalculated; payouts that were not sent yet are
    left out when their batch is released. Raises Refused: it is not locked, or no reason.
    """
    with transaction.atomic():
        county_month = _lock(county_month, MonthStatus.OPEN)
        if county_month.status != MonthStatus.LOCKED:
            raise Refused(_("This month is not locked."), code="not_locked", conflict=True)
        county_month.approved_by = county_month.locked_by = None
        return _move(county_month, MonthStatus.OPEN, actor=actor, reason=check_reason(reason))


def _lock(county_month: CountyMonth, after: MonthStatus) -> CountyMonth:
    county_month = (
        CountyMonth.objects.select_for_update(of=("self",)).select_related("center").get(pk=county_month.pk)
    )
    MONTH_LIFECYCLE.check(county_month.status, after, label=county_month)
    return county_month


def _move(county_month: CountyMonth, after: MonthStatus, *, actor: Any, reason: str = "") -> CountyMonth:
    before, county_month.status = county_month.status, after
    county_month.save(update_fields=["status", "approved_by", "locked_by"])
    CountyMonthChange.objects.create(
        county_month=county_month, before=before, after=after, reason=reason, actor=actor
    )
    return county_month
