from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.festivals.models import Festival
from orders.festivals.targets.queries import TargetPaths, TargetQuerySet
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel


class FestivalTarget(ScopedModel):
    """What a county or a station is to reach in a festival, in yuan paid. The nation's is the festival's own.

    Head office sets counties' targets, the county those of its stations; the sum of the stations need
    not be the county's, and the pages say so.
    """

    festival = models.ForeignKey(
        Festival, models.PROTECT, related_name="targets", db_index=False, verbose_name=_("festival")
    )
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, null=True, related_name="+", verbose_name=_("county operation center")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, related_name="+", verbose_name=_("village service station")
    )
    amount = models.DecimalField(
        _("target"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("Yuan paid, for the whole festival."),
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set at"))

    scope_paths: ClassVar = TargetPaths()
    objects: ClassVar = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("festival target")
        verbose_name_plural = _("festival targets")
        ordering = ["-festival__starts_at", "center__code", "station__code"]
        constraints = [
            models.CheckConstraint(
                name="festival_target_of_one_place",
                condition=models.Q(center__isnull=True, station__isnull=False)
                | models.Q(center__isnull=False, station__isnull=True),
            ),
            models.CheckConstraint(name="festival_target_positive", condition=models.Q(amount__gt=0)),
            # A place has one target; setting it again replaces it.
            models.UniqueConstraint(
                name="festival_target_once", fields=["festival", "center", "station"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.festival}: {self.place}"

    @property
    def place(self) -> CountyCenter | Station:
        place = self.station if self.station_id else self.center
        assert place is not None
        return place
