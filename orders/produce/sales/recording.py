"""What a sale writes into the journal: the one place where its rows and keys are made.

A platform reports what is paid: a sale is placed and paid at one moment. Its commission goes on
hold when the buyer has the goods; refunds are taken off in the hour of the payment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal

from orders.produce.sales.models import ProduceSale, SaleRefund
from partners.journal.kinds import Business, Kind
from partners.journal.models import Activity
from partners.journal.posting import payments_of, post_many
from partners.people.incumbents import Incumbents
from stations.clock import business_date
from stations.money import ZERO
from stations.network.whereabouts import Whereabouts


def post_sold(sales: Collection[ProduceSale]) -> None:
    """In the transaction of the sales; partner and center are those of the moment of payment."""
    incumbents = Incumbents(sale.station_id for sale in sales)
    whereabouts = Whereabouts(sale.station for sale in sales)
    post_many(
        [
            Activity(
                partner_id=incumbents.on(sale.station_id, business_date(sale.sold_at)),
                station_id=sale.station_id,
                center_id=whereabouts.center_of(sale.station, sale.sold_at),
                business=Business.PRODUCE,
                kind=kind,
                category=sale.listing.lot.category,
                amount=sale.amount,
                orders=1,
                category_orders=1,
                occurred_at=sale.sold_at,
                turnover_at=sale.sold_at,
                subject=sale.subject,
                source_key=f"{sale.subject}:{kind}",
            )
            for sale in sales
            for kind in (Kind.PLACED, Kind.PAID)
        ]
    )


def post_received(sales: Collection[ProduceSale]) -> None:
    """In the transaction of the receipt: the hold of what the sales earned begins."""
    payments = _payments(sales)
    post_many(
        [
            _following(
                payments[sale.subject],
                Kind.HANDED_OVER,
                ZERO,
                at=sale.received_at or sale.sold_at,
                source_key=f"{sale.subject}:{Kind.HANDED_OVER}",
            )
            for sale in sales
        ]
    )


def post_refunds(refunds: Sequence[SaleRefund]) -> None:
    """In the transaction of the refunds; what leaves nothing of a sale takes it out of the net count.

    The sales hold the refunds already.
    """
    payments = _payments([refund.sale for refund in refunds])
    last = {refund.sale_id: refund for refund in refunds}
    rows = []
    for refund in refunds:
        sale = refund.sale
        row = _following(
            payments[sale.subject],
            Kind.REFUND,
            -refund.amount,
            at=refund.at,
            source_key=f"sale-refund:{refund.pk}",
        )
        if sale.net == 0 and last[sale.pk] is refund:
            row.orders = row.category_orders = -1
        rows.append(row)
    post_many(rows)


def _payments(sales: Collection[ProduceSale]) -> dict[str, Activity]:
    found = payments_of({sale.subject for sale in sales})
    return {subject: row for (subject, _category), row in found.items()}


def _following(
    payment: Activity, kind: Kind, amount: Decimal, *, at: dt.datetime, source_key: str
) -> Activity:
    return Activity(
        partner_id=payment.partner_id,
        station_id=payment.station_id,
        center_id=payment.center_id,
        business=payment.business,
        kind=kind,
        category=payment.category,
        amount=amount,
        occurred_at=at,
        turnover_at=payment.turnover_at,
        subject=payment.subject,
        source_key=source_key,
    )
