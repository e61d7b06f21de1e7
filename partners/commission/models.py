from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partners.commission.queries import CommissionRateQuerySet
from partners.commission.sql import KEEP_USED_RATE
from partners.journal.kinds import ANY_CATEGORY, Business
from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopePaths


@pghistory.track()
class CommissionRate(ScopedModel):
    """What a partner earns of one kind of goods or service, from one day to another.

    A rate of the paid amount or a fixed amount, then minimum and cap (yuan, per order and
    category). A county's own rate goes before the national one. The past is never re-priced:
    a rate that priced anything is ended and followed by a new version (`commission.revising`).
    """

    business = models.CharField(_("business"), max_length=16, choices=Business.choices)
    category = models.CharField(_("category"), max_length=24, choices=ANY_CATEGORY)
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rates",
        verbose_name=_("only in this county"),
        help_text=_("Empty: everywhere."),
    )
    rate = models.DecimalField(
        _("rate"),
        max_digits=7,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("A share of the paid amount: 0.025 is 2.5%."),
    )
    fixed = models.DecimalField(
        _("fixed amount"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    minimum = models.DecimalField(
        _("at least"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cap = models.DecimalField(
        _("at most"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    hold_days = models.PositiveSmallIntegerField(
        _("days on hold"),
        default=7,
        validators=[MaxValueValidator(365)],
        help_text=_("From the hand-over to the day it is earned."),
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where this rate was decided.")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day; empty: open.")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = CommissionRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("commission rate")
        verbose_name_plural = _("commission rates")
        ordering = ["business", "category", "center", "-valid_from"]
        constraints = [
            # One rule for one day. A NULL center would switch the exclusion off, hence the zero.
            ExclusionConstraint(
                name="commission_rate_one_rule_a_day",
                expressions=[
                    ("business", RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    (Coalesce("center", models.Value(0, models.BigIntegerField())), RangeOperators.EQUAL),
                    (
                        models.Func("valid_from", "valid_to", models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Another rate covers some of these days."),
            ),
            models.CheckConstraint(
                name="commission_rate_or_fixed",
                condition=models.Q(rate__isnull=False, fixed__isnull=True)
                | models.Q(rate__isnull=True, fixed__isnull=False),
                violation_error_message=_("Give a rate or a fixed amount, one of the two."),
            ),
            models.CheckConstraint(
                name="commission_rate_minimum_below_cap",
                condition=models.Q(minimum__isnull=True)
                | models.Q(cap__isnull=True)
                | models.Q(minimum__lte=models.F("cap")),
                violation_error_message=_("The minimum is above the cap."),
            ),
            models.CheckConstraint(
                name="commission_rate_ends_after_it_starts",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("A rate cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="commission_rate_is_a_share",
                condition=models.Q(rate__isnull=True) | models.Q(rate__gte=0, rate__lte=1),
            ),
            models.CheckConstraint(
                name="commission_rate_no_negative_amounts",
                condition=(models.Q(fixed__isnull=True) | models.Q(fixed__gte=0))
                & (models.Q(minimum__isnull=True) | models.Q(minimum__gte=0))
                & (models.Q(cap__isnull=True) | models.Q(cap__gte=0)),
            ),
            models.CheckConstraint(
                name="commission_rate_hold_within_a_year", condition=models.Q(hold_days__lte=365)
            ),
        ]
        triggers = [
            # What has priced a payment explains it for ever; only its end and its source may move.
            pgtrigger.Trigger(
                name="used_rate_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=KEEP_USED_RATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} v{self.version}"
