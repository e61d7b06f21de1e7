"""What villagers were told in the demo's last days: most of it came, some did not.

Written and delivered by the verbs of every day, each at the moment when it would have happened,
with a gateway that sends nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from random import Random

from django.db import transaction
from django.utils import timezone

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.telling import remind_waiting, tell_arrived, tell_handed_over
from stations.clock import day_start, today
from stations.notices import delivering
from stations.notices.delivering import deliver_notices
from stations.notices.gateways.protocol import ACCEPTED, Answer, Fate, Message
from stations.notices.lifecycle import Problem
from stations.notices.models import Notification

SEED = 20151212
RECEIPTS_OF_DAYS = 2
REMINDED_AT = dt.timedelta(hours=10, minutes=7)
_ANSWERS = {
    ACCEPTED: 92,
    Answer(Fate.NOT_NOW, Problem.NOT_NOW): 4,
    Answer(Fate.NEVER, Problem.REFUSED): 2,
    Answer(Fate.UNKNOWN, Problem.NONSENSE): 2,
}


class _Past:
    """A gateway that answered in the past, and cannot be asked any more."""

    name = "demo"
    can_ask = False

    def __init__(self) -> None:
        self._chance = Random(SEED)  # noqa: S311 a demo, not a secret

    def send(self, message: Message) -> Answer:
        return self._chance.choices(list(_ANSWERS), list(_ANSWERS.values()))[0]

    def ask(self, message_id: uuid.UUID) -> Answer:
        return Answer(Fate.UNKNOWN, Problem.NO_ANSWER)


def make_notices() -> int:
    """Tells of the orders that lie at the stations and of the latest hand-overs; returns how many."""
    until = timezone.now()
    with transaction.atomic():
        _tell()
    deliver_past(until)
    return Notification.objects.count()


def _tell() -> None:
    waiting = AgentOrder.objects.waiting_for_pickup().select_related("station")
    for at in waiting.order_by("arrived_at").values_list("arrived_at", flat=True).distinct():
        if at is not None:
            tell_arrived(list(waiting.filter(arrived_at=at)), at=at)
    for age in range(14, -1, -1):
        at = day_start(today() - dt.timedelta(days=age)) + REMINDED_AT
        if at < timezone.now():
            remind_waiting(at=at)
    since = day_start(today() - dt.timedelta(days=RECEIPTS_OF_DAYS - 1))
    fetched = AgentOrder.objects.filter(handed_over_at__gte=since).select_related("station")
    for order in fetched.order_by("handed_over_at", "pk"):
        assert order.handed_over_at is not None
        tell_handed_over([order], at=order.handed_over_at)


def deliver_past(until: dt.datetime) -> None:
    """Lets the drain look at each notice at its own moment, up to one that has been."""
    log = logging.getLogger(delivering.__name__)
    level = log.level
    log.setLevel(logging.WARNING)  # a line a message would bury what set-up says
    try:
        _deliver(until)
    finally:
        log.setLevel(level)


def _deliver(until: dt.datetime) -> None:
    gateway = _Past()
    while at := Notification.objects.due(until).order_by("due_at").values_list("due_at", flat=True).first():
        moment = at + dt.timedelta(seconds=3)
        deliver_notices(gateway=gateway, limit=1, now=lambda moment=moment: moment)  # type: ignore[misc]
