"""A trial runs: range after range of partners, each computed once, whoever takes it first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.income.models import MonthClosing
from partners.people.models import Partner
from partners.trials.computing import compute_range
from partners.trials.models import Draft, TrialRange, TrialRun
from stations.clock import month_end
from stations.refusals import Refused

log = structlog.get_logger(__name__)

PARTNERS_A_RANGE = 2_000


@dataclass(frozen=True, slots=True)
class PartDone:
    """How far a run is: parts done of all parts."""

    done: int
    parts: int


def request_trial(*, actor: Any, draft: Draft, month: dt.date, since: dt.date | None = None) -> TrialRun:
    """Enters that a draft is to be tried on a closed month. Locks the draft.

    `since`: only what was paid on that day or later is priced anew. Raises Refused: decided already,
    nothing in the draft, a month that is not closed, a day after it.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if not draft.is_open:
            raise Refused(
                _("This draft is decided already: %(state)s.") % {"state": draft.state},
                code="decided",
                conflict=True,
            )
        if not (draft.rates.exists() or draft.rules.exists()):
            raise Refused(_("Put a rate or a subsidy into the draft first."), code="empty", conflict=True)
        if not MonthClosing.objects.filter(month=month, finished_at__isnull=False).exists():
            raise Refused(
                _("%(month)s is not closed: what was paid in it is not known.") % {"month": f"{month:%Y-%m}"},
                code="not_closed",
                field="month",
            )
        if since is not None and since > month_end(month):
            raise Refused(_("This day is after the month."), code="since", field="since")
        return TrialRun.objects.create(draft=draft, month=month, since=since, requested_by=actor)


def run_trial(
    *, run: TrialRun, size: int = PARTNERS_A_RANGE, progress: Callable[[PartDone], None] = lambda done: None
) -> TrialRun:
    """Computes what is left of a trial; two at once share the work, a kill loses a range at most."""
    _split(run, size)
    parts = run.ranges.count()
    while (part := _next_range(run)) is not None:
        progress(PartDone(parts - part, parts))
    run.refresh_from_db()
    return run


def run_waiting_trials() -> int:
    """Computes the trials that wait, the oldest first; what the clock and the bell ask for."""
    waiting = list(TrialRun.objects.unfinished().order_by("pk"))
    for run in waiting:
        run_trial(run=run)
    return len(waiting)


def _split(run: TrialRun, size: int) -> None:
    with transaction.atomic():
        TrialRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if run.ranges.exists():
            return
        firsts = [0, *Partner.objects.order_by("pk").values_list("pk", flat=True)[size::size]]
        TrialRange.objects.bulk_create(
            TrialRange(run=run, from_id=first, to_id=after)
            for first, after in zip(firsts, [*firsts[1:], None], strict=True)
        )


def _next_range(run: TrialRun) -> int | None:
    """Computes a range that nobody has in hand; how many are left, or None when all are taken."""
    with transaction.atomic():
        part = (
            TrialRange.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(run=run, done_at__isnull=True)
            .select_related("run__draft")
            .order_by("from_id")
            .first()
        )
        if part is not None:
            part.lines, part.paid = compute_range(part)
            part.done_at = timezone.now()
            part.save(update_fields=["lines", "paid", "done_at"])
    # In a transaction of its own: only there the other ranges of the same moment are seen.
    left = TrialRange.objects.filter(run=run, done_at__isnull=True)
    open_parts = TrialRange.objects.filter(run=OuterRef("pk"), done_at__isnull=True)
    finished = (
        TrialRun.objects.unfinished()
        .filter(~Exists(open_parts), pk=run.pk)
        .update(finished_at=timezone.now())
    )
    if finished:
        log.info("trial_finished", run=run.pk, month=f"{run.month:%Y-%m}")
    return None if part is None else left.count()
