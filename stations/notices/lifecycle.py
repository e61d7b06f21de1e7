"""The life of a notice.

At most once: there is no way from `unknown` back to `waiting` but a gateway's own word that it
never had the message, and none at all from `sent`.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle


class NoticeKind(models.TextChoices):
    ARRIVED = "arrived", _("arrival")
    REMINDER = "reminder", _("last reminder")
    RECEIPT = "receipt", _("hand-over receipt")
    BALANCE_DUE = "balance_due", _("balance of a presale due")
    DEPOSIT_BACK = "deposit_back", _("deposit of a presale to be fetched")
    ANSWER = "answer", _("answer to a complaint")
    INTERVIEW = "interview", _("invitation to an interview")
    DECISION = "decision", _("answer to an application")
    TRAINING = "training", _("place in a training session")


class NoticeState(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("not known whether sent")
    FAILED = "failed", _("not sent")
    WITHDRAWN = "withdrawn", _("no longer needed")


class Problem(models.TextChoices):
    """Why an attempt was no success. Words of our own: what a gateway says may repeat a number."""

    NO_CONNECTION = "no_connection", _("the SMS gateway could not be reached")
    NOT_NOW = "not_now", _("the SMS gateway did not take it")
    REFUSED = "refused", _("the SMS gateway refuses it")
    NO_ANSWER = "no_answer", _("the SMS gateway did not answer")
    NONSENSE = "nonsense", _("the SMS gateway gave no clear answer")
    WORKER_LOST = "worker_lost", _("sending was broken off")
    LATE = "late", _("it could not be sent in time")
    FORGOTTEN = "forgotten", _("the number is no longer on file")


S = NoticeState
NOTICE_LIFECYCLE = Lifecycle(
    {
        S.WAITING: frozenset({S.SENDING, S.FAILED, S.WITHDRAWN}),
        S.SENDING: frozenset({S.SENT, S.WAITING, S.UNKNOWN, S.FAILED}),
        S.UNKNOWN: frozenset({S.SENT, S.WAITING, S.FAILED}),
        S.FAILED: frozenset({S.WAITING}),
    }
)

# How long after a refused attempt the next one is due; after the last there is none.
BACKOFF = tuple(dt.timedelta(minutes=number) for number in (1, 5, 15, 60, 180))
# A gateway must not take a message later than this after its claim: it is signed into the body.
VALID = dt.timedelta(minutes=2)
# Nobody works any more on what was claimed so long ago: longer than the task's time limit, and
# longer than VALID, so that "I do not have it" is then the gateway's last word.
LOST_AFTER = dt.timedelta(minutes=3)
# When a gateway is asked about an unknown message, after its claim and after each time it did not say.
ASK_AGAIN = (dt.timedelta(minutes=10), dt.timedelta(hours=1), dt.timedelta(hours=6))
# News of yesterday: what could not be sent by then is not sent.
LIFE = dt.timedelta(days=1)
