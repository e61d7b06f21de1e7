"""The drain: due notices are claimed, sent, asked about and settled, one by one.

1. Claim: lock a due row that nobody has (SKIP LOCKED), write the attempt with its own message
   id, commit.
2. Call the gateway with no transaction open.
3. Record: lock the row again, write what became of it, commit.

Killed between 1 and 3, a row stays "being sent"; a later drain cannot know whether the message
left, and treats it as unknown. Unknown is settled by asking the gateway where it can be asked,
and is never sent again on our own guess.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from django.db import transaction
from django.utils import timezone

from stations.notices.changing import lock_notice, step
from stations.notices.gateways import Gateway, configured_gateway
from stations.notices.gateways.protocol import Answer, Fate, Message
from stations.notices.lifecycle import ASK_AGAIN, BACKOFF, LOST_AFTER, VALID, NoticeState, Problem
from stations.notices.models import Notification

log = structlog.get_logger(__name__)

A_RING = 50  # messages; the clock rings again in a few seconds
SECONDS = 20.0  # after which a run begins nothing new
_OPEN = {NoticeState.SENDING, NoticeState.UNKNOWN}


@dataclass(slots=True)
class Delivered:
    """How many notices a run took, by what became of them."""

    by_state: dict[NoticeState, int] = field(default_factory=dict)

    def count(self, state: str) -> None:
        self.by_state[NoticeState(state)] = self.by_state.get(NoticeState(state), 0) + 1

    @property
    def taken(self) -> int:
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class _Claim:
    """A row that is ours until `LOST_AFTER`; `call` is None where there is nothing to say to a gateway."""

    notice: int
    message_id: uuid.UUID | None
    state: str
    call: Callable[[], Answer] | None = None


def deliver_notices(
    *,
    gateway: Gateway | None = None,
    limit: int = A_RING,
    now: Callable[[], dt.datetime] = timezone.now,
) -> Delivered:
    """Takes up to `limit` due notices, the oldest first, with the configured gateway unless one is given.

    Ends early when the gateway does not answer: the others would only burn their attempts. Without
    a gateway only what is too late is given up. May be killed, run twice or beside itself: each run
    takes other rows. Raises RuntimeError inside a transaction.
    """
    gateway = gateway or configured_gateway()
    done = Delivered()
    end = time.monotonic() + SECONDS
    while done.taken < limit and time.monotonic() < end:
        claim = _claim(gateway, now())
        if claim is None:
            break
        if claim.call is None or gateway is None:
            done.count(claim.state)
            continue
        answer = claim.call()
        done.count(_record(claim, answer, gateway, now()))
        if answer.problem in {Problem.NO_CONNECTION, Problem.NO_ANSWER}:
            break
    return done


# --- 1. claim --------------------------------------------------------------------


def _claim(gateway: Gateway | None, at: dt.datetime) -> _Claim | None:
    """Takes one due row and commits what is about to be done with it."""
    # Durable: inside somebody's transaction a claim would be no claim.
    with transaction.atomic(durable=True):
        due = Notification.objects.due(at) if gateway else Notification.objects.only_late(at)
        notice = due.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk").first()
        if notice is None:
            return None
        call: Callable[[], Answer] | None = None
        match notice.state:
            case NoticeState.SENDING:
                _lose(notice, at)
            case NoticeState.UNKNOWN:
                call = _begin_asking(notice, gateway, at)
            case _ if notice.expires_at <= at:
                step(notice, NoticeState.FAILED, at=at, problem=Problem.LATE)
            case _ if gateway is not None:
                call = _begin_sending(notice, gateway, at)
        return _Claim(notice.pk, notice.message_id, notice.state, call)


def _lose(notice: Notification, at: dt.datetime) -> None:
    """Whoever sent it died, or is so late that it counts as dead."""
    log.warning("notice_sending_lost", notice=notice.pk, message=str(notice.message_id))
    step(notice, NoticeState.UNKNOWN, at=at, due_at=at, problem=Problem.WORKER_LOST)


def _begin_asking(
    notice: Notification, gateway: Gateway | None, at: dt.datetime
) -> Callable[[], Answer] | None:
    """The next time to ask is committed before asking: of two drains one asks."""
    can_ask = gateway is not None and gateway.can_ask
    more = can_ask and notice.asked < len(ASK_AGAIN)
    notice.due_at = at + ASK_AGAIN[notice.asked] if more else None
    notice.asked += 1
    notice.save(update_fields=["due_at", "asked"])
    message_id = notice.message_id
    if gateway is None or not can_ask or message_id is None:
        return None
    return lambda: gateway.ask(message_id)


def _begin_sending(notice: Notification, gateway: Gateway, at: dt.datetime) -> Callable[[], Answer]:
    notice.message_id = uuid.uuid4()
    notice.attempts += 1
    notice.asked = 0
    step(notice, NoticeState.SENDING, at=at, due_at=at + LOST_AFTER, gateway=gateway.name)
    message = Message(notice.message_id, notice.phone or "", notice.text, at + VALID)
    return lambda: gateway.send(message)


# --- 3. record -------------------------------------------------------------------


def _record(claim: _Claim, answer: Answer, gateway: Gateway, at: dt.datetime) -> str:
    """Writes what became of an attempt; returns the state the notice is in now."""
    with transaction.atomic(durable=True):
        notice = lock_notice(claim.notice)
        # Nothing to add where somebody settled it meanwhile.
        if notice.message_id == claim.message_id and notice.state in _OPEN:
            _settle(notice, answer, gateway, at)
    log.info(
        "notice_attempt",
        notice=notice.pk,
        message=str(claim.message_id),
        state=notice.state,
        problem=str(answer.problem or ""),
    )
    return notice.state


def _settle(notice: Notification, answer: Answer, gateway: Gateway, at: dt.datetime) -> None:
    problem = answer.problem or ""
    match answer.fate:
        case Fate.ACCEPTED:
            step(notice, NoticeState.SENT, at=at, gateway=gateway.name)
        case Fate.NEVER:
            step(notice, NoticeState.FAILED, at=at, problem=problem, gateway=gateway.name)
        case Fate.NOT_NOW:
            _try_again(notice, problem, gateway, at)
        case Fate.UNKNOWN if notice.state == NoticeState.SENDING:
            # Not asked before the message has run out: until then it may still be on its way.
            ask_at = notice.due_at if gateway.can_ask else None
            step(notice, NoticeState.UNKNOWN, at=at, due_at=ask_at, problem=problem, gateway=gateway.name)


def _try_again(notice: Notification, problem: Problem | str, gateway: Gateway, at: dt.datetime) -> None:
    """Surely not accepted: the next attempt after a while, if there is one and it is not too late."""
    due_at = at + BACKOFF[notice.attempts - 1] if notice.attempts <= len(BACKOFF) else None
    if notice.phone is None:
        problem = Problem.FORGOTTEN
    elif due_at and due_at < notice.expires_at:
        step(notice, NoticeState.WAITING, at=at, due_at=due_at, problem=problem, gateway=gateway.name)
        return
    step(notice, NoticeState.FAILED, at=at, problem=problem, gateway=gateway.name)
