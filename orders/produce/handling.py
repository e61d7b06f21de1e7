"""What was done with a lot between the field and the buyer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.produce.changing import lock_lot
from orders.produce.lifecycle import LotStatus
from orders.produce.models import LotEvent, ProduceLot
from orders.produce.public_words import check_public_words
from stations.clock import day_start
from stations.refusals import Refused, check_fields

MOST_EVENTS = 40


def add_event(
    *,
    actor: Any,
    lot: ProduceLot,
    kind: str,
    place: str = "",
    words: str = "",
    at: dt.datetime | None = None,
) -> LotEvent:
    """Adds a handling step; it stays for ever. No place: the station. No moment: now. Locks the lot.

    Raises Refused: the lot is withdrawn or has steps enough, the moment is in the future or before
    the harvest, or words that would tell buyers who the farmer is.
    """
    with transaction.atomic():
        lot = lock_lot(lot)
        if lot.status == LotStatus.WITHDRAWN:
            raise Refused(_("The lot is withdrawn."), code="withdrawn", conflict=True)
        if lot.events.count() >= MOST_EVENTS:
            raise Refused(
                _("A lot has at most %(count)d steps.") % {"count": MOST_EVENTS},
                code="too_many",
                conflict=True,
            )
        now = timezone.now()
        at = at or now
        if at > now:
            raise Refused(_("This is still to come: say when it was done."), code="at", field="at")
        if at < day_start(lot.harvested_on):
            raise Refused(_("This is before the harvest."), code="at", field="at")
        check_public_words(lot.farmer, place=place, words=words)
        event = LotEvent(
            lot=lot,
            kind=kind,
            at=at,
            place=place.strip() or lot.station.name,
            words=words.strip(),
            actor=actor,
        )
        check_fields(event, "kind", "place", "words")
        event.save(force_insert=True)
    return event
