"""What happened to a sale, in the order in which it did: its own steps, its refunds, its parcel's scans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from orders.produce.sales.lifecycle import SaleStatus
from orders.produce.sales.models import ProduceSale
from stations.wording import yuan


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a timeline: words for the reader, who did it and why."""

    at: dt.datetime
    title: str
    actor: Any = None
    detail: str = ""


def timeline_of(sale: ProduceSale) -> list[Happened]:
    """From the buyer's payment on; at most four queries."""
    lines = [Happened(sale.sold_at, _("paid by the buyer"), sale.created_by)]
    # A cancelled or refunded sale says so in the line of its refund.
    lines += [
        Happened(change.at, change.get_after_display(), change.actor, change.reason)
        for change in sale.changes.select_related("actor").exclude(after=SaleStatus.REFUNDED)
    ]
    lines += [
        Happened(
            refund.at, _("%(amount)s refunded") % {"amount": yuan(refund.amount)}, refund.actor, refund.reason
        )
        for refund in sale.refunds.select_related("actor", "claim")
    ]
    if sale.parcel is not None:
        lines += [
            Happened(event.at, str(event.get_kind_display()), event.actor, event.note)
            for event in sale.parcel.events.select_related("actor")
        ]
    return sorted(lines, key=lambda line: line.at)
