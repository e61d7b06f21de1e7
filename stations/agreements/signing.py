"""An agreement with the local government is written down; a candidate is signed by it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stations.agreements.models import Agreement
from stations.centers.advancing import sign_center
from stations.centers.changing import lock_center
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.refusals import Refused, check_fields


def sign_agreement(
    *,
    actor: Any,
    center: CountyCenter,
    number: str,
    counterpart: str,
    signed_on: dt.date,
    valid_until: dt.date | None = None,
    terms: str = "",
) -> Agreement:
    """Enters an agreement and, for a county found fit, signs the center by it. Locks the center.

    Raises Refused: a candidate that was not found fit yet, a closed center, a day that is not yet,
    an end before the beginning, a number that the center has already.
    """
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        center = lock_center(center.pk)
        if center.status in (CenterStatus.PROPOSED, CenterStatus.CLOSED):
            raise Refused(
                _("%(center)s is “%(status)s”: assess it first.")
                % {"center": center, "status": center.get_status_display()},
                code="transition",
                conflict=True,
            )
        if signed_on > today():
            raise Refused(_("This day is still to come."), code="day", field="signed_on")
        if valid_until and valid_until < signed_on:
            raise Refused(_("It cannot end before it begins."), code="day", field="valid_until")
        agreement = Agreement(
            center=center,
            number=number.strip(),
            counterpart=counterpart.strip(),
            signed_on=signed_on,
            valid_until=valid_until,
            terms=terms.strip(),
            actor=actor,
        )
        check_fields(agreement, "number", "counterpart", "terms")
        try:
            with transaction.atomic():
                agreement.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_("This number is entered already."), code="taken", field="number") from error
        if center.status == CenterStatus.ASSESSED:
            sign_center(actor=actor, center=center, agreement_date=signed_on, reason=agreement.number)
    return agreement
