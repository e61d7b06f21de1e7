"""A rate in words, as pages, the admin and the API write it."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from partners.commission.models import CommissionRate
from partners.journal.kinds import Business
from stations.wording import day, yuan


class _Rate(Protocol):
    """A rate in force, or one that is only drafted."""

    @property
    def business(self) -> str: ...
    @property
    def rate(self) -> Decimal | None: ...
    @property
    def fixed(self) -> Decimal | None: ...


def rate_in_words(rate: CommissionRate) -> str:
    """5%, or ¥2.00 an order, or ¥0.50 a parcel."""
    return terms_in_words(rate)


def terms_in_words(rate: _Rate) -> str:
    """The same of a rate that is only drafted."""
    if rate.business == Business.PARCEL:
        return _("%(amount)s a parcel") % {"amount": yuan(rate.fixed)}
    if rate.rate is None:
        return _("%(amount)s an order") % {"amount": yuan(rate.fixed)}
    return f"{(rate.rate * 100).normalize():f}%"


def validity_in_words(rate: CommissionRate) -> str:
    """Where and when a rate is in force, and which version it is."""
    where = rate.center.name if rate.center else _("everywhere")
    if rate.valid_to is None:
        when = _("since %(first)s") % {"first": day(rate.valid_from)}
    else:
        when = _("from %(first)s to %(last)s") % {"first": day(rate.valid_from), "last": day(rate.valid_to)}
    return _("%(where)s, %(when)s, version %(version)s") % {
        "where": where,
        "when": when,
        "version": rate.version,
    }
