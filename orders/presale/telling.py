"""What villagers are told of their deposits: that the balance is due, that money waits for them.

A message about somebody's own order, as those of `agent_orders.telling`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.telling import LANGUAGE
from orders.presale.models import PresaleOrder
from orders.villagers.models import Villager
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import Notification
from stations.notices.telling import NewNotice, tell, withdraw
from stations.wording import moment, yuan

AT_ONCE = 500


def tell_due_balances(*, at: dt.datetime | None = None) -> int:
    """Tells villagers once that their balance is due; returns how many.

    Locks the orders, chunk by chunk. May be killed, run twice or beside itself: the notice's key
    tells once.
    """
    at = at or timezone.now()
    told, after = 0, 0
    key = Concat(
        Value("agent-order:"), Cast(OuterRef("pk"), CharField()), Value(f":{NoticeKind.BALANCE_DUE}")
    )
    while True:
        with transaction.atomic():
            rows = list(
                PresaleOrder.objects.due(at)
                .exclude(Exists(Notification.objects.filter(source_key=key)))
                .filter(pk__gt=after)
                .select_for_update(of=("order",), skip_locked=True)
                .select_related("order__station", "good")
                .order_by("pk")[:AT_ONCE]
            )
            told += _tell([(row.order, NoticeKind.BALANCE_DUE, _due_text(row)) for row in rows], at=at)
        if len(rows) < AT_ONCE:
            return told
        after = rows[-1].pk


def tell_deposits_back(orders: Sequence[AgentOrder], *, at: dt.datetime) -> None:
    """A deposit waits at the station. In the caller's transaction, with the orders locked."""
    with translation.override(LANGUAGE):
        _tell(
            [
                (
                    order,
                    NoticeKind.DEPOSIT_BACK,
                    _("[Cunzhan] %(number)s is cancelled. Fetch your deposit of %(amount)s at %(station)s.")
                    % {"number": order.number, "amount": yuan(order.deposit), "station": order.station.name},
                )
                for order in orders
            ],
            at=at,
        )


def withdraw_balance_notices(orders: Iterable[AgentOrder], *, at: dt.datetime) -> None:
    """Whose deposit is settled need not hear any more that the balance is due. As above."""
    withdraw([order.subject for order in orders], [NoticeKind.BALANCE_DUE], at=at)


def _due_text(row: PresaleOrder) -> str:
    with translation.override(LANGUAGE):
        return _("[Cunzhan] %(number)s: please pay the balance of %(amount)s at %(station)s by %(end)s.") % {
            "number": row.order.number,
            "amount": yuan(row.order.balance),
            "station": row.order.station.name,
            "end": moment(row.good.balance_until),
        }


def _tell(told: Sequence[tuple[AgentOrder, NoticeKind, str]], *, at: dt.datetime) -> int:
    villagers = {order.villager_id for order, _kind, _text in told}
    phones = dict(Villager.objects.filter(pk__in=villagers).values_list("pk", "phone"))
    return tell(
        [
            NewNotice(order.station, kind, order.subject, phone, text)
            for order, kind, text in told
            if (phone := phones[order.villager_id])
        ],
        at=at,
    )
