"""What happened to an order, as the journal tells it, without the order."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.db import transaction

from partners.journal.kinds import Business, Category, Kind
from partners.journal.models import Activity
from partners.journal.posting import post_many
from partners.people.incumbents import Incumbents
from stations.clock import SHANGHAI, business_date
from stations.network.models import Station

_numbers = itertools.count(1)


def at(text: str) -> dt.datetime:
    """A moment in Shanghai: "2015-11-11 10:00", or noon of a day."""
    return dt.datetime.fromisoformat(text if " " in text else f"{text} 12:00").replace(tzinfo=SHANGHAI)


class History:
    """One order of one category: `paid`, `refunded`, `handed_over` post the rows its verbs would.

    `post=False` only makes the row, for those who post several at once.
    """

    def __init__(
        self, station: Station, category: str = Category.CLOTHING, business: str = Business.AGENT_ORDER
    ) -> None:
        self.station, self.category, self.business = station, category, business
        self.subject = f"agent-order:{next(_numbers)}"
        self.payment: Activity | None = None

    def paid(self, amount: str, when: str = "2015-10-10", *, post: bool = True) -> Activity:
        moment = at(when)
        partner = Incumbents([self.station.pk]).on(self.station.pk, business_date(moment))
        self.payment = self._row(Kind.PAID, Decimal(amount), moment, partner_id=partner)
        return self._post(self.payment, post)

    def refunded(self, amount: str, when: str, *, post: bool = True) -> Activity:
        return self._post(self._following(Kind.REFUND, -Decimal(amount), when), post)

    def handed_over(self, when: str, *, post: bool = True) -> Activity:
        return self._post(self._following(Kind.HANDED_OVER, Decimal(0), when), post)

    def _following(self, kind: Kind, amount: Decimal, when: str) -> Activity:
        assert self.payment is not None
        return self._row(kind, amount, at(when), partner_id=self.payment.partner_id)

    def _row(self, kind: Kind, amount: Decimal, moment: dt.datetime, **fields: Any) -> Activity:
        return Activity(
            station=self.station,
            center=self.station.center,
            business=self.business,
            kind=kind,
            category=self.category,
            amount=amount,
            occurred_at=moment,
            turnover_at=moment,
            subject=self.subject,
            source_key=f"{self.subject}:{kind}:{next(_numbers)}",
            **fields,
        )

    def _post(self, row: Activity, post: bool) -> Activity:
        if post:
            post_rows(row)
        return row


def post_rows(*rows: Activity) -> None:
    """Posts rows in one transaction, as a bulk verb does."""
    with transaction.atomic():
        post_many(rows)
