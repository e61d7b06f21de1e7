"""Whose cash: what each step of a service does to the station's drawer and to its float.

The one place that knows (domain, section 3, "Whose cash"). The amounts are written on the
service's append-only events in the transaction of the step, and moved in the ledger with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from partners.ledger.accounts import PROVIDER, float_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers
from stations.money import ZERO

S = ServiceStatus
_HELD = {S.CHARGED, S.SUBMITTING, S.UNKNOWN, S.SUCCEEDED}


@dataclass(frozen=True, slots=True)
class Movement:
    """Signed yuan: into the drawer and into the float."""

    drawer: Decimal = ZERO
    floating: Decimal = ZERO


def held_after(service: CounterService, after: ServiceStatus) -> bool:
    """Whether the villager's money is with us or the provider then; a suspense leaves it where it is."""
    return service.held if after == S.SUSPENSE else after in _HELD


def movement(service: CounterService, *, before: str, after: str, held_before: bool) -> Movement:
    """What a step moves. `service` holds its new state.

    Paid in: the villager's cash comes and the float pays the provider when the money is taken,
    back when it is let go. Paid out: the drawer pays and the provider fills the float at the
    success only, the fee stays in the drawer.
    """
    if service.traits.pays_out:
        done = (after == S.SUCCEEDED) - (before == S.SUCCEEDED)
        return Movement(-done * (service.amount - service.fee), done * service.amount)
    taken = int(service.held) - int(held_before)
    return Movement(taken * (service.amount + service.fee), -taken * service.amount)


def move_float(*, actor: Any, service: CounterService, event: ServiceEvent) -> None:
    """Moves what an event says between the station's float and the provider, with the event's transaction.

    The caller holds the service's lock; locks the float. Raises Refused beside `amount` where the
    float does not suffice, so that nothing is taken and nobody is called.
    """
    if not event.floating:
        return
    own, paid = float_of(service.station_id), event.floating < 0
    post_transfers(
        actor=actor,
        transfers=[
            NewTransfer(
                from_account=own if paid else PROVIDER,
                to_account=PROVIDER if paid else own,
                amount=abs(event.floating),
                kind=TransferKind.SERVICE_PAID if paid else TransferKind.SERVICE_BACK,
                source_key=f"service-event:{event.pk}",
                occurred_at=event.at,
                subject=service.subject,
            )
        ],
        field="amount",
    )
