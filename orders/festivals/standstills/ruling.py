"""What counts as standing still is changed by head office, from a day on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from orders.festivals.standstills.models import StandstillRule
from stations.clock import today
from stations.refusals import Refused, check_fields

log = structlog.get_logger(__name__)


def set_standstill_rule(
    *, actor: Any, valid_from: dt.date, hours: int, weeks: int, least_expected: Decimal
) -> StandstillRule:
    """A rule from a day on, until the next one begins.

    It may begin today: nobody is paid by it. Raises Refused: a day that is over or has a rule already,
    figures out of bounds.
    """
    if valid_from < today():
        raise Refused(_("A rule begins today or later."), code="day", field="valid_from")
    rule = StandstillRule(
        valid_from=valid_from, hours=hours, weeks=weeks, least_expected=least_expected, set_by=actor
    )
    check_fields(rule, "hours", "weeks", "least_expected")
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("A rule begins on that day already."), code="taken", field="valid_from") from error
    log.info("standstill_rule", rule=rule.pk, actor=actor and actor.pk)
    return rule
