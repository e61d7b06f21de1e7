from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.festivals.queries import FestivalQuerySet, TurnoverQuerySet
from partners.journal.kinds import Business, Category
from stations.centers.models import CountyCenter
from stations.clock import business_date, hour_start
from stations.network.models import Station
from stations.scope import ScopedModel, ScopePaths

# A report reads every hour of its festival; the longest sale of a year is counted in weeks.
LONGEST = dt.timedelta(days=31)
TOO_LONG = _("A festival lasts at most 31 days.")


def full_hour(moment: dt.datetime) -> None:
    """Raises ValidationError unless a moment is the start of an hour."""
    if moment != hour_start(moment):
        raise ValidationError(_("A festival starts and ends on the full hour."), code="full_hour")


def _is_full_hour(field: str) -> Exact:
    """In the database to the microsecond: Shanghai's hours are the hours of the epoch."""
    into_the_hour = models.Func(
        models.F(field),
        template="MOD(EXTRACT(EPOCH FROM %(expressions)s), 3600)",
        output_field=models.DecimalField(),
    )
    return Exact(into_the_hour, models.Value(0))


class Festival(ScopedModel):
    """A shopping festival: a time span of whole hours whose turnover is counted."""

    name = models.CharField(pgettext_lazy("of a festival", "name"), max_length=60)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    starts_at = models.DateTimeField(_("starts at"), validators=[full_hour])
    ends_at = models.DateTimeField(
        _("ends at"), help_text=_("The first moment after it."), validators=[full_hour]
    )
    sales_target = models.DecimalField(
        _("sales target"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("Yuan paid, for the nation."),
    )

    # Everybody in the house may know that there is a festival; its figures are scoped rows.
    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = FestivalQuerySet.as_manager()

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
            models.CheckConstraint(
                name="festival_of_31_days_at_most",
                condition=models.Q(ends_at__lte=models.F("starts_at") + LONGEST),
                violation_error_message=TOO_LONG,
            ),
            # The roll-up is by the hour: a festival of part hours could not be exact.
            models.CheckConstraint(
                name="festival_of_whole_hours",
                condition=models.Q(_is_full_hour("starts_at")) & models.Q(_is_full_hour("ends_at")),
                violation_error_message=_("A festival starts and ends on the full hour."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Says beside the field what the constraints would say above the form."""
        if not (self.starts_at and self.ends_at):
            return
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("A festival cannot end before it starts.")})
        if self.ends_at - self.starts_at > LONGEST:
            raise ValidationError({"ends_at": TOO_LONG})

    @property
    def first_day(self) -> dt.date:
        return business_date(self.starts_at)

    @property
    def last_day(self) -> dt.date:
        """The last day it touches: one that ends at midnight does not touch the next."""
        return business_date(self.ends_at - dt.timedelta(microseconds=1))

    def runs_at(self, moment: dt.datetime) -> bool:
        return self.starts_at <= moment < self.ends_at


class Turnover(ScopedModel):
    """The three turnovers of some key, in yuan and orders (domain, section 3).

    Written by the roll-up only; each table is the journal summed by another key.
    """

    business = models.CharField(max_length=16, choices=Business.choices)
    placed_amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    placed_orders = models.IntegerField(default=0)
    paid_amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    paid_orders = models.IntegerField(default=0)
    net_amount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    net_orders = models.IntegerField(default=0)

    objects: ClassVar = TurnoverQuerySet.as_manager()

    class Meta:
        abstract = True


class OfStation(Turnover):
    """Of a station. `center` is the one of the payment; who may see it follows the station's of today."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="+", db_index=False)
    center = models.ForeignKey(CountyCenter, models.PROTECT, related_name="+", db_index=False)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")

    class Meta:
        abstract = True


class OfCenter(Turnover):
    """Of a county: what was paid while its stations were under this center, moved since or not."""

    center = models.ForeignKey(CountyCenter, models.PROTECT, related_name="+", db_index=False)

    scope_paths: ClassVar = ScopePaths(center="center")

    class Meta:
        abstract = True


class StationTurnover(OfStation):
    """A station's hour."""

    hour = models.DateTimeField()

    class Meta:
        verbose_name = _("turnover of a station")
        verbose_name_plural = _("turnovers of stations")
        constraints = [
            # The roll-up adds to the one row of its key; the same index finds the hours of a festival.
            models.UniqueConstraint(
                name="station_turnover_key", fields=["hour", "business", "center", "station"]
            ),
        ]
        indexes = [models.Index(name="station_turnover_of_station", fields=["station", "hour"])]

    def __str__(self) -> str:
        return f"{self.station_id} {self.hour:%Y-%m-%d %H}"


class StationDay(OfStation):
    """A station's day: a national report reads 9,278 of these where it would read 222,672 hours."""

    day = models.DateField()

    class Meta:
        verbose_name = _("turnover of a station by the day")
        verbose_name_plural = _("turnovers of stations by the day")
        constraints = [
            models.UniqueConstraint(name="station_day_key", fields=["day", "business", "center", "station"]),
        ]
        indexes = [models.Index(name="station_day_of_station", fields=["station", "day"])]

    def __str__(self) -> str:
        return f"{self.station_id} {self.day:%Y-%m-%d}"


class CenterMinute(OfCenter):
    """A county's minute, for the first minutes of a festival."""

    minute = models.DateTimeField()

    class Meta:
        verbose_name = _("turnover of a county by the minute")
        verbose_name_plural = _("turnovers of counties by the minute")
        constraints = [
            models.UniqueConstraint(name="center_minute_key", fields=["minute", "business", "center"]),
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.minute:%Y-%m-%d %H:%M}"


class CenterHour(OfCenter):
    """A county's hour: the curve of the day and every county, province and national figure."""

    hour = models.DateTimeField()

    class Meta:
        verbose_name = _("turnover of a county by the hour")
        verbose_name_plural = _("turnovers of counties by the hour")
        constraints = [
            models.UniqueConstraint(name="center_hour_key", fields=["hour", "business", "center"]),
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.hour:%Y-%m-%d %H}"


class CenterCategoryHour(OfCenter):
    """A county's hour of one category; orders are those that hold the category."""

    category = models.CharField(max_length=24, choices=Category.choices)
    hour = models.DateTimeField()

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
