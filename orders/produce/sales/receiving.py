"""The buyer has the goods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.produce.sales.changing import lock_sale, lock_sales, save_steps, step
from orders.produce.sales.lifecycle import SaleStatus
from orders.produce.sales.models import ProduceSale
from orders.produce.sales.recording import post_received
from stations.refusals import Refused


def receive_sale(*, actor: Any, sale: ProduceSale) -> ProduceSale:
    """Records at the station that the buyer has the goods, as the platform shows it. Locks the sale.

    From then on the farmer may be paid out of the station's drawer, and the float is filled for
    it: so two sides must have had a hand in it. Raises Refused unless the county has given the
    parcel to its carrier.
    """
    with transaction.atomic():
        sale = lock_sale(sale)
        if sale.status != SaleStatus.SENT:
            raise Refused(
                _("%(sale)s is “%(status)s”: only the county records a receipt past our parcels.")
                % {"sale": sale, "status": sale.get_status_display()},
                code="transition",
                conflict=True,
            )
        return receive_sales(actor=actor, received_at={sale.pk: timezone.now()})[0]


def receive_sales(*, actor: Any, received_at: Mapping[int, dt.datetime]) -> list[ProduceSale]:
    """Records receipts by sale id, each at its own moment, for what a platform reports to the county.

    One transaction, all or nothing. Locks the sales. Raises Refused for the first that the table
    does not allow, or that was not paid by then.
    """
    with transaction.atomic():
        sales = lock_sales(received_at)
        changes = []
        for sale in sales.values():
            at = received_at[sale.pk]
            if not sale.sold_at <= at <= timezone.now():
                raise Refused(
                    _("A buyer receives goods after paying for them, and not later than now."),
                    code="received_at",
                    field="received_at",
                )
            changes.append(step(sale, SaleStatus.RECEIVED, actor=actor, at=at))
            sale.received_at = at
        save_steps(list(sales.values()), changes, ["received_at"])
        post_received(sales.values())
    return list(sales.values())
