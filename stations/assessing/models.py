from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.money import ZERO
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete
HUNDRED = Decimal(100)


class AssessmentScheme(ScopedModel):
    """What a county is judged by from a year on, until the next scheme; `pass_mark` of 100 points."""

    year = models.PositiveSmallIntegerField(
        _("from the year"), unique=True, validators=[MinValueValidator(2014), MaxValueValidator(2100)]
    )
    pass_mark = models.DecimalField(
        _("pass mark, of 100"), max_digits=5, decimal_places=2, default=Decimal("60.00")
    )

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="assessment_pass_mark_of_hundred",
                condition=models.Q(pass_mark__gte=0, pass_mark__lte=100),
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


@pghistory.track()
class AssessmentCriterion(ScopedModel):
    """One thing a county is measured by: no points at `zero_at`, all at `full_at`, straight in between."""

    scheme = models.ForeignKey(
        AssessmentScheme, models.PROTECT, related_name="criteria", verbose_name=_("assessment scheme")
    )
    code = models.SlugField(_("code"), max_length=20, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")])
    name = models.CharField(_("name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2)
    # The other way round where less is better: hours from the city, say.
    zero_at = models.DecimalField(_("no points at"), max_digits=10, decimal_places=2, default=ZERO)
    full_at = models.DecimalField(_("all points at"), max_digits=10, decimal_places=2, default=HUNDRED)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("assessment criterion")
        verbose_name_plural = _("assessment criteria")
        ordering = ["-scheme__year", "-weight", "pk"]
        constraints = [
            models.UniqueConstraint(name="assessment_criterion_once", fields=["scheme", "code"]),
            # Points divide by the distance between the two.
            models.CheckConstraint(
                name="assessment_criterion_has_a_slope",
                condition=models.Q(weight__gt=0) & ~models.Q(zero_at=models.F("full_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name


class CountyAssessment(ScopedModel):
    """A county measured on a day, by one scheme; the last one counts. Append-only."""

    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="assessments", verbose_name=_("county operation center")
    )
    scheme = models.ForeignKey(
        AssessmentScheme, models.PROTECT, related_name="+", verbose_name=_("assessment scheme")
    )
    assessed_on = models.DateField(_("assessed on"))
    score = models.DecimalField(_("score, of 100"), max_digits=5, decimal_places=2)
    passed = models.BooleanField(_("fit"))
    words = models.CharField(_("in words"), max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment of a county")
        verbose_name_plural = _("assessments of counties")
        ordering = ["-assessed_on", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.center} {self.score}"


class AssessmentValue(ScopedModel):
    """What was measured of one criterion, and the points that it gave, of 100. Append-only."""

    assessment = models.ForeignKey(CountyAssessment, models.PROTECT, related_name="values")
    criterion = models.ForeignKey(
        AssessmentCriterion, models.PROTECT, related_name="+", verbose_name=_("assessment criterion")
    )
    value = models.DecimalField(_("measured"), max_digits=10, decimal_places=2)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2)
    points = models.DecimalField(_("points, of 100"), max_digits=5, decimal_places=2)

    scope_paths: ClassVar = ScopePaths(center="assessment__center")

    class Meta:
        verbose_name = _("measured value")
        verbose_name_plural = _("measured values")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="assessment_value_once", fields=["assessment", "criterion"]),
            models.CheckConstraint(
                name="assessment_points_of_hundred", condition=models.Q(points__gte=0, points__lte=100)
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"
