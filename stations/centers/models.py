from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from stations.centers.lifecycle import CENTER_LIFECYCLE, CenterStatus
from stations.regions.models import Region
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


@pghistory.track()
class CountyCenter(ScopedModel):
    """A county operation center: one in a county, with the stations of its villages."""

    county = models.OneToOneField(Region, models.PROTECT, related_name="center", verbose_name=_("county"))
    code = models.CharField(
        _("code"),
        max_length=8,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z]{2,8}$", _("A center code is 2 to 8 capital letters, like FJQG."))
        ],
    )
    name = models.CharField(_("name"), max_length=100)
    agreement_date = models.DateField(_("agreement signed on"), null=True, blank=True)
    opening_date = models.DateField(_("opened on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=CenterStatus.choices, default=CenterStatus.PROPOSED
    )

    scope_paths: ClassVar = ScopePaths(center="pk")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("county operation center")
        verbose_name_plural = _("county operation centers")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="center_is_in_a_county", condition=Exact(Length("county"), 6)),
            # Letters for province and county; station codes continue it with digits.
            models.CheckConstraint(
                name="center_code_is_letters", condition=models.Q(code__regex=r"^[A-Z]{2,8}$")
            ),
        ]
        triggers = [CENTER_LIFECYCLE.trigger(name="center_lifecycle")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class CenterStatusChange(ScopedModel):
    """One step of a center's life: who, when, why. Append-only."""

    center = models.ForeignKey(CountyCenter, models.PROTECT, related_name="status_changes")
    # Empty for the proposal itself.
    before = models.CharField(_("before"), max_length=12, choices=CenterStatus.choices, blank=True)
    after = models.CharField(_("after"), max_length=12, choices=CenterStatus.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("status change of a center")
        verbose_name_plural = _("status changes of centers")
        ordering = ["-at", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
