"""County staff visit stations, write down what they find, and see it settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stations.clock import today
from stations.network.models import Station
from stations.refusals import Refused, check_fields, check_reason
from stations.visits.models import FINDING_LIFECYCLE, FindingStatus, StationVisit, VisitFinding

DAYS = 14  # to settle a finding, where nothing else is said


def record_visit(
    *,
    actor: Any,
    station: Station,
    visited_on: dt.date,
    words: str,
    findings: Sequence[str] = (),
    due_on: dt.date | None = None,
) -> StationVisit:
    """Keeps a visit with its findings, to be settled by `due_on`, in 14 days unless given.

    Raises Refused: a day that is not yet, a due day before the visit, nothing seen.
    """
    due_on = due_on or visited_on + dt.timedelta(days=DAYS)
    if visited_on > today():
        raise Refused(_("This day is still to come."), code="day", field="visited_on")
    if due_on < visited_on:
        raise Refused(_("It cannot be due before the visit."), code="day", field="due_on")
    visit = StationVisit(station=station, visited_on=visited_on, words=words.strip(), actor=actor)
    check_fields(visit, "words")
    with transaction.atomic():
        visit.save(force_insert=True)
        for said in findings:
            finding = VisitFinding(visit=visit, words=said.strip(), due_on=due_on)
            check_fields(finding, "words")
            finding.save(force_insert=True)
    return visit


def settle_finding(*, actor: Any, finding: VisitFinding, answer: str) -> VisitFinding:
    """A finding was put right. Locks it; raises Refused by the table, and without a word how."""
    try:
        answer = check_reason(answer)
    except Refused as refused:
        raise Refused(refused.message, code="answer", field="answer") from refused
    with transaction.atomic():
        finding = VisitFinding.objects.select_for_update().get(pk=finding.pk)
        FINDING_LIFECYCLE.check(finding.status, FindingStatus.SETTLED, label=finding)
        finding.status, finding.answer = FindingStatus.SETTLED, answer
        finding.settled_at, finding.settled_by = timezone.now(), actor
        finding.save(update_fields=["status", "answer", "settled_at", "settled_by"])
    return finding
