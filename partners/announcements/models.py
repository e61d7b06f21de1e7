from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.announcements.lifecycle import ANNOUNCEMENT_LIFECYCLE, AnnouncementStatus
from partners.announcements.queries import AnnouncementQuerySet
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths, Way, scope_of
from stations.wording import in_chinese


@dataclass(frozen=True, slots=True)
class AnnouncementPaths(ScopePaths):
    """A county's own with its drafts, and what it is told; for partners what is told to them now."""

    def ways(self, user: object) -> dict[Way, models.Q]:
        scope = scope_of(user)
        if scope.everything:
            return {Way.EVERYTHING: models.Q()}
        ways = {}
        told = models.Q(status=AnnouncementStatus.PUBLISHED)
        if scope.centers:
            here = models.Q(for_all=True) | models.Q(pk__in=_told_to(center__in=scope.centers))
            ways[Way.CENTER] = models.Q(owner__in=scope.centers) | (told & here)
        if scope.stations and scope.person is not None:
            centers = Station.objects.filter(pk__in=scope.stations).values("center")
            here = models.Q(for_all=True) | models.Q(pk__in=_told_to(center__in=centers))
            day = today()
            until = models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day)
            ways[Way.STATION] = told & here & until & models.Q(valid_from__lte=day)
        return ways


def _told_to(**centers: object) -> models.QuerySet[Any, Any]:
    """Ids of announcements to these counties. A subquery: a join would repeat a row for each county."""
    return AnnouncementCounty.objects.filter(**centers).values("announcement")


class Announcement(ScopedModel):
    """What head office, or a county, tells the partners; once published its words stay as they are."""

    # Empty: head office.
    owner = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("from the county"),
    )
    for_all = models.BooleanField(_("to all counties"), default=False)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=4000)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text_en = models.TextField(_("text in English"), max_length=6000, blank=True)
    valid_from = models.DateField(_("shown from"))
    valid_until = models.DateField(_("shown until"), null=True, blank=True)
    pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stays on top of the list."))
    must_confirm = models.BooleanField(
        _("to be confirmed"), default=False, help_text=_("Each partner confirms having read it.")
    )
    status = models.CharField(
        _("state"), max_length=10, choices=AnnouncementStatus.choices, default=AnnouncementStatus.DRAFT
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = AnnouncementPaths()
    objects: ClassVar = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="announcement_valid_until_after_from",
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="announcement_of_a_county_is_not_for_all",
                condition=models.Q(owner__isnull=True) | models.Q(for_all=False),
            ),
            models.CheckConstraint(
                name="announcement_published_has_moment",
                condition=models.Q(published_at__isnull=False)
                | ~models.Q(status=AnnouncementStatus.PUBLISHED),
            ),
            models.CheckConstraint(
                name="announcement_withdrawn_has_moment",
                condition=models.Q(status=AnnouncementStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | models.Q(~models.Q(status=AnnouncementStatus.WITHDRAWN), withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            ANNOUNCEMENT_LIFECYCLE.trigger(name="announcement_lifecycle"),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            # Somebody confirmed having read these words, and no others.
            pgtrigger.Protect(
                name="published_words_stay",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status=AnnouncementStatus.DRAFT)
                & (
                    pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                    | pgtrigger.Q(old__title_en__df=pgtrigger.F("new__title_en"))
                    | pgtrigger.Q(old__text_en__df=pgtrigger.F("new__text_en"))
                    | pgtrigger.Q(old__for_all__df=pgtrigger.F("new__for_all"))
                    | pgtrigger.Q(old__owner__df=pgtrigger.F("new__owner"))
                    | pgtrigger.Q(old__must_confirm__df=pgtrigger.F("new__must_confirm"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def headline(self) -> str:
        """The title in the reader's language, where there is one in it."""
        return self.title if in_chinese() else self.title_en or self.title

    @property
    def words(self) -> str:
        """The text in the reader's language, where there is one in it."""
        return self.text if in_chinese() else self.text_en or self.text

    @property
    def sender(self) -> str:
        """Who speaks."""
        return self.owner.name if self.owner else gettext("Head office")


class AnnouncementCounty(ScopedModel):
    """A county that an announcement is told to."""

    announcement = models.ForeignKey(
        Announcement, models.CASCADE, related_name="counties", verbose_name=_("announcement")
    )
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="+", verbose_name=_("county operation center")
    )

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("county of an announcement")
        verbose_name_plural = _("counties of announcements")
        ordering = ["center"]
        constraints = [
            models.UniqueConstraint(name="announcement_county_once", fields=["announcement", "center"]),
        ]

    def __str__(self) -> str:
        return str(self.center)


class AnnouncementRead(ScopedModel):
    """A partner opened an announcement, and perhaps confirmed having read it."""

    announcement = models.ForeignKey(
        Announcement, models.PROTECT, related_name="reads", verbose_name=_("announcement")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("rural partner"))
    read_at = models.DateTimeField(_("opened at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="partner__center", person="partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of an announcement")
        verbose_name_plural = _("readings of announcements")
        ordering = ["pk"]
        constraints = [
            # Opened on two phones, it was read once.
            models.UniqueConstraint(name="announcement_read_once", fields=["announcement", "partner"]),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="read_once", fields=["announcement", "partner", "read_at"]),
            pgtrigger.Protect(
                name="confirmed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.partner_id}"
