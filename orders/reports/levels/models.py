from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.reports.levels.queries import LevelRuleQuerySet, StationLevelQuerySet
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths, Way, scope_of
from stations.wording import in_chinese
from stations.wording import month as month_in_words

PARTS = ("turnover", "orders", "villagers", "parcels", "complaints")


class LevelRule(ScopedModel):
    """How a month is scored from a month on, until the next rule: proposed by one, confirmed by another.

    Five weights that make 100, and the days within which a parcel is to be handed over.
    """

    valid_from = models.DateField(_("from the month"), help_text=_("Its first day."))
    turnover = models.PositiveSmallIntegerField(_("weight of turnover per household"))
    orders = models.PositiveSmallIntegerField(_("weight of orders"))
    villagers = models.PositiveSmallIntegerField(_("weight of villagers served"))
    parcels = models.PositiveSmallIntegerField(_("weight of parcels handed over in time"))
    complaints = models.PositiveSmallIntegerField(_("weight of complaints"))
    parcel_days = models.PositiveSmallIntegerField(
        _("days to hand a parcel over"),
        default=2,
        help_text=_("To the end of this day after its arrival: 2 is the day after the next."),
    )
    reason = models.CharField(_("reason"), max_length=200)
    # Empty: the rule that the programme began with.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    # Whoever is scored may know how.
    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = LevelRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the levels")
        verbose_name_plural = _("rules of the levels")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="level_weights_make_a_hundred",
                condition=models.Q(
                    complaints=models.Value(100)
                    - models.F("turnover")
                    - models.F("orders")
                    - models.F("villagers")
                    - models.F("parcels")
                ),
                violation_error_message=_("The weights have to make 100."),
            ),
            # Households may be unknown and parcels absent: something must be left to score by.
            models.CheckConstraint(
                name="level_weight_on_what_everybody_has",
                condition=models.Q(orders__gt=0) | models.Q(villagers__gt=0) | models.Q(complaints__gt=0),
            ),
            models.CheckConstraint(name="level_rule_of_a_month", condition=models.Q(valid_from__day=1)),
            models.CheckConstraint(
                name="level_parcel_days", condition=models.Q(parcel_days__gte=0, parcel_days__lte=30)
            ),
            # Nobody shifts what partners are measured by alone.
            models.CheckConstraint(
                name="level_rule_by_two_people",
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(proposed_by__isnull=False) & ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="level_rule_decided_by_somebody",
                condition=(
                    models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                    | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    | models.Q(confirmed_at__isnull=False, proposed_by__isnull=True)
                )
                & (models.Q(confirmed_at__isnull=True) | models.Q(withdrawn_at__isnull=True)),
            ),
            # Two rules for one month would leave open which of them scores it.
            models.UniqueConstraint(
                name="level_rule_one_a_month",
                fields=["valid_from"],
                condition=models.Q(withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="proposed_once",
                fields=["valid_from", *PARTS, "parcel_days", "reason", "proposed_by"],
            ),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False)
                | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        weights = " / ".join(str(getattr(self, part)) for part in PARTS)
        return f"{month_in_words(self.valid_from)}: {weights}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        return gettext("waits for a second person") if self.confirmed_at is None else gettext("confirmed")


class LevelBound(ScopedModel):
    """A level of a rule: from which score on, of 100, and what it is called. Append-only."""

    rule = models.ForeignKey(
        LevelRule, models.PROTECT, related_name="bounds", verbose_name=_("rule of the levels")
    )
    least = models.DecimalField(_("from the score"), max_digits=5, decimal_places=2)
    name = models.CharField(_("name in Chinese"), max_length=20)
    name_en = models.CharField(_("name in English"), max_length=20)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["rule", "-least"]
        constraints = [
            models.UniqueConstraint(name="level_bound_once", fields=["rule", "least"]),
            models.CheckConstraint(
                name="level_bound_of_a_hundred", condition=models.Q(least__gte=0, least__lte=100)
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name if in_chinese() else self.name_en


class LevelMonth(ScopedModel):
    """A month that was scored, by which rule, and from what was recorded up to when.

    Scored again with the same moment it comes out the same.
    """

    month = models.DateField(_("month"), unique=True, help_text=_("Its first day."))
    rule = models.ForeignKey(LevelRule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    counted_up_to = models.DateTimeField(_("counted up to"))
    # Scans have no moment of recording, and an import writes them with the platform's: their number tells.
    last_scan = models.BigIntegerField(default=0, editable=False)
    scored_at = models.DateTimeField(_("scored at"), null=True)
    stations = models.PositiveIntegerField(_("stations"), default=0)
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("scored by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("scored month")
        verbose_name_plural = _("scored months")
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(name="level_month_is_its_first_day", condition=models.Q(month__day=1)),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return month_in_words(self.month)


@dataclass(frozen=True, slots=True)
class LevelPaths(ScopePaths):
    """A partner's own months at the stations run today: a successor does not see them, a former partner
    keeps sight of income and of nothing else."""

    def ways(self, user: object) -> dict[Way, models.Q]:
        scope = scope_of(user)
        ways = ScopePaths(center="station__center").ways(user)
        if scope.person is not None and scope.stations:
            ways[Way.PERSON] = models.Q(partner=scope.person, station__in=scope.stations)
        return ways


class StationLevel(ScopedModel):
    """A station's month, with what was counted and the place of each part within the county.

    `turnover` is net, in yuan, of agent orders; a percentile is from 0 to 100, empty where there is
    nothing to compare. `partner` ran the station last in the month. Written by the job only.
    """

    of = models.ForeignKey(LevelMonth, models.PROTECT, related_name="levels", verbose_name=_("month"))
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="levels", verbose_name=_("village service station")
    )
    # Of the end of the month: with whom it was compared.
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="+", verbose_name=_("county operation center")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, related_name="levels", verbose_name=_("rural partner")
    )
    households = models.PositiveIntegerField(_("households"), null=True)
    turnover = models.DecimalField(_("turnover"), max_digits=14, decimal_places=2)
    orders = models.IntegerField(_("orders"))
    villagers = models.PositiveIntegerField(_("villagers served"))
    parcels = models.PositiveIntegerField(_("parcels arrived"))
    parcels_in_time = models.PositiveIntegerField(_("handed over in time"))
    complaints = models.PositiveIntegerField(_("complaints upheld"))
    turnover_percentile = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    orders_percentile = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    villagers_percentile = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    parcels_percentile = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    complaints_percentile = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    rank = models.PositiveIntegerField(_("rank"))
    compared = models.PositiveIntegerField(_("stations compared"))
    bound = models.ForeignKey(
        LevelBound, models.PROTECT, null=True, related_name="+", verbose_name=_("level")
    )

    scope_paths: ClassVar = LevelPaths()
    objects: ClassVar = StationLevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("level of a station")
        verbose_name_plural = _("levels of stations")
        ordering = ["-of__month", "center", "rank", "station"]
        constraints = [
            # However often the job runs, a station's month has one score.
            models.UniqueConstraint(name="station_level_once_a_month", fields=["of", "station"]),
            models.CheckConstraint(
                name="station_level_score_of_a_hundred", condition=models.Q(score__gte=0, score__lte=100)
            ),
            models.CheckConstraint(
                name="station_level_parcels_in_time",
                condition=models.Q(parcels_in_time__lte=models.F("parcels")),
            ),
        ]
        indexes = [models.Index(name="station_level_of_county", fields=["of", "center", "rank"])]

    def __str__(self) -> str:
        return f"{self.station} {self.score}"
