"""What a float says against the end of a tenure or of a station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from partners.ledger.models import Balance
from stations.wording import yuan

if TYPE_CHECKING:
    from partners.people.models import Tenure
    from stations.network.models import Station


def credit_still_open(tenure: Tenure, last_day: dt.date) -> list[str]:
    """The credit line is a person's: the next one at the station must not inherit it."""
    balance = Balance.objects.filter(account__station=tenure.station_id).first()
    if balance is None or balance.credit_limit == 0:
        return []
    if balance.credit_used:
        return [
            _("%(used)s of the credit line are used: top the float up, then end the credit line.")
            % {"used": yuan(balance.credit_used)}
        ]
    return [
        _("A credit line of %(limit)s still runs: set it to zero first.")
        % {"limit": yuan(balance.credit_limit)}
    ]


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
