"""What a county center has laid in before the day, against what was ordered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.presale.models import CountyArrival, PresaleGood
from stations.centers.models import CountyCenter
from stations.refusals import Refused

MOST_PIECES = 1_000_000


def enter_arrival(
    *,
    actor: Any,
    center: CountyCenter,
    good: PresaleGood,
    pieces: int,
    note: str = "",
    at: dt.datetime | None = None,
) -> CountyArrival:
    """Pieces of a good are at a county center; below zero takes back what was counted wrongly.

    A moment that is given is a report of what was.

    Locks the center for a correction, so that two cannot take back the same pieces. Raises Refused:
    nothing to enter, a correction without a reason, or of more than is there.
    """
    if pieces == 0 or abs(pieces) > MOST_PIECES:
        raise Refused(_("Say how many pieces."), code="pieces", field="pieces")
    if pieces < 0 and not note.strip():
        raise Refused(_("Say why pieces are taken off."), code="note", field="note")
    with transaction.atomic():
        if pieces < 0:
            CountyCenter.objects.select_for_update(of=("self",)).get(pk=center.pk)
            there = laid_in(center, good)
            if there + pieces < 0:
                raise Refused(
                    _("Only %(there)d pieces are laid in.") % {"there": there},
                    code="pieces",
                    field="pieces",
                    conflict=True,
                )
        return CountyArrival.objects.create(
            center=center, good=good, pieces=pieces, note=note.strip(), actor=actor, at=at or timezone.now()
        )


def laid_in(center: CountyCenter, good: PresaleGood) -> int:
    """Pieces of a good that a center has."""
    rows = CountyArrival.objects.filter(center=center, good=good)
    pieces: int = rows.aggregate(sum=Sum("pieces"))["sum"] or 0
    return pieces
