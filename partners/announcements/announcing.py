"""An announcement is drafted, published and taken back, by head office or by a county."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.announcements.lifecycle import ANNOUNCEMENT_LIFECYCLE, AnnouncementStatus
from partners.announcements.models import Announcement, AnnouncementCounty
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.refusals import Refused, check_fields, check_reason

WORDS = ("title", "text", "title_en", "text_en", "valid_from", "valid_until")


def draft_announcement(
    *, actor: Any, centers: Iterable[CountyCenter] = (), for_all: bool = False, **fields: Any
) -> Announcement:
    """Writes a draft: of the actor's county to its own stations, else of head office.

    Raises Refused: nobody to tell, fields that cannot be.
    """
    owner = getattr(actor, "center", None)
    announcement = Announcement(owner=owner, for_all=for_all and owner is None, written_by=actor, **fields)
    told = [owner] if owner else list(centers)
    _check(announcement, told)
    with transaction.atomic():
        announcement.save(force_insert=True)
        _tell(announcement, told)
    return announcement


def change_announcement(
    *,
    actor: Any,
    announcement: Announcement,
    centers: Iterable[CountyCenter] = (),
    for_all: bool = False,
    **fields: Any,
) -> Announcement:
    """Changes a draft. Locks it. Raises Refused: published already, another's, nobody to tell, bad fields."""
    with transaction.atomic():
        announcement = _lock(actor, announcement)
        if announcement.status != AnnouncementStatus.DRAFT:
            raise Refused(
                _("Partners have read these words: take it back and write another one."),
                code="published",
                conflict=True,
            )
        for name, value in fields.items():
            setattr(announcement, name, value)
        announcement.for_all = for_all and announcement.owner is None
        told = [announcement.owner] if announcement.owner else list(centers)
        _check(announcement, told)
        announcement.save(update_fields=[*fields, "for_all"])
        announcement.counties.all().delete()
        _tell(announcement, told)
    return announcement


def publish_announcement(*, actor: Any, announcement: Announcement) -> Announcement:
    """From now on partners see it, from its first day to its last. Locks it.

    Raises Refused: another's, not a draft any more, or its last day is over.
    """
    with transaction.atomic():
        announcement = _lock(actor, announcement)
        ANNOUNCEMENT_LIFECYCLE.check(announcement.status, AnnouncementStatus.PUBLISHED, label=announcement)
        if announcement.valid_until and announcement.valid_until < today():
            raise Refused(_("Its last day is over."), code="over", conflict=True)
        announcement.status = AnnouncementStatus.PUBLISHED
        announcement.published_by, announcement.published_at = actor, timezone.now()
        announcement.save(update_fields=["status", "published_by", "published_at"])
    return announcement


def withdraw_announcement(*, actor: Any, announcement: Announcement, reason: str) -> Announcement:
    """Nobody sees it any more; who had read it stays on record. Locks it.

    Raises Refused: another's, taken back already, no reason.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        announcement = _lock(actor, announcement)
        ANNOUNCEMENT_LIFECYCLE.check(announcement.status, AnnouncementStatus.WITHDRAWN, label=announcement)
        announcement.status, announcement.reason = AnnouncementStatus.WITHDRAWN, reason
        announcement.withdrawn_by, announcement.withdrawn_at = actor, timezone.now()
        announcement.save(update_fields=["status", "reason", "withdrawn_by", "withdrawn_at"])
    return announcement


def _lock(actor: Any, announcement: Announcement) -> Announcement:
    announcement = (
        Announcement.objects.select_for_update(of=("self",)).select_related("owner").get(pk=announcement.pk)
    )
    own = getattr(actor, "center", None)
    if own is not None and announcement.owner != own:
        raise Refused(_("This announcement is not your county's."), code="not_yours")
    return announcement


def _check(announcement: Announcement, told: list[CountyCenter]) -> None:
    for name in ("title", "text", "title_en", "text_en"):
        setattr(announcement, name, (getattr(announcement, name) or "").strip())
    check_fields(announcement, *WORDS)
    if announcement.valid_until and announcement.valid_until < announcement.valid_from:
        raise Refused(_("It cannot end before it begins."), code="valid_until", field="valid_until")
    if bool(told) == announcement.for_all:
        raise Refused(_("To all counties, or to those you choose."), code="centers", field="centers")


def _tell(announcement: Announcement, told: list[CountyCenter]) -> None:
    AnnouncementCounty.objects.bulk_create(
        AnnouncementCounty(announcement=announcement, center=center) for center in told
    )
