from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


@pghistory.track()
class Agreement(ScopedModel):
    """An agreement with the local government; its papers are documents about it."""

    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="agreements", verbose_name=_("county operation center")
    )
    number = models.CharField(_("number"), max_length=40)
    counterpart = models.CharField(_("signed with"), max_length=100)
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    terms = models.CharField(_("what was promised"), max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement with a county")
        verbose_name_plural = _("agreements with counties")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            # The paper's own number: the same one entered twice is one agreement.
            models.UniqueConstraint(name="agreement_number_once", fields=["center", "number"]),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("signed_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.counterpart}"
