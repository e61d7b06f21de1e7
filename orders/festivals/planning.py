"""Festivals are planned and changed by head office; their turnover needs nothing but their hours."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import structlog
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from orders.festivals.models import Festival
from partners.accounts.models import User
from stations.refusals import Refused

log = structlog.get_logger(__name__)


def plan_festival(
    *,
    actor: User | None,
    name: str,
    slug: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    sales_target: Decimal | None = None,
) -> Festival:
    """Adds a festival: from `starts_at` up to and without `ends_at`, both on the full hour.

    `sales_target` is yuan paid, nationally. Raises Refused, naming the field.
    """
    festival = Festival(name=name, slug=slug, starts_at=starts_at, ends_at=ends_at, sales_target=sales_target)
    _check(festival)
    festival.save(force_insert=True)
    log.info("festival_planned", festival=festival.pk, actor=actor and actor.pk)
    return festival


def change_festival(
    *,
    actor: User | None,
    festival: Festival,
    name: str,
    slug: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    sales_target: Decimal | None,
) -> Festival:
    """Gives a festival other words, hours or another target; its figures follow its hours at once.

    Raises Refused, naming the field, and then changes nothing.
    """
    changed = Festival(
        pk=festival.pk, name=name, slug=slug, starts_at=starts_at, ends_at=ends_at, sales_target=sales_target
    )
    changed._state.adding = False
    _check(changed)
    changed.save(update_fields=["name", "slug", "starts_at", "ends_at", "sales_target"])
    log.info("festival_changed", festival=festival.pk, actor=actor and actor.pk)
    return changed


def _check(festival: Festival) -> None:
    """Raises Refused with the first thing that is wrong."""
    try:
        festival.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(
            messages[0], code="festival", field=None if field == NON_FIELD_ERRORS else field
        ) from error
