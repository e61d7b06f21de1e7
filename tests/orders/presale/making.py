"""Presales, their orders, and what they left behind, for tests."""

import datetime as dt
from decimal import Decimal
from typing import Any

from orders.cash.models import CashMovement
from orders.festivals.models import Festival
from orders.presale.models import PresaleGood, PresaleOrder
from orders.presale.offering import NewGood, offer_good
from orders.presale.ordering import NewPresale, take_order
from partners.journal.models import Activity
from partners.ledger.models import Transfer
from stations.clock import SHANGHAI

HOUR = dt.timedelta(hours=1)
BEGIN = dt.datetime(2015, 10, 21, 0, 0, tzinfo=SHANGHAI)
MIDNIGHT = dt.datetime(2015, 11, 11, 0, 0, tzinfo=SHANGHAI)
DUE = MIDNIGHT + HOUR
END = MIDNIGHT + 24 * HOUR
TAKEN = dt.datetime(2015, 11, 2, 10, 0, tzinfo=SHANGHAI)
PAID = DUE + dt.timedelta(minutes=7)


def make_festival(**fields: Any) -> Festival:
    told = {"name": "2015双十一", "slug": "double-eleven-2015", "starts_at": MIDNIGHT, "ends_at": END}
    return Festival.objects.create(**told | fields)


def make_good(festival: Festival, **fields: Any) -> PresaleGood:
    told: dict[str, Any] = {
        "title": "55寸电视",
        "category": "large_appliances",
        "price": "3000.00",
        "deposit": "200.00",
        "orders_from": BEGIN,
        "orders_until": MIDNIGHT,
        "balance_from": DUE,
        "balance_until": END,
    } | fields
    for name in ("price", "deposit"):
        told[name] = Decimal(told[name])
    return offer_good(actor=None, good=NewGood(festival=festival, **told))


def make_presale(
    station: Any, good: Any, villager: Any, *, at: dt.datetime = TAKEN, **fields: Any
) -> PresaleOrder:
    order = NewPresale(station=station, villager=villager, good=good, **fields)
    return take_order(actor=None, order=order, at=at)


def cash_of(presale: PresaleOrder) -> list[tuple[str, str]]:
    rows = CashMovement.objects.filter(subject=presale.order.subject).order_by("pk")
    return [(row.kind, str(row.amount)) for row in rows]


def ledger_of(presale: PresaleOrder) -> list[tuple[str, str, str, str]]:
    rows = Transfer.objects.filter(subject=presale.order.subject).order_by("pk")
    return [
        (row.kind, row.from_account.kind, row.to_account.kind, str(row.amount))
        for row in rows.select_related("from_account", "to_account")
    ]


def journal_of(presale: PresaleOrder) -> list[tuple[str, str, dt.datetime]]:
    rows = Activity.objects.filter(subject=presale.order.subject).order_by("pk")
    return [(row.kind, str(row.amount), row.turnover_at.astimezone(SHANGHAI)) for row in rows]


def everything() -> tuple[Any, ...]:
    """What a refusal must leave as it was."""
    return (
        list(PresaleOrder.objects.order_by("pk").values()),
        [tuple(one.values()) for one in CashMovement.objects.order_by("pk").values()],
        Transfer.objects.count(),
        Activity.objects.count(),
        list(PresaleOrder.objects.order_by("pk").values_list("order__status", "order__paid_at")),
    )
