from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.income.models import Earning
from partners.subsidies.models import SubsidyRule
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class Award(ScopedModel):
    """What a subsidy line rests on: the rule, and of a guarantee the days and the income it filled up.

    Written with its line, for ever the same. A month that is counted again has a second line with
    the difference; each tells the income that was known then. No days: all of it was taken back.
    """

    earning = models.OneToOneField(
        Earning, models.PROTECT, related_name="award", verbose_name=_("line of income")
    )
    rule = models.ForeignKey(
        SubsidyRule, models.PROTECT, related_name="awards", verbose_name=_("subsidy or bonus")
    )
    month = models.DateField(_("month guaranteed"), null=True, help_text=_("Its first day."))
    days = models.PositiveSmallIntegerField(_("days guaranteed"), null=True)
    counted = models.DecimalField(
        _("income counted"),
        max_digits=14,
        decimal_places=2,
        null=True,
        help_text=_("Commissions, subsidies of parcels and fees received in cash that the month brought."),
    )

    scope_paths: ClassVar = ScopePaths(center="earning__station__center", person="earning__partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("subsidy given")
        verbose_name_plural = _("subsidies given")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="award_of_a_guarantee_tells_its_month",
                condition=models.Q(month__isnull=True, days__isnull=True, counted__isnull=True)
                | models.Q(month__day=1, days__gte=0, counted__isnull=False),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.earning)
