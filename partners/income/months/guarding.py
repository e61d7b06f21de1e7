"""A month that is not open takes nothing more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from partners.income.months.lifecycle import MonthStatus
from stations.refusals import Refused
from stations.wording import month as month_in_words


def enter_months(*, month: dt.date, centers: Iterable[int]) -> None:
    """Enters a month for counties that have none yet, as open. Once, whoever else does it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO partners_countymonth (center_id, month, status)
            SELECT id, %s, 'open' FROM unnest(%s::bigint[]) AS id ORDER BY id ON CONFLICT DO NOTHING
            """,
            [month, sorted(set(centers))],
        )


def hold_open(*, month: dt.date, centers: Iterable[int]) -> set[int]:
    """Those of the centers whose month is open, and stays so until the transaction ends.

    Takes a share lock on their months, in the order of their keys: who approves or locks waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT center_id, status FROM partners_countymonth
            WHERE month = %s AND center_id = ANY(%s) ORDER BY id FOR SHARE
            """,
            [month, sorted(set(centers))],
        )
        return {center for center, status in cursor.fetchall() if status == MonthStatus.OPEN}


def check_open(*, month: dt.date, center_id: int) -> None:
    """Raises Refused where a county's month is approved or locked; else holds it open."""
    enter_months(month=month, centers=[center_id])
    if not hold_open(month=month, centers=[center_id]):
        raise Refused(
            _("%(month)s is approved or locked in this county: it takes nothing more.")
            % {"month": month_in_words(month)},
            code="month_locked",
            field="month",
            conflict=True,
        )
