"""An order is taken before the day, with a deposit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, place_order
from orders.presale.lifecycle import DepositState
from orders.presale.models import PresaleChange, PresaleGood, PresaleOrder
from orders.presale.money import take_deposit
from orders.presale.offering import lock_good
from orders.villagers.models import Villager
from stations.money import to_fen
from stations.network.models import Station
from stations.refusals import Refused
from stations.wording import moment


@dataclass(frozen=True, slots=True)
class NewPresale:
    """A villager's order of a good, and how deposit and balance are paid."""

    station: Station
    villager: Villager
    good: PresaleGood
    quantity: int = 1
    pay_how: str = AgentOrder.PayHow.CASH


def take_order(*, actor: Any, order: NewPresale, at: dt.datetime | None = None) -> PresaleOrder:
    """Takes one order with its deposit: it is placed now, and paid when its balance is.

    A moment that is given is a report of what was.

    Where pieces are limited it locks the good, so that two phones cannot sell the last one twice;
    then the villager, the drawer and the float. Raises Refused: the good takes no orders now, too
    many pieces, what `place_order` refuses, a float that does not suffice for the deposit.
    """
    with transaction.atomic():
        good = order.good
        limited = good.stock is not None or good.limit_per_villager is not None
        good = lock_good(good.pk) if limited else PresaleGood.objects.get(pk=good.pk)
        now = at or timezone.now()
        check_offer(good, now)
        _check_pieces(good, order)
        placed = place_order(
            actor=actor,
            order=NewOrder(
                station=order.station,
                villager=order.villager,
                lines=[NewLine(good.title, good.category, order.quantity, good.price)],
                pay_when=AgentOrder.PayWhen.ON_ARRIVAL,
                pay_how=order.pay_how,
                placed_at=now,
                deposit=to_fen(good.deposit * order.quantity),
            ),
        )
        row = PresaleOrder(order=placed, good=good, quantity=order.quantity)
        row.save(force_insert=True)
        PresaleChange.objects.create(presale=row, after=DepositState.HELD, actor=actor, at=now)
        take_deposit(actor=actor, order=placed, at=now)
    return row


def check_offer(good: PresaleGood, now: dt.datetime) -> None:
    """Raises Refused unless orders of the good are taken at this moment."""
    if good.takes_orders(now):
        return
    text = _("Orders of “%(title)s” are taken from %(begin)s until %(end)s.") % {
        "title": good.title,
        "begin": moment(good.orders_from),
        "end": moment(good.orders_until),
    }
    if good.called_off_at is not None:
        text = _("“%(title)s” is not sold: %(why)s") % {"title": good.title, "why": good.called_off_because}
    raise Refused(text, code="not_offered", field="good", conflict=True)


def _check_pieces(good: PresaleGood, order: NewPresale) -> None:
    if order.quantity < 1:
        raise Refused(_("The quantity is at least 1."), code="quantity", field="quantity")
    if good.limit_per_villager is not None:
        # One person is known at a station by one number; whoever orders at two is two villagers.
        had = _pieces(good.orders.standing().filter(order__villager=order.villager))
        left = good.limit_per_villager - had
        if order.quantity > left:
            raise Refused(
                _("At most %(most)d for one villager, who has ordered %(had)d.")
                % {"most": good.limit_per_villager, "had": had},
                code="limit",
                field="quantity",
                conflict=True,
            )
    if good.stock is not None:
        left = good.stock - _pieces(good.orders.standing())
        if order.quantity > left:
            raise Refused(
                ngettext("%(count)d piece is left.", "%(count)d pieces are left.", max(left, 0))
                % {"count": max(left, 0)},
                code="stock",
                field="quantity",
                conflict=True,
            )


def _pieces(orders: Any) -> int:
    pieces: int = orders.aggregate(sum=Sum("quantity"))["sum"] or 0
    return pieces
