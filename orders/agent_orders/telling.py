"""What villagers are told of their orders, and whether they were.

A message about somebody's own goods belongs to the order they placed: it needs no agreement of
its own, and says nothing else (docs/decisions/0070-notices.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.queries import AgentOrderQuerySet
from orders.villagers.models import Villager
from stations.notices.lifecycle import NoticeKind, NoticeState
from stations.notices.models import Notification
from stations.notices.telling import NewNotice, tell, withdraw
from stations.wording import moment, yuan

# Villagers read Chinese, whatever the language of the person at the counter.
LANGUAGE = "zh-hans"
TO_BE_FETCHED = (NoticeKind.ARRIVED, NoticeKind.REMINDER)
# Who has not come by then does not come for a message; and a job that slept wakes nobody's past.
REMIND_UP_TO = dt.timedelta(days=30)
AT_ONCE = 500


# --- verbs' part: in the transaction of the event --------------------------------


def tell_arrived(orders: Sequence[AgentOrder], *, at: dt.datetime) -> None:
    """The goods are here, and under which code. In the caller's transaction, with the orders locked."""
    _tell(orders, NoticeKind.ARRIVED, at=at)


def tell_handed_over(orders: Sequence[AgentOrder], *, at: dt.datetime) -> None:
    """The receipt: somebody showed the code and has the goods. As above."""
    _tell(orders, NoticeKind.RECEIPT, at=at)


def withdraw_arrivals(orders: Iterable[AgentOrder]) -> None:
    """Goods that are fetched or given up need no more word of their arrival. As above."""
    withdraw([order.subject for order in orders], TO_BE_FETCHED)


# --- the daily job ---------------------------------------------------------------


def remind_waiting(*, at: dt.datetime | None = None) -> int:
    """Reminds once of goods that have waited `REMIND_AFTER_DAYS` days at the station; returns how many.

    Locks the orders, chunk by chunk. May be killed, run twice or beside itself: the notice's key
    reminds once.
    """
    at = at or timezone.now()
    reminded, after = 0, 0
    while True:
        with transaction.atomic():
            orders = list(_to_remind(at).filter(pk__gt=after)[:AT_ONCE])
            reminded += _tell(orders, NoticeKind.REMINDER, at=at)
        if len(orders) < AT_ONCE:
            return reminded
        after = orders[-1].pk


def _to_remind(at: dt.datetime) -> AgentOrderQuerySet:
    key = Concat(Value("agent-order:"), Cast(OuterRef("pk"), CharField()), Value(f":{NoticeKind.REMINDER}"))
    return (
        AgentOrder.objects.waiting_for_pickup()
        .filter(
            arrived_at__lte=at - dt.timedelta(days=settings.REMIND_AFTER_DAYS),
            arrived_at__gt=at - REMIND_UP_TO,
        )
        .exclude(Exists(Notification.objects.filter(source_key=key)))
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("station")
        .order_by("pk")
    )


# --- the words -------------------------------------------------------------------


def _tell(orders: Sequence[AgentOrder], kind: NoticeKind, *, at: dt.datetime) -> int:
    phones = dict(
        Villager.objects.filter(pk__in={order.villager_id for order in orders}).values_list("pk", "phone")
    )
    with translation.override(LANGUAGE):
        return tell(
            [
                NewNotice(order.station, kind, order.subject, phone, _text(order, kind, at))
                for order in orders
                if (phone := phones[order.villager_id])
            ],
            at=at,
        )


def _text(order: AgentOrder, kind: NoticeKind, at: dt.datetime) -> str:
    """Under 70 characters, one SMS, with a station's name of up to 20."""
    said = {"station": order.station.name, "code": order.pickup_code, "number": order.number}
    match kind:
        case NoticeKind.ARRIVED:
            text = _("[Cunzhan] Your goods are at %(station)s. Pick-up code %(code)s.") % said
        case NoticeKind.REMINDER:
            said["days"] = str((at - (order.arrived_at or at)).days)
            text = (
                _("[Cunzhan] Your goods have waited %(days)s days at %(station)s. Pick-up code %(code)s.")
                % said
            )
        case NoticeKind.RECEIPT:
            said["moment"] = moment(at)
            return (
                _("[Cunzhan] %(number)s was fetched at %(station)s, %(moment)s. Not by you? Ask there.")
                % said
            )
    if order.open_money:
        text += _("Please bring %(amount)s.") % {"amount": yuan(order.balance)}
    return text


# --- whether they were told ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """One line for the page of an order, in the reader's language; `label` and `tone` as in ui/status."""

    label: str
    tone: str
    detail: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.label, self.detail]))


def told_of(order: AgentOrder) -> Told | None:
    """What the villager was told last of goods to be fetched; None where there was nothing to tell.

    That somebody was not told is of interest only while the goods wait.
    """
    told = Notification.objects.about(order.subject).filter(kind__in=TO_BE_FETCHED)
    notice = told.exclude(state=NoticeState.WITHDRAWN).order_by("pk").last()
    if notice is None:
        return None
    if notice.state == NoticeState.SENT:
        return Told(_("told at %(moment)s") % {"moment": moment(notice.sent_at)}, "done")
    if order.status != OrderStatus.AT_STATION:
        return None
    why = _("%(why)s: please call.") % {"why": notice.get_problem_display()}
    match notice.state:
        case NoticeState.UNKNOWN:
            return Told(_("perhaps not told"), "alert", why)
        case NoticeState.FAILED:
            return Told(_("not told"), "alert", why)
    return Told(_("on its way"), "moving")
