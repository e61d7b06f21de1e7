"""What a parcel writes into journal and drawer: the one place where its rows and keys are made.

Handed over at the counter, a parcel counts once for the logistics subsidy, and its fee is
written as received in cash. Neither is turnover. A hand-over that is taken back takes both back,
from the same partner.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from orders.cash.kinds import CashKind
from orders.cash.moving import NewMovement, move_cash
from orders.logistics.models import Parcel
from partners.journal.kinds import Business, Kind, ParcelCategory
from partners.journal.models import Activity
from partners.journal.posting import post_many
from partners.people.incumbents import Incumbents
from stations.clock import business_date
from stations.money import ZERO
from stations.network.whereabouts import Whereabouts


def post_handed_over(parcels: Collection[Parcel], *, actor: Any, at: dt.datetime) -> None:
    """Rows of parcels handed over at a moment; their fees are written in them, they are locked and saved.

    `hand_overs` counts this one already: together with the lock it makes that nothing is posted
    twice. The fee goes into the drawer. Locks the drawers.
    """
    incumbents = Incumbents(parcel.station_id for parcel in parcels)
    whereabouts = Whereabouts(parcel.station for parcel in parcels)
    rows = []
    for parcel in parcels:
        partner_id = incumbents.on(parcel.station_id, business_date(at))
        center_id = whereabouts.center_of(parcel.station, at)
        if parcel.fee:
            rows.append(_row(parcel, Kind.PARCEL_FEE, parcel.fee, partner_id, center_id, at))
        rows.append(_row(parcel, Kind.PARCEL, ZERO, partner_id, center_id, at))
    post_many(rows)
    move_cash(
        actor=actor,
        movements=[_cash(row, CashKind.PARCEL_FEE) for row in rows if row.kind == Kind.PARCEL_FEE],
    )


def post_taken_back(parcel: Parcel, *, actor: Any, at: dt.datetime) -> None:
    """Takes back what the last hand-over of a locked parcel posted; nothing where it posted nothing.

    The fee goes out of the drawer; where that does not hold it, the partner pays it. Locks the drawer.
    """
    keys = [_key(parcel, kind) for kind in (Kind.PARCEL_FEE, Kind.PARCEL)]
    back = [
        Activity(
            partner_id=row.partner_id,
            station_id=row.station_id,
            center_id=row.center_id,
            business=row.business,
            kind=row.kind,
            category=row.category,
            amount=-row.amount,
            orders=-row.orders,
            occurred_at=at,
            turnover_at=row.turnover_at,
            subject=row.subject,
            source_key=f"{row.source_key}:back",
        )
        for row in Activity.objects.filter(source_key__in=keys).order_by("pk")
    ]
    post_many(back)
    move_cash(
        actor=actor,
        movements=[_cash(row, CashKind.PARCEL_FEE_BACK) for row in back if row.kind == Kind.PARCEL_FEE],
        fill=True,
    )


def _cash(row: Activity, kind: CashKind) -> NewMovement:
    return NewMovement(
        station_id=row.station_id,
        kind=kind,
        amount=row.amount,
        source_key=row.source_key,
        occurred_at=row.occurred_at,
        subject=row.subject,
    )


def _row(
    parcel: Parcel, kind: Kind, amount: Decimal, partner_id: int | None, center_id: int, at: dt.datetime
) -> Activity:
    return Activity(
        partner_id=partner_id,
        station_id=parcel.station_id,
        center_id=center_id,
        business=Business.PARCEL,
        kind=kind,
        category=ParcelCategory.FEE if kind == Kind.PARCEL_FEE else ParcelCategory.SUBSIDY,
        amount=amount,
        orders=1,
        occurred_at=at,
        turnover_at=at,
        subject=parcel.subject,
        source_key=_key(parcel, kind),
    )


def _key(parcel: Parcel, kind: Kind) -> str:
    return f"{parcel.subject}:{kind}:{parcel.hand_overs}"
