"""What was surely not sent is tried once more because somebody asks for it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stations.bell import ring
from stations.notices.changing import lock_notice, step
from stations.notices.lifecycle import LIFE, NoticeState
from stations.notices.models import Notification
from stations.notices.telling import DELIVER, HEARD_WITHIN
from stations.refusals import Refused, check_reason


def retry_notice(*, actor: Any, notice: Notification, reason: str) -> Notification:
    """Lets a failed notice be sent again, with a new round of attempts. Locks it.

    Raises Refused: no reason, it did not fail (what is unknown may have come), or its number is
    no longer on file.
    """
    at = timezone.now()
    with transaction.atomic():
        notice = lock_notice(notice.pk)
        reason = check_reason(reason)
        if notice.state != NoticeState.FAILED:
            raise Refused(
                _("This message is “%(state)s”: only one that was not sent can be sent again.")
                % {"state": notice.get_state_display()},
                code="transition",
                conflict=True,
            )
        if notice.phone is None:
            raise Refused(_("The number is no longer on file."), code="forgotten", conflict=True)
        notice.attempts, notice.expires_at = 0, at + LIFE
        step(notice, NoticeState.WAITING, at=at, due_at=at, actor=actor, reason=reason)
        ring(DELIVER, expires=HEARD_WITHIN)
    return notice
