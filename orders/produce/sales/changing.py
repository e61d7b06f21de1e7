"""How a sale changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from orders.produce.sales.lifecycle import SALE_LIFECYCLE, SaleStatus
from orders.produce.sales.models import ProduceSale, SaleChange
from stations.bulk import insert_many, update_many


def lock_sales(pks: Iterable[int]) -> dict[int, ProduceSale]:
    """Locks sales in the order of their ids and reads them again, with listing, lot and station.

    The order of locks: parcels, lots, farmer, sales, claims, the float. Every verb that changes a
    sale holds this lock; it must run in a transaction.
    """
    sales = (
        ProduceSale.objects.select_for_update(of=("self",))
        .filter(pk__in=list(pks))
        .select_related("station", "listing__lot__farmer__villager", "buyer_city__parent")
        .order_by("pk")
    )
    return {sale.pk: sale for sale in sales}


def lock_sale(sale: ProduceSale) -> ProduceSale:
    """Locks one sale and reads it again."""
    return lock_sales([sale.pk])[sale.pk]


def step(
    sale: ProduceSale, after: SaleStatus, *, actor: Any, at: dt.datetime, reason: str = ""
) -> SaleChange:
    """Changes the status in memory and returns the log row; the caller holds the lock and saves both.

    Raises Refused when the table does not allow the step.
    """
    SALE_LIFECYCLE.check(sale.status, after, label=sale)
    change = SaleChange(sale=sale, before=sale.status, after=after, actor=actor, at=at, reason=reason)
    sale.status = after
    return change


def save_steps(sales: list[ProduceSale], changes: list[SaleChange], fields: list[str]) -> None:
    """Writes the new state of locked sales and their log; no own transaction."""
    update_many(sales, ["status", *fields])
    insert_many(changes)
