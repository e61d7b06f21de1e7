"""Whose cash: what each step of a service does to the station's drawer and to its float.

The one place that knows (domain, section 3, "Whose cash"). The amounts are written on the
service's append-only events in the transaction of the step, and moved in drawer and ledger with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from orders.cash.kinds import CashKind
from orders.cash.moving import NewMovement, move_cash, promise_cash
from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from partners.ledger.accounts import PROVIDER, float_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers
from stations.money import ZERO

S = ServiceStatus
_HELD = {S.CHARGED, S.SUBMITTING, S.UNKNOWN, S.SUCCEEDED}
# Failed: the provider has given it back, and the villager's cash lies in the drawer until it is fetched.
_IN_THE_DRAWER = {*_HELD, S.FAILED}


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

    Paid in: the villager's cash comes and the float pays the provider when the money is taken. The
    float has it back when it is let go, the villager when the counter gives it back. Paid out:
    the drawer pays and the provider fills the float at the success only, the fee stays in the drawer.
    A suspense leaves everything where it is.
    """
    if after == S.SUSPENSE:
        return Movement()
    known = _drawer_so_far(service) if before == S.SUSPENSE else _in_the_drawer(service, before)
    drawer = _in_the_drawer(service, after) - known
    if service.traits.pays_out:
        done = (after == S.SUCCEEDED) - (before == S.SUCCEEDED)
        return Movement(drawer, done * service.amount)
    taken = int(service.held) - int(held_before)
    return Movement(drawer, -taken * service.amount)


def _in_the_drawer(service: CounterService, status: str) -> Decimal:
    """What the drawer has of a service in any status but suspense, in signed yuan."""
    if service.traits.pays_out:
        return -_paid_out(service) if status == S.SUCCEEDED else ZERO
    return service.amount + service.fee if status in _IN_THE_DRAWER else ZERO


def _drawer_so_far(service: CounterService) -> Decimal:
    """What the steps of a service have moved in the drawer, in signed yuan."""
    return service.events.aggregate(sum=Sum("drawer"))["sum"] or ZERO


def promised(service: CounterService, *, status: str, held: bool) -> Decimal:
    """What the drawer keeps for a withdrawal whose outcome is not known yet, in yuan."""
    if not service.traits.pays_out or not held or status == S.SUCCEEDED:
        return ZERO
    return _paid_out(service)


def _paid_out(service: CounterService) -> Decimal:
    return service.amount - service.fee


def move_drawer(*, actor: Any, service: CounterService, event: ServiceEvent, promise: Decimal) -> None:
    """Moves what an event says in the station's drawer, and what the drawer keeps, with its transaction.

    The caller holds the service's lock; locks the drawer. Raises Refused beside `amount` where it
    does not hold what the villager gets or is promised.
    """
    if promise:
        promise_cash(station_id=service.station_id, change=promise, field="amount")
    if not event.drawer:
        return
    comes_in = event.drawer > 0
    if service.traits.pays_out:
        kind = CashKind.WITHDRAWAL_BACK if comes_in else CashKind.WITHDRAWAL
    else:
        kind = CashKind.SERVICE_TAKEN if comes_in else CashKind.SERVICE_BACK
    move_cash(
        actor=actor,
        movements=[
            NewMovement(
                station_id=service.station_id,
                kind=kind,
                amount=event.drawer,
                source_key=f"service-event:{event.pk}",
                occurred_at=event.at,
                subject=service.subject,
            )
        ],
        field="amount",
    )


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
