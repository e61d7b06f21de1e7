from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.income.months.lifecycle import MONTH_LIFECYCLE, MonthStatus
from partners.income.months.queries import CountyMonthQuerySet
from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopePaths


class CountyMonth(ScopedModel):
    """A county's closed month: open, approved by the county, then locked by head office.

    Written with the county's first statement of the month. Statements and adjustments of the
    month are only written while it is open, under a share lock of this row
    (`guarding.hold_open`); whoever moves it on holds the row alone.
    """

    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        related_name="months",
        verbose_name=_("county operation center"),
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    status = models.CharField(
        _("state"), max_length=10, choices=MonthStatus.choices, default=MonthStatus.OPEN
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("locked by")
    )

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = CountyMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("county's month")
        verbose_name_plural = _("counties' months")
        ordering = ["-month", "center__code"]
        constraints = [
            models.UniqueConstraint(name="county_month_once", fields=["center", "month"]),
            models.CheckConstraint(name="county_month_is_its_first_day", condition=models.Q(month__day=1)),
            # Nobody approves and locks the same month.
            models.CheckConstraint(
                name="county_month_by_two_people",
                condition=models.Q(locked_by__isnull=True) | ~models.Q(locked_by=models.F("approved_by")),
            ),
            models.CheckConstraint(
                name="county_month_state_has_its_people",
                condition=models.Q(status="open", approved_by__isnull=True, locked_by__isnull=True)
                | models.Q(status="approved", approved_by__isnull=False, locked_by__isnull=True)
                | models.Q(status="locked", approved_by__isnull=False, locked_by__isnull=False),
            ),
        ]
        triggers = [
            MONTH_LIFECYCLE.trigger(name="county_month_lifecycle"),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.center.code} {self.month:%Y-%m}"


class CountyMonthChange(ScopedModel):
    """One step of a county's month: who, when, from what to what, and why. Append-only."""

    county_month = models.ForeignKey(
        CountyMonth, models.PROTECT, related_name="changes", verbose_name=_("county's month")
    )
    before = models.CharField(_("before"), max_length=10, choices=MonthStatus.choices)
    after = models.CharField(_("after"), max_length=10, choices=MonthStatus.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="county_month__center")

    class Meta:
        verbose_name = _("step of a county's month")
        verbose_name_plural = _("steps of counties' months")
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.county_month_id}: {self.before} → {self.after}"
