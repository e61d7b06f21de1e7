"""An order's pick-up code (取件码) is tried a few times and no more, at whatever page or address."""

from __future__ import annotations

import hmac
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from orders.agent_orders.changing import lock_order
from orders.agent_orders.lifecycle import ON_THE_WAY, OrderStatus
from orders.agent_orders.models import AgentOrder
from stations.refusals import Refused

log = structlog.get_logger(__name__)

# After so many wrong codes nobody tries on: the county unlocks it.
MOST_WRONG_CODES = 5


def check_not_blocked(order: AgentOrder) -> None:
    """Raises Refused after too many wrong codes. The caller holds the order's lock."""
    if order.wrong_codes >= MOST_WRONG_CODES:
        raise Refused(
            _("Too many wrong codes for this order. The county center can unlock it."),
            code="codes_used_up",
            field="code",
            conflict=True,
        )


def check_code(order: AgentOrder, code: str) -> None:
    """Raises Refused unless the code fits and may still be tried. The caller holds the order's lock."""
    check_not_blocked(order)
    if not hmac.compare_digest(order.pickup_code.encode(), code.strip().encode()):
        raise Refused(_("The pick-up code does not fit this order."), code="pickup_code", field="code")


def prove_code(*, actor: Any, order: AgentOrder, code: str) -> None:
    """Tries a code, and counts it where it is wrong: call it before the hand-over, outside its transaction.

    A refusal undoes the transaction it is raised in, so the count has one of its own. Locks the
    order. Raises Refused: wrong code, or too many of them so far.
    """
    wrong: Refused | None = None
    with transaction.atomic(durable=True):
        order = lock_order(order)
        if order.status != OrderStatus.AT_STATION:
            return  # the hand-over itself says so
        check_not_blocked(order)
        try:
            check_code(order, code)
        except Refused as refused:
            wrong = refused
            count_wrong(actor=actor, order=order)
    if wrong is not None:
        raise wrong


def count_wrong(*, actor: Any, order: AgentOrder) -> None:
    """One wrong code more, for a locked order, in the caller's transaction."""
    order.wrong_codes += 1
    order.save(update_fields=["wrong_codes"])
    log.warning("wrong_pickup_code", order=order.pk, count=order.wrong_codes, actor=actor and actor.pk)


def unlock_code(*, actor: Any, order: AgentOrder) -> AgentOrder:
    """Lets codes be tried again. Locks the order. Raises Refused once it is fetched or given up."""
    with transaction.atomic():
        order = lock_order(order)
        if order.status not in ON_THE_WAY:
            raise Refused(_("This order does not wait for a villager."), code="transition", conflict=True)
        order.wrong_codes = 0
        order.save(update_fields=["wrong_codes"])
    log.info("pickup_code_unlocked", order=order.pk, actor=actor and actor.pk)
    return order
