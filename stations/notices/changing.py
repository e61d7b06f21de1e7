"""How a notice's state changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from stations.notices.lifecycle import NOTICE_LIFECYCLE, NoticeState, Problem
from stations.notices.models import NoticeChange, Notification

_KEPT = ["state", "problem", "attempts", "asked", "message_id", "due_at", "expires_at", "sent_at"]


def lock_notice(pk: int) -> Notification:
    """Locks a notice and reads it again; in a transaction, after the order it tells of."""
    locked: Notification = Notification.objects.select_for_update(of=("self",)).get(pk=pk)
    return locked


def step(
    notice: Notification,
    after: NoticeState,
    *,
    at: dt.datetime,
    due_at: dt.datetime | None = None,
    problem: Problem | str = "",
    gateway: str = "",
    actor: Any = None,
    reason: str = "",
) -> None:
    """Saves the next state and logs it. The caller holds the lock.

    Raises Refused when the table does not allow the step.
    """
    NOTICE_LIFECYCLE.check(notice.state, after, label=notice)
    before, notice.state = notice.state, after
    notice.problem, notice.due_at = problem, due_at
    notice.sent_at = at if after == NoticeState.SENT else None
    notice.save(update_fields=_KEPT)
    NoticeChange.objects.create(
        notice=notice,
        before=before,
        after=after,
        message_id=notice.message_id,
        gateway=gateway,
        problem=problem,
        actor=actor,
        at=at,
        reason=reason,
    )
