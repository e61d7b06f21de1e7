from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class LookQuerySet(ScopedQuerySet):
    """Reads of looks."""

    def with_pages(self) -> Self:
        """How many pages were shown, as `pages`."""
        return self.annotate(pages=models.Count("steps", filter=models.Q(steps__kind="page")))


class Look(ScopedModel):
    """Somebody looks at the site as somebody else, until when at the latest. Append-only.

    The county is that of whoever looks, as of then.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="looks", verbose_name=_("who looked")
    )
    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="looked_at", verbose_name=_("as whom")
    )
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("county operation center"),
    )
    reason = models.CharField(_("reason"), max_length=200)
    began_at = models.DateTimeField(_("began"), default=timezone.now)
    until = models.DateTimeField(_("until at the latest"))

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = LookQuerySet.as_manager()

    class Meta:
        verbose_name = _("look as somebody else")
        verbose_name_plural = _("looks as somebody else")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="look_is_at_others", condition=~models.Q(actor=models.F("whom"))),
            models.CheckConstraint(name="look_has_a_reason", condition=~models.Q(reason="")),
            models.CheckConstraint(name="look_ends", condition=models.Q(until__gt=models.F("began_at"))),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return gettext("%(actor)s as %(whom)s") % {"actor": self.actor, "whom": self.whom}


class LookStep(ScopedModel):
    """One page that was asked for in a look, or its end. Append-only."""

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        REFUSED = "refused", pgettext_lazy("of a look", "refused")
        ENDED = "ended", pgettext_lazy("of a look", "ended")
        RAN_OUT = "ran_out", _("ran out")

    look = models.ForeignKey(
        Look, models.PROTECT, related_name="steps", verbose_name=_("look as somebody else")
    )
    kind = models.CharField(_("what"), max_length=8, choices=Kind.choices)
    # Without what stands behind the question mark: a search carries names and numbers.
    path = models.CharField(_("page"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    scope_paths: ClassVar = ScopePaths(center="look__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a look")
        verbose_name_plural = _("steps of looks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="look_ends_once", fields=["look"], condition=models.Q(kind__in=["ended", "ran_out"])
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.path}".strip()
