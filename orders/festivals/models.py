from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.journal.kinds import Business, Category
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class Festival(ScopedModel):
    """A shopping festival: a time span of whole hours whose turnover is counted."""

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), help_text=_("The first moment after it."))
    sales_target = models.DecimalField(
        _("sales target"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Yuan paid, for the nation."),
    )

    # Everybody in the house may know that there is a festival; its figures are scoped rows.
    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("festival")
        verbose_name_plural = _("festivals")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="festival_ends_after_it_starts",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("A festival cannot end before it starts."),
            ),
            # The roll-up is by the hour: a festival of part hours could not be exact.
            models.CheckConstraint(
                name="festival_of_whole_hours",
                condition=models.Q(
                    starts_at__minute=0, starts_at__second=0, ends_at__minute=0, ends_at__second=0
                ),
                violation_error_message=_("A festival starts and ends on the full hour."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Turnover(ScopedModel):
    """The three turnovers of some key, in yuan and orders (domain, section 3)."""

    business = models.CharField(max_length=16, choices=Business.choices)
    placed_amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    placed_orders = models.IntegerField(default=0)
    paid_amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    paid_orders = models.IntegerField(default=0)
    net_amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    net_orders = models.IntegerField(default=0)

    class Meta:
        abstract = True


class StationTurnover(Turnover):
    """A station's hour. `center` is the one of the payment, so county figures stay when a station moves."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    center = models.ForeignKey(CountyCenter, models.PROTECT, related_name="+", db_index=False)
    hour = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(center="center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("turnover of a station")
        verbose_name_plural = _("turnovers of stations")
        constraints = [
            # The roll-up adds to the one row of its key.
            models.UniqueConstraint(
                name="station_turnover_key", fields=["hour", "business", "center", "station"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.hour:%Y-%m-%d %H}"


class CenterMinute(Turnover):
    """A county's minute, for the curve of the day."""

    center = models.ForeignKey(CountyCenter, models.PROTECT, related_name="+", db_index=False)
    minute = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("turnover of a county by the minute")
        verbose_name_plural = _("turnovers of counties by the minute")
        constraints = [
            models.UniqueConstraint(name="center_minute_key", fields=["minute", "business", "center"]),
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.minute:%Y-%m-%d %H:%M}"


class CenterCategoryHour(Turnover):
    """A county's hour of one category; orders are those that hold the category."""

    center = models.ForeignKey(CountyCenter, models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=24, choices=Category.choices)
    hour = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("turnover of a county by category")
        verbose_name_plural = _("turnovers of counties by category")
        constraints = [
            models.UniqueConstraint(
                name="center_category_hour_key", fields=["hour", "business", "center", "category"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.category} {self.hour:%Y-%m-%d %H}"
