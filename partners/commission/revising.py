"""Rates are added, revised and ended; what a rate has priced keeps it for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import pghistory
import structlog
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from partners.commission.models import CommissionRate
from partners.journal.kinds import CATEGORIES_OF, Business, Kind
from partners.journal.models import Activity
from stations.centers.models import CountyCenter
from stations.money import to_fen
from stations.refusals import Refused
from stations.turns import PRICING, wait_turn

log = structlog.get_logger(__name__)

MOST_HOLD_DAYS = 365
ONE_DAY = dt.timedelta(days=1)
# What the columns hold: 5 decimals of a share, 12 digits of yuan.
FINEST_SHARE = Decimal("0.00001")
LARGEST_AMOUNT = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rate says: a share or a fixed amount (yuan), its bounds, and the hold after the hand-over."""

    rate: Decimal | None = None
    fixed: Decimal | None = None
    minimum: Decimal | None = None
    cap: Decimal | None = None
    hold_days: int = 7
    source: str = ""


def add_rate(
    *,
    actor: Any,
    business: str,
    category: str,
    terms: Terms,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    center: CountyCenter | None = None,
) -> CommissionRate:
    """Adds a rate: a county's own, or without `center` the national one.

    Raises Refused with the field: terms that make no sense, days that another rate covers, days
    whose payments are priced already. Waits for the pricing job's turn.
    """
    with _changing(actor):
        rate = CommissionRate(
            business=business, category=category, center=center, valid_from=valid_from, valid_to=valid_to
        )
        _set_terms(rate, terms)
        rate.version = _last_version(rate) + 1
        check_rate(rate)
        rate.save(force_insert=True)
    log.info("rate_added", rate=rate.pk, version=rate.version, actor=getattr(actor, "pk", None))
    return rate


def revise_rate(
    *,
    actor: Any,
    rate: CommissionRate,
    terms: Terms,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
) -> CommissionRate:
    """Changes what a rate says from a day on; returns the rate that says it.

    A rate that has priced nothing is changed in place. One that has is ended the day before
    and followed by a new version. Raises Refused with the field; `valid_from` then has to be
    after the last day that was priced. Waits for the pricing job's turn, locks the rate.
    """
    with _changing(actor):
        rate = CommissionRate.objects.select_for_update(of=("self",)).get(pk=rate.pk)
        last_priced = last_priced_day(rate)
        if last_priced is None:
            _set_terms(rate, terms)
            rate.valid_from, rate.valid_to = valid_from, valid_to
            check_rate(rate)
            rate.save()
        else:
            if valid_from <= last_priced:
                raise Refused(
                    _("Payments up to %(day)s are priced with this rate: start on %(first)s or later.")
                    % {"day": last_priced, "first": last_priced + ONE_DAY},
                    code="used",
                    field="valid_from",
                )
            if rate.valid_to is None or rate.valid_to >= valid_from:
                rate.valid_to = valid_from - ONE_DAY
                rate.save(update_fields=["valid_to"])
            rate = _new_version(rate, terms, valid_from, valid_to)
    log.info("rate_revised", rate=rate.pk, version=rate.version, actor=getattr(actor, "pk", None))
    return rate


def end_rate(*, actor: Any, rate: CommissionRate, last_day: dt.date | None) -> CommissionRate:
    """Lets a rate end with `last_day`, the last day it is valid; None opens the end again.

    Raises Refused when that is before its first day or before the last day it has priced, or
    when another rate covers some of these days. Waits for the pricing job's turn, locks the rate.
    """
    with _changing(actor):
        rate = CommissionRate.objects.select_for_update(of=("self",)).get(pk=rate.pk)
        last_priced = last_priced_day(rate)
        if last_priced is not None and last_day is not None and last_day < last_priced:
            raise Refused(
                _("Payments up to %(day)s are priced with this rate: it cannot end before.")
                % {"day": last_priced},
                code="used",
                field="valid_to",
            )
        rate.valid_to = last_day
        check_rate(rate)
        rate.save(update_fields=["valid_to"])
    log.info("rate_ended", rate=rate.pk, last_day=str(last_day), actor=getattr(actor, "pk", None))
    return rate


def last_priced_day(rate: CommissionRate) -> dt.date | None:
    """The last business date of a payment that the rate has priced."""
    last: dt.date | None = rate.earnings.aggregate(last=Max("paid_on"))["last"]
    return last


def check_rate(rate: CommissionRate) -> None:
    """Raises Refused, with the field, for the first thing that makes no sense. Writes nothing."""
    _check_key(rate)
    _check_terms(rate)
    if rate.valid_to is not None and rate.valid_to < rate.valid_from:
        raise Refused(_("A rate cannot end before it starts."), code="days", field="valid_to")
    other = (
        CommissionRate.objects.of(business=rate.business, category=rate.category, center_id=rate.center_id)
        .overlapping(rate.valid_from, rate.valid_to)
        .exclude(pk=rate.pk)
        .first()
    )
    if other is not None:
        raise Refused(
            _("Version %(version)s covers some of these days: from %(first)s to %(last)s.")
            % {
                "version": other.version,
                "first": other.valid_from,
                "last": other.valid_to or _("open end"),
            },
            code="overlap",
            field="valid_from",
        )
    _check_priced_days(rate)


def check_terms_of(*, business: str, category: str, terms: Terms) -> None:
    """Raises Refused, with the field, for what makes no sense in a rate that is only drafted."""
    rate = CommissionRate(business=business, category=category)
    _set_terms(rate, terms)
    _check_key(rate)
    _check_terms(rate)


def _check_priced_days(rate: CommissionRate) -> None:
    """The past is never re-priced, so a rate may not claim days that were priced without it."""
    priced = Activity.objects.filter(
        kind__in=(Kind.PAID, Kind.PARCEL),
        business=rate.business,
        category=rate.category,
        earning__paid_on__range=(rate.valid_from, rate.valid_to or dt.date.max),
    )
    if rate.pk is not None:
        priced = priced.exclude(earning__rate=rate.pk)
    if rate.center_id is None:
        priced = priced.filter(earning__rate__isnull=True)
    else:
        priced = priced.filter(earning__center=rate.center_id)
    last = priced.aggregate(last=Max("earning__paid_on"))["last"]
    if last is not None:
        raise Refused(
            _("Payments up to %(day)s are priced already: start on %(first)s or later.")
            % {"day": last, "first": last + ONE_DAY},
            code="priced",
            field="valid_from",
        )


def _check_key(rate: CommissionRate) -> None:
    if rate.business not in Business.values:
        raise Refused(_("This business does not exist."), code="business", field="business")
    if rate.category not in CATEGORIES_OF[rate.business]:
        raise Refused(_("This category does not exist."), code="category", field="category")


def _check_terms(rate: CommissionRate) -> None:
    if (rate.rate is None) == (rate.fixed is None):
        raise Refused(_("Give a rate or a fixed amount, one of the two."), code="terms", field="rate")
    if rate.rate is not None and rate.business == Business.PARCEL:
        raise Refused(_("A parcel has no amount: give a fixed amount."), code="terms", field="rate")
    if rate.rate is not None and not (0 <= rate.rate <= 1 and rate.rate == rate.rate.quantize(FINEST_SHARE)):
        raise Refused(
            _("A rate is a share between 0 and 1 with at most five decimals: 0.025 is 2.5%."),
            code="share",
            field="rate",
        )
    for field in ("fixed", "minimum", "cap"):
        amount: Decimal | None = getattr(rate, field)
        if amount is not None and not (0 <= amount < LARGEST_AMOUNT and amount == to_fen(amount)):
            raise Refused(
                _("An amount is zero or more, in yuan with at most two decimals."),
                code="amount",
                field=field,
            )
    if rate.minimum is not None and rate.cap is not None and rate.minimum > rate.cap:
        raise Refused(_("The minimum is above the cap."), code="bounds", field="minimum")
    if not 0 <= rate.hold_days <= MOST_HOLD_DAYS:
        raise Refused(
            _("The hold is between 0 and %(most)s days.") % {"most": MOST_HOLD_DAYS},
            code="hold",
            field="hold_days",
        )


@contextmanager
def _changing(actor: Any) -> Iterator[None]:
    """One change of the rates: a transaction in the pricing job's turn, with its actor in the history.

    While a rate is changed nothing is priced, so "priced up to" cannot move under the check.
    """
    with pghistory.context(user=getattr(actor, "pk", None)), transaction.atomic():
        wait_turn(PRICING)
        yield


def _set_terms(rate: CommissionRate, terms: Terms) -> None:
    for field, value in asdict(terms).items():
        setattr(rate, field, value)


def _new_version(
    before: CommissionRate, terms: Terms, valid_from: dt.date, valid_to: dt.date | None
) -> CommissionRate:
    rate = CommissionRate(
        business=before.business,
        category=before.category,
        center_id=before.center_id,
        valid_from=valid_from,
        valid_to=valid_to,
        version=_last_version(before) + 1,
    )
    _set_terms(rate, terms)
    check_rate(rate)
    rate.save(force_insert=True)
    return rate


def _last_version(rate: CommissionRate) -> int:
    versions = CommissionRate.objects.of(
        business=rate.business, category=rate.category, center_id=rate.center_id
    )
    return versions.aggregate(last=Max("version"))["last"] or 0
