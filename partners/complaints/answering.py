"""The county takes a complaint in hand and answers it, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.complaints.changing import lock_complaint, step
from partners.complaints.lifecycle import ANSWER_LENGTH, ComplaintStatus
from partners.complaints.models import Complaint
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import masked_text
from stations.notices.telling import NewNotice, tell
from stations.refusals import Refused


def take_in_hand(*, actor: Any, complaint: Complaint, note: str = "") -> Complaint:
    """Somebody looks into it. Locks the complaint; raises Refused by the table."""
    with transaction.atomic():
        complaint = lock_complaint(complaint.pk)
        step(
            complaint,
            ComplaintStatus.IN_HAND,
            actor=actor,
            at=timezone.now(),
            note=_words(note, "note", needed=False),
        )
    return complaint


def answer_complaint(
    *,
    actor: Any,
    complaint: Complaint,
    answer: str,
    upheld: bool | None = None,
    for_station: str = "",
    at: dt.datetime | None = None,
) -> Complaint:
    """Answers once and for all; a villager with a number is told by SMS.

    `upheld` is asked of complaints and only of them: an upheld one counts in the level of the
    month of this day. `for_station` are words for the partner, who reads neither name nor text.
    Locks the complaint. Raises Refused: answered already, no words or too many, not said whether
    it is upheld.
    """
    at = at or timezone.now()
    answer, for_station = _words(answer, "answer"), _words(for_station, "for_station", needed=False)
    with transaction.atomic():
        complaint = lock_complaint(complaint.pk)
        if complaint.judged and upheld is None:
            raise Refused(_("Say whether the complaint is upheld."), code="upheld", field="upheld")
        step(
            complaint,
            ComplaintStatus.ANSWERED,
            actor=actor,
            at=at,
            answer=answer,
            for_station=for_station,
            upheld=upheld if complaint.judged else None,
            answered_by=actor,
            answered_at=at,
        )
        _tell_villager(complaint, at)
    return complaint


def _tell_villager(complaint: Complaint, at: dt.datetime) -> None:
    if not complaint.phone:
        return
    text = f"【村站】您关于“{masked_text(complaint.subject)[:30]}”的来信，答复：{complaint.answer}"
    tell(
        [NewNotice(complaint.station, NoticeKind.ANSWER, complaint.source, complaint.phone, text[:300])],
        at=at,
    )


def _words(text: str, field: str, *, needed: bool = True) -> str:
    text = text.strip()
    if needed and not text:
        raise Refused(_("Say it in words."), code=field, field=field)
    if len(text) > ANSWER_LENGTH:
        raise Refused(
            _("Say it in %(count)s characters or fewer.") % {"count": ANSWER_LENGTH}, code=field, field=field
        )
    return text
