from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from stations.regions.models import Region
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class OfficialsSession(ScopedModel):
    """A session in which officials of counties are taught, before there is a center and after."""

    title = models.CharField(_("title"), max_length=100)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    teacher = models.CharField(_("taught by"), max_length=100, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("session for officials")
        verbose_name_plural = _("sessions for officials")
        ordering = ["-held_on", "-pk"]
        constraints = [models.UniqueConstraint(name="officials_session_once", fields=["title", "held_on"])]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on}"


class Official(ScopedModel):
    """Somebody of a county's government who is taught; the county may have no center yet."""

    county = models.ForeignKey(Region, models.PROTECT, related_name="officials", verbose_name=_("county"))
    name = models.CharField(_("name"), max_length=50)
    office = models.CharField(_("office"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    # Of a county without a center: for head office only.
    scope_paths: ClassVar = ScopePaths(center="county__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("county official")
        verbose_name_plural = _("county officials")
        ordering = ["county", "pk"]
        constraints = [
            models.UniqueConstraint(name="official_once", fields=["county", "name", "office"]),
            models.CheckConstraint(name="official_is_of_a_county", condition=Exact(Length("county"), 6)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.office}".strip()


class OfficialsAttendance(ScopedModel):
    """An official was there."""

    session = models.ForeignKey(
        OfficialsSession, models.PROTECT, related_name="attendances", verbose_name=_("session for officials")
    )
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="attendances", verbose_name=_("county official")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="official__county__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance of an official")
        verbose_name_plural = _("attendances of officials")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="officials_attendance_once", fields=["session", "official"])
        ]

    def __str__(self) -> str:
        return f"{self.official} – {self.session}"
