from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


@pghistory.track()
class ParcelFee(ScopedModel):
    """What a villager pays the station for an own parcel, from one day to another."""

    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parcel_fees",
        verbose_name=_("only in this county"),
        help_text=_("Empty: everywhere."),
    )
    fee = models.DecimalField(
        _("parcel fee"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel fee")
        verbose_name_plural = _("parcel fees")
        ordering = ["center", "-valid_from"]
        constraints = [
            # One fee for one day. A NULL center would switch the exclusion off, hence the zero.
            ExclusionConstraint(
                name="parcel_fee_one_a_day",
                expressions=[
                    (Coalesce("center", models.Value(0, models.BigIntegerField())), RangeOperators.EQUAL),
                    (
                        models.Func("valid_from", "valid_to", models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(name="parcel_fee_not_negative", condition=models.Q(fee__gte=0)),
            models.CheckConstraint(
                name="parcel_fee_ends_after_it_starts",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fee} {self.valid_from}"
