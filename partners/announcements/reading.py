"""Partners open announcements and confirm having read them; the desk sees who has not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.announcements.models import Announcement, AnnouncementRead
from partners.people.models import Tenure
from stations.clock import today
from stations.refusals import Refused


@dataclass(frozen=True, slots=True)
class Reader:
    """A partner at work today in a county that is told, and what they have done."""

    station: str
    partner: str
    read_at: dt.datetime | None
    confirmed_at: dt.datetime | None


def read_announcement(*, actor: Any, announcement: Announcement) -> AnnouncementRead | None:
    """Notes that a partner opened it, the first time; None for somebody who is no partner.

    Waits for nobody but another opening by the same partner: one row stays.
    """
    partner = getattr(actor, "partner", None)
    if partner is None:
        return None
    found: AnnouncementRead = AnnouncementRead.objects.get_or_create(
        announcement=announcement, partner=partner, defaults={"read_at": timezone.now()}
    )[0]
    return found


def confirm_announcement(*, actor: Any, announcement: Announcement) -> AnnouncementRead:
    """A partner confirms having read it; a second time changes nothing. Locks the reading.

    Raises Refused: not a partner, or nothing to be confirmed.
    """
    with transaction.atomic():
        found = read_announcement(actor=actor, announcement=announcement)
        if found is None:
            raise Refused(_("Only rural partners confirm."), code="not_a_partner")
        if not announcement.must_confirm:
            raise Refused(_("This one need not be confirmed."), code="no_confirmation", conflict=True)
        found = AnnouncementRead.objects.select_for_update().get(pk=found.pk)
        if found.confirmed_at is None:
            found.confirmed_at = timezone.now()
            found.save(update_fields=["confirmed_at"])
    return found


def readers_of(announcement: Announcement, user: object) -> list[Reader]:
    """The partners who are told, by station, as far as `user` sees them. One query."""
    tenures = Tenure.objects.visible_to(user).covering(today())
    if not announcement.for_all:
        tenures = tenures.filter(station__center__in=announcement.counties.values("center"))
    read = AnnouncementRead.objects.filter(announcement=announcement, partner=OuterRef("partner"))
    rows = tenures.annotate(
        read_at=Subquery(read.values("read_at")[:1]), confirmed_at=Subquery(read.values("confirmed_at")[:1])
    ).order_by("station__code")
    return [
        Reader(*row) for row in rows.values_list("station__code", "partner__name", "read_at", "confirmed_at")
    ]
