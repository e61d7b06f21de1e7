"""What a settlement moves, in drawer and ledger: the one place where its rows and keys are made.

The farmer's cash comes out of the station's drawer; the platform's money for it fills the float.
What is paid to the farmer's own account moves nothing here.
"""

from __future__ import annotations

from typing import Any

from orders.cash.kinds import CashKind
from orders.cash.moving import NewMovement, move_cash
from orders.produce.sales.settlement import FarmerSettlement
from partners.ledger.accounts import PLATFORM, float_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers


def pay_farmer(*, actor: Any, settlement: FarmerSettlement) -> None:
    """Moves the money of a settlement in the caller's transaction, as its last step.

    Locks the drawer, then the float. Raises Refused beside `paid_how` where the drawer does not
    hold so much.
    """
    if settlement.paid_how != FarmerSettlement.PaidHow.CASH or not settlement.amount:
        return
    move_cash(
        actor=actor,
        movements=[
            NewMovement(
                station_id=settlement.station_id,
                kind=CashKind.PRODUCE_PAID,
                amount=-settlement.amount,
                source_key=settlement.subject,
                occurred_at=settlement.at,
                subject=settlement.subject,
            )
        ],
        field="paid_how",
    )
    post_transfers(
        actor=actor,
        transfers=[
            NewTransfer(
                from_account=PLATFORM,
                to_account=float_of(settlement.station_id),
                amount=settlement.amount,
                kind=TransferKind.PRODUCE_SETTLED,
                source_key=settlement.subject,
                occurred_at=settlement.at,
                subject=settlement.subject,
            )
        ],
    )
