"""Who goes along when an order moves: a register, because rooms that stand on this one know it.

A room that keeps something of its own beside an order (its parcels) registers in
`AppConfig.ready`, by dotted path; it is told in the transaction of the change, under the lock
of the orders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from orders.agent_orders.models import AgentOrderChange

Follower = Callable[[Sequence["AgentOrderChange"]], None]

_followers: dict[str, str] = {}


def register(name: str, follower: str) -> None:
    """Tells the `Follower` at a dotted path of every change; the same name again replaces it."""
    _followers[name] = follower


def tell(changes: Sequence[AgentOrderChange]) -> None:
    """The orders of `changes` are locked and written; whoever follows writes along."""
    for name in sorted(_followers):
        follower: Follower = import_string(_followers[name])
        follower(changes)
