"""Drawers for tests: what they hold, what moved them, cash that is moved by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from orders.cash.kinds import CashKind
from orders.cash.models import CashDay, CashMovement, Drawer
from orders.cash.moving import NewMovement, move_cash
from stations.network.models import Station

_numbers = iter(range(1, 10**9))


def move(station: Station, amount: str, *, at: dt.datetime | None = None, **fields: object) -> None:
    """Moves cash as a parcel's fee or a farmer's money would."""
    kind = CashKind.PARCEL_FEE if Decimal(amount) > 0 else CashKind.PRODUCE_PAID
    with transaction.atomic():
        movement = NewMovement(
            station.pk, kind, Decimal(amount), f"test:{next(_numbers)}", at or timezone.now()
        )
        move_cash(actor=None, movements=[movement], **fields)


def held(station: Station) -> Decimal:
    drawer = Drawer.objects.filter(station=station).first()
    return drawer.amount if drawer else Decimal(0)


def everything() -> list[list[dict]]:
    """All that is known of cash: to be compared before and after a refusal."""
    return [list(model.objects.order_by("pk").values()) for model in (Drawer, CashMovement, CashDay)]
