"""A center goes on: assessed, signed, operating, suspended, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stations import wording
from stations.centers.changing import lock_center, step
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.refusals import Refused, check_reason


def assess_center(*, actor: Any, center: CountyCenter, reason: str = "") -> CountyCenter:
    """The county was assessed and found fit. Locks the center; raises Refused by the table."""
    with transaction.atomic():
        return step(lock_center(center.pk), CenterStatus.ASSESSED, actor=actor, reason=reason)


def sign_center(
    *, actor: Any, center: CountyCenter, agreement_date: dt.date, reason: str = ""
) -> CountyCenter:
    """The agreement with the county is signed. Locks the center.

    Raises Refused by the table, and for a day that is not yet.
    """
    with transaction.atomic():
        center = lock_center(center.pk)
        _check_day(agreement_date, field="agreement_date")
        center.agreement_date = agreement_date
        return step(center, CenterStatus.SIGNED, actor=actor, reason=reason, fields=("agreement_date",))


def open_center(*, actor: Any, center: CountyCenter, opening_date: dt.date, reason: str = "") -> CountyCenter:
    """The center begins to operate; from now on it may open stations. Locks the center.

    Raises Refused by the table (a suspended one is reopened instead), and for a day that is
    not yet or lies before the agreement.
    """
    with transaction.atomic():
        center = lock_center(center.pk)
        if center.status == CenterStatus.SUSPENDED:
            raise Refused(
                _("%(center)s was opened before: reopen it.") % {"center": center},
                code="transition",
                conflict=True,
            )
        _check_day(opening_date, field="opening_date")
        if center.agreement_date and opening_date < center.agreement_date:
            raise Refused(
                _("The center cannot open before its agreement of %(day)s.")
                % {"day": wording.day(center.agreement_date)},
                code="day",
                field="opening_date",
            )
        center.opening_date = opening_date
        return step(center, CenterStatus.OPERATING, actor=actor, reason=reason, fields=("opening_date",))


def suspend_center(*, actor: Any, center: CountyCenter, reason: str) -> CountyCenter:
    """The center opens no stations for a while; those that are open go on. Locks the center.

    Raises Refused by the table, and without a reason.
    """
    with transaction.atomic():
        return step(lock_center(center.pk), CenterStatus.SUSPENDED, actor=actor, reason=check_reason(reason))


def reopen_center(*, actor: Any, center: CountyCenter, reason: str = "") -> CountyCenter:
    """A suspended center operates again, with the opening day it had. Locks the center.

    Raises Refused when it is not suspended.
    """
    with transaction.atomic():
        center = lock_center(center.pk)
        if center.status != CenterStatus.SUSPENDED:
            raise Refused(
                _("%(center)s is not suspended.") % {"center": center}, code="transition", conflict=True
            )
        return step(center, CenterStatus.OPERATING, actor=actor, reason=reason)


def close_center(*, actor: Any, center: CountyCenter, reason: str) -> CountyCenter:
    """The center ends, for good. Locks the center, so that no station opens meanwhile.

    Raises Refused by the table, without a reason, and while one of its stations is not closed.
    """
    with transaction.atomic():
        center = lock_center(center.pk)
        reason = check_reason(reason)
        left = center.stations.filter(closed_on__isnull=True).count()
        if left:
            raise Refused(
                ngettext(
                    "%(count)d station of this center is not closed: close or move it first.",
                    "%(count)d stations of this center are not closed: close or move them first.",
                    left,
                )
                % {"count": left},
                code="blocked",
                conflict=True,
            )
        return step(center, CenterStatus.CLOSED, actor=actor, reason=reason)


def _check_day(day: dt.date, *, field: str) -> None:
    if day > today():
        raise Refused(_("This day is still to come."), code="day", field=field)
