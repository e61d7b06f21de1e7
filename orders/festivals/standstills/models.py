from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.festivals.models import Festival
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class StandstillRule(ScopedModel):
    """When a station counts as standing still, from a day on (docs/festival-night.md)."""

    valid_from = models.DateField(_("valid from"), unique=True)
    hours = models.PositiveSmallIntegerField(
        _("full hours without an order"),
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("So many full hours before now, and the one that runs, are looked at."),
    )
    weeks = models.PositiveSmallIntegerField(
        _("weeks to compare with"),
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("The station's own days before the festival, at the same hours."),
    )
    least_expected = models.DecimalField(
        _("expected orders at least"),
        max_digits=6,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.1"))],
        help_text=_("Where fewer were to be expected in these hours, silence means nothing."),
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("set by")
    )

    # Who is called because of it may know why.
    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("standstill rule")
        verbose_name_plural = _("standstill rules")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="standstill_rule_makes_sense",
                condition=models.Q(hours__gte=1, hours__lte=12, weeks__gte=1, weeks__lte=12)
                & models.Q(least_expected__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"


class StandstillQuerySet(ScopedQuerySet):
    """Reads of standstills."""

    def open_at(self, moment: dt.datetime | None = None) -> Self:
        """Not ended; or with a moment: noticed by then, and not ended by then."""
        if moment is None:
            return self.filter(ended_at__isnull=True)
        ended_later = models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=moment)
        return self.filter(ended_later, noticed_at__lte=moment)


class Standstill(ScopedModel):
    """A station that takes no orders while its own past says that it should.

    Noticed and ended by the job alone. `stood_since` is the first full hour without an order, `expected`
    the orders that were to be expected in the hours looked at.
    """

    class End(models.TextChoices):
        SOLD = "sold", _("it sells again")
        OUT_OF_SERVICE = "service", _("not in service any more")
        OVER = "over", _("the festival is over")

    festival = models.ForeignKey(
        Festival, models.PROTECT, related_name="+", db_index=False, verbose_name=_("festival")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="+", verbose_name=_("village service station")
    )
    stood_since = models.DateTimeField(_("without an order since"))
    expected = models.DecimalField(_("orders expected"), max_digits=10, decimal_places=1)
    noticed_at = models.DateTimeField(_("noticed at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end = models.CharField(_("how it ended"), max_length=8, choices=End.choices, blank=True)

    scope_paths: ClassVar = ScopePaths(center="station__center")
    objects: ClassVar = StandstillQuerySet.as_manager()

    class Meta:
        verbose_name = _("standstill")
        verbose_name_plural = _("standstills")
        ordering = ["-noticed_at", "station__code"]
        constraints = [
            # The same silence is told once, however often the job looks.
            models.UniqueConstraint(name="standstill_once", fields=["festival", "station", "stood_since"]),
            models.UniqueConstraint(
                name="standstill_one_open",
                fields=["festival", "station"],
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="standstill_ends_with_a_word",
                condition=models.Q(ended_at__isnull=True, end="")
                | models.Q(ended_at__isnull=False) & ~models.Q(end=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.stood_since:%Y-%m-%d %H:%M}"
