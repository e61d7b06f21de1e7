"""What a float says against the end of a tenure or of a station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.ledger.models import Balance
from partners.people.checks import Blocker, at_the_desk
from partners.people.stock import Stock, held
from stations.clock import today
from stations.money import ZERO
from stations.wording import yuan

if TYPE_CHECKING:
    from partners.people.models import Tenure
    from stations.network.models import Station


def credit_still_open(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """The credit line is a person's: the next one at the station must not inherit it."""
    balance = Balance.objects.filter(account__station=tenure.station_id).first()
    if balance is None or balance.credit_limit == 0:
        return []
    if balance.credit_used:
        text = _("%(used)s of the credit line are used: top the float up, then end the credit line.")
        return [Blocker(text % {"used": yuan(balance.credit_used)}, _page(balance))]
    text = _("A credit line of %(limit)s still runs: set it to zero first.")
    page = at_the_desk("partners_creditline", q=tenure.station.code)
    return [Blocker(text % {"limit": yuan(balance.credit_limit)}, page)]


def float_not_settled(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """Prepaid money of a partner who leaves by today: paid out, or taken over by the next one.

    Asked under a contract only: the float as such is the station's, whoever runs it.
    """
    balance = Balance.objects.filter(account__station=tenure.station_id, amount__gt=0).first()
    if balance is None or last_day > today():
        return []
    text = _("The float still holds %(amount)s: pay it out first.")
    return [Blocker(text % {"amount": yuan(balance.amount)}, _page(balance), "float")]


def prepaid(station: Station) -> Stock:
    """What is prepaid in a float, in yuan."""
    balance = held(Balance.objects.filter(account__station=station)).first()
    return Stock(max(balance.amount, ZERO) if balance else ZERO)


def _page(balance: Balance) -> str:
    return reverse("admin:partners_account_change", args=[balance.account_id])


def float_not_empty(station: Station) -> Iterator[str]:
    """Nobody tops up or pays out of a station that is closed."""
    balance = Balance.objects.filter(account__station=station).first()
    if balance is None:
        return
    if balance.amount > 0:
        yield _("The float still holds %(amount)s: pay it out first.") % {"amount": yuan(balance.amount)}
    if balance.credit_limit:
        yield (
            _("A credit line of %(limit)s still runs: set it to zero first.")
            % {"limit": yuan(balance.credit_limit)}
        )
