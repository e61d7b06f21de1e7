from __future__ import annotations

import secrets
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths, Way, scope_of

NAME = "[0-9a-f]{32}"


def new_name() -> str:
    """The file's name in the address and in the store: drawn, so that nobody can count through it."""
    return secrets.token_hex(16)


class _OfAStationOrACenter(ScopePaths):
    """A station's papers follow the station, also to another county; a county's stay with its center."""

    def ways(self, user: object) -> dict[Way, models.Q]:
        ways = super().ways(user)
        if Way.CENTER in ways:
            ways[Way.CENTER] |= models.Q(station__isnull=True, center__in=scope_of(user).centers)
        return ways


class DocumentQuerySet(ScopedQuerySet):
    def about(self, subject: str) -> Self:
        """The papers of one row, as they came: "agreement:17"."""
        return self.filter(subject=subject).order_by("pk")


class Document(ScopedModel):
    """A photo or PDF that somebody gave. A photo is ours, decoded and written anew; a PDF is as given."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        PDF = "pdf", _("PDF")

    # What it is about, as a word: the rooms above are not known here.
    subject = models.CharField(_("about"), max_length=40)
    title = models.CharField(_("title"), max_length=100)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=32, unique=True, default=new_name)
    file = models.FileField(_("file"), upload_to="documents/")
    size = models.PositiveIntegerField(_("bytes"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="+", verbose_name=_("county operation center")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("village service station"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = _OfAStationOrACenter(center="station__center")
    objects: ClassVar = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            # The same file given twice for the same thing is one document.
            models.UniqueConstraint(name="document_once", fields=["subject", "digest"]),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title
