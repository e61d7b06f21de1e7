"""A case between county and station is settled."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.logistics.changing import lock_parcels
from orders.logistics.giving_up import report_lost
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import ParcelCase
from stations.refusals import Refused, check_reason

_OUTCOMES = {
    ParcelCase.Kind.MISSING: (ParcelCase.Outcome.LOST,),
    ParcelCase.Kind.EXTRA: (ParcelCase.Outcome.CLEARED, ParcelCase.Outcome.FOUND),
    ParcelCase.Kind.COUNT: (ParcelCase.Outcome.MISCOUNTED, ParcelCase.Outcome.CLEARED),
    ParcelCase.Kind.DAMAGED: (ParcelCase.Outcome.CLEARED,),
}


def outcomes_of(case: ParcelCase) -> list[ParcelCase.Outcome]:
    """How people may settle a case; that a missing parcel is found says its scan, by itself."""
    return list(_OUTCOMES[ParcelCase.Kind(case.kind)])


def settle_case(*, actor: Any, case: ParcelCase, outcome: str, note: str) -> ParcelCase:
    """Settles a case with its outcome; a parcel that did not arrive is given up as lost.

    Locks the parcel's order, the parcel, the case. Raises Refused: settled already, an outcome
    that this case cannot have, no note.
    """
    note = check_reason(note)
    with transaction.atomic():
        if case.parcel_id is not None:
            lock_parcels([case.parcel_id])
        case = ParcelCase.objects.select_for_update(of=("self",)).select_related("parcel").get(pk=case.pk)
        if case.settled_at is not None:
            raise Refused(_("This case is settled already."), code="settled", conflict=True)
        if outcome not in outcomes_of(case):
            raise Refused(_("This case cannot end so."), code="outcome", field="outcome")
        if (
            outcome == ParcelCase.Outcome.LOST
            and case.parcel is not None
            and case.parcel.status != ParcelStatus.LOST
        ):
            report_lost(actor=actor, parcel=case.parcel, reason=note, at_station=False)
        case.outcome, case.note = outcome, note
        case.settled_at, case.settled_by = timezone.now(), actor
        case.save(update_fields=["outcome", "note", "settled_at", "settled_by"])
    return case
