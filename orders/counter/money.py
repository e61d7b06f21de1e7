"""Whose cash: what each step of a service does to the station's drawer and to its float.

The one place that knows (domain, section 3, "Whose cash"). The amounts are written on the
service's append-only events in the transaction of the step, so that they can be recounted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from orders.counter.lifecycle import ServiceStatus
from orders.counter.models import CounterService
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
