from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.recognition.queries import TaobaoVillageQuerySet
from stations.regions.models import Region
from stations.scope import ScopedModel, ScopePaths

YEAR = [MinValueValidator(2009), MaxValueValidator(2100)]


class MatchedBy(models.TextChoices):
    LETTER = "letter", _("letter by letter")
    RULE = "rule", _("by rule")
    ALIAS = "alias", _("by the alias table")
    NOTHING = "", _("not matched")


class Poverty(models.TextChoices):
    NONE = "", _("none")
    PROVINCIAL = "provincial", _("provincial-level poverty county")
    NATIONAL = "national", _("national-level poverty county")


class PrintedPlace(ScopedModel):
    """A place under the names that a list prints: counties change, the list of a year does not."""

    province = models.CharField(_("province"), max_length=40)
    city = models.CharField(_("city"), max_length=40, blank=True)
    county = models.CharField(_("county"), max_length=40, blank=True)
    town = models.CharField(_("town or street office"), max_length=60, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        abstract = True


class TaobaoVillage(PrintedPlace):
    """A village of online sellers: an assessed place of its own, and not a station of ours.

    `region` is its row of the register; where none was surely found it stays empty, and the
    village counts all the same.
    """

    village = models.CharField(_("village"), max_length=60)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in the register")
    )
    matched_by = models.CharField(_("matched"), max_length=8, choices=MatchedBy.choices, blank=True)
    # What was different, or which names in the county come nearest.
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects: ClassVar = TaobaoVillageQuerySet.as_manager()

    class Meta:
        verbose_name = _("Taobao village")
        verbose_name_plural = _("Taobao villages")
        ordering = ["pk"]
        constraints = [
            # The printed path is the village's name: a list that comes again finds it.
            models.UniqueConstraint(
                name="taobao_village_path_once", fields=["province", "city", "county", "town", "village"]
            ),
            models.CheckConstraint(
                name="taobao_village_matched_has_region",
                condition=models.Q(region__isnull=True, matched_by="")
                | models.Q(region__isnull=False) & ~models.Q(matched_by=""),
            ),
        ]

    def __str__(self) -> str:
        return " › ".join(filter(None, (self.province, self.city, self.county, self.town, self.village)))


@pghistory.track()
class VillageYear(ScopedModel):
    """What is known of a village in a year: that the published list names it, or its figures, or both."""

    village = models.ForeignKey(
        TaobaoVillage, models.PROTECT, related_name="years", verbose_name=_("Taobao village")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    listed = models.BooleanField(_("on the published list"), default=False)
    households = models.PositiveIntegerField(
        _("households"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    shops = models.PositiveIntegerField(_("active online shops"), null=True, blank=True)
    turnover = models.DecimalField(
        _("e-commerce turnover, yuan a year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    product = models.CharField(_("main product"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=100, blank=True)
    from_authority = models.BooleanField(_("figures of local authorities (*)"), default=False)
    poverty = models.CharField(_("poverty county"), max_length=12, choices=Poverty.choices, blank=True)
    b2b = models.BooleanField(_("B2B village"), default=False)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("year of a Taobao village")
        verbose_name_plural = _("years of Taobao villages")
        ordering = ["-year", "village"]
        constraints = [
            models.UniqueConstraint(name="taobao_village_year_once", fields=["village", "year"]),
            # A share of no households would be no number.
            models.CheckConstraint(
                name="taobao_village_has_households",
                condition=models.Q(households__isnull=True) | models.Q(households__gte=1),
            ),
            models.CheckConstraint(
                name="taobao_village_turnover_not_negative",
                condition=models.Q(turnover__isnull=True) | models.Q(turnover__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.year}"


class Neighbours(ScopedModel):
    """Two villages that touch. Entered once, with the smaller id first."""

    one = models.ForeignKey(TaobaoVillage, models.PROTECT, related_name="+", verbose_name=_("village"))
    other = models.ForeignKey(TaobaoVillage, models.PROTECT, related_name="+", verbose_name=_("neighbour"))

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("neighbouring villages")
        verbose_name_plural = _("neighbouring villages")
        constraints = [
            models.UniqueConstraint(name="neighbours_once", fields=["one", "other"]),
            models.CheckConstraint(name="neighbours_in_order", condition=models.Q(one__lt=models.F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


@pghistory.track()
class TaobaoCriteria(ScopedModel):
    """What makes a village, a town and a cluster, from a year on until the next row."""

    class Shops(models.TextChoices):
        EITHER = "either", _("enough shops, or enough of the households")
        COUNT = "count", _("enough shops")
        BOTH = "both", _("enough shops, and enough of the households")

    year = models.PositiveSmallIntegerField(_("from the year"), unique=True, validators=YEAR)
    turnover = models.DecimalField(_("turnover of a village, yuan a year"), max_digits=14, decimal_places=2)
    shops = models.PositiveIntegerField(_("active shops of a village"))
    share = models.DecimalField(
        _("active shops by household"), max_digits=5, decimal_places=4, help_text=_("0.1 is 10%.")
    )
    asks = models.CharField(_("asks for"), max_length=8, choices=Shops.choices, default=Shops.EITHER)
    bounds_count_in = models.BooleanField(_("the bounds themselves suffice"), default=True)
    town_villages = models.PositiveSmallIntegerField(_("villages of a town"), default=3)
    cluster_villages = models.PositiveSmallIntegerField(_("villages of a cluster"), default=10)
    cluster_turnover = models.DecimalField(
        _("turnover of a cluster, yuan a year"), max_digits=14, decimal_places=2, default=100_000_000
    )
    large_cluster_villages = models.PositiveSmallIntegerField(_("villages of a large cluster"), default=30)
    source = models.CharField(_("source"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("criteria of Taobao villages")
        verbose_name_plural = _("criteria of Taobao villages")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="taobao_criteria_ask_something",
                condition=models.Q(turnover__gte=0, share__gte=0, share__lte=1, town_villages__gte=1)
                & models.Q(large_cluster_villages__gte=models.F("cluster_villages")),
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


class PlaceAlias(PrintedPlace):
    """What a printed place is called in the register today: a village, a town, or a county."""

    village = models.CharField(_("village"), max_length=60, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("in the register"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("alias of a place")
        verbose_name_plural = _("aliases of places")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="place_alias_once", fields=["province", "city", "county", "town", "village"]
            )
        ]

    def __str__(self) -> str:
        return " › ".join(filter(None, (self.province, self.city, self.county, self.town, self.village)))


class PublishedTown(PrintedPlace):
    """A town of the report's own list, with the count it prints: held beside ours, never used for it."""

    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    villages = models.PositiveSmallIntegerField(_("villages"))

    class Meta:
        verbose_name = _("published Taobao town")
        verbose_name_plural = _("published Taobao towns")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="published_town_once", fields=["year", "province", "city", "county", "town"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.town}"


class PublishedCount(ScopedModel):
    """How many villages, towns and clusters the report of a year counts in the nation."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True, validators=YEAR)
    villages = models.PositiveIntegerField(_("villages"))
    towns = models.PositiveIntegerField(_("towns"), null=True, blank=True)
    clusters = models.PositiveIntegerField(_("clusters"), null=True, blank=True)
    provinces = models.PositiveSmallIntegerField(_("provinces"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=100, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("published count of Taobao villages")
        verbose_name_plural = _("published counts of Taobao villages")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)
