from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.festivals.models import Festival
from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths, scope_of
from stations.wording import moment

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class FestivalSnapshot(ScopedModel):
    """A festival's report as of a moment, kept for ever. Append-only; what it says is in its parts."""

    festival = models.ForeignKey(
        Festival, models.PROTECT, related_name="snapshots", verbose_name=_("festival")
    )
    as_of = models.DateTimeField(_("as of"))
    reason = models.CharField(_("what for"), max_length=200)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    # A county whose stations had no part in it does not know of it.
    scope_paths: ClassVar = ScopePaths(center="parts__center")

    class Meta:
        verbose_name = _("snapshot of a festival")
        verbose_name_plural = _("snapshots of festivals")
        ordering = ["-as_of", "-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.festival} · {moment(self.as_of)}"


class PartQuerySet(ScopedQuerySet):
    """Reads of the parts of snapshots."""

    def of(self, user: object, county: str = "") -> Self:
        """Each snapshot's one part for a reader: the nation's, or that of a county, named or the own one."""
        rows = self.visible_to(user)
        if county:
            return rows.filter(center__county=county)
        return rows.filter(center=None) if scope_of(user).everything else rows


class SnapshotPart(ScopedModel):
    """What a snapshot says of the nation or of one county: a document and its checksum. Append-only.

    The document is canonical JSON, and every page and file of the snapshot is printed from it alone;
    the figures beside it are for lists.
    A county's part is the report that its own staff could read at that moment.
    """

    snapshot = models.ForeignKey(FestivalSnapshot, models.PROTECT, related_name="parts")
    # Empty: the nation.
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, null=True, related_name="+", verbose_name=_("county operation center")
    )
    stations = models.PositiveIntegerField(_("stations in service"))
    paid_amount = models.DecimalField(_("paid"), max_digits=16, decimal_places=2)
    net_amount = models.DecimalField(_("net"), max_digits=16, decimal_places=2)
    document = models.TextField()
    checksum = models.CharField(_("checksum"), max_length=64)

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a snapshot")
        verbose_name_plural = _("parts of snapshots")
        ordering = ["snapshot", models.F("center").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                name="snapshot_part_once", fields=["snapshot", "center"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="snapshot_checksum_is_sha256", condition=models.Q(checksum__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.center_id or '*'}"
