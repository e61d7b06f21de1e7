from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from orders.produce.codes import CODE, new_code, new_photo_name
from orders.produce.lifecycle import (
    LOT_LIFECYCLE,
    TONES,
    Fertiliser,
    Handling,
    LotStatus,
    Spraying,
    Unit,
    Water,
)
from orders.produce.queries import FarmerQuerySet, ProduceLotQuerySet
from orders.villagers.models import Villager
from partners.journal.kinds import ProduceCategory
from stations.network.models import Station
from stations.regions.models import Region
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

MOST_PHOTOS = 6
APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Farmer(ScopedModel):
    """A villager of the station whose produce goes to the city.

    `display_name` is the only word about the farmer that strangers ever see, and is empty unless
    the farmer agreed to it. No history of it is kept: a name that was taken back is gone.
    """

    villager = models.OneToOneField(
        Villager, models.PROTECT, related_name="farmer", verbose_name=_("villager")
    )
    display_name = models.CharField(_("name shown to buyers"), max_length=30, blank=True)
    agreed_at = models.DateTimeField(_("agreed to the name at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("took the name back at"), null=True, blank=True)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="villager__station__center", station="villager__station")
    objects: ClassVar = FarmerQuerySet.as_manager()

    class Meta:
        verbose_name = _("farmer")
        verbose_name_plural = _("farmers")
        ordering = ["-pk"]
        constraints = [
            # Nobody's name is shown without the moment at which they said yes.
            models.CheckConstraint(
                name="farmer_name_is_agreed_to",
                condition=models.Q(display_name="", agreed_at__isnull=True)
                | models.Q(agreed_at__isnull=False) & ~models.Q(display_name=""),
            )
        ]

    def __str__(self) -> str:
        return self.villager.name


class ProduceLot(ScopedModel):
    """One product of one harvest of one farmer: what a label and a trace page are about."""

    # Found by `lot_station_status`, which begins with the station.
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="produce_lots",
        db_index=False,
        verbose_name=_("village service station"),
    )
    farmer = models.ForeignKey(Farmer, models.PROTECT, related_name="lots", verbose_name=_("farmer"))
    code = models.CharField(_("code on the label"), max_length=12, unique=True, default=new_code)
    category = models.CharField(_("category"), max_length=12, choices=ProduceCategory.choices)
    product = models.CharField(_("product"), max_length=60)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices, default=Unit.JIN)
    harvested_on = models.DateField(_("harvested on"))
    village = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("village"), db_index=False
    )
    plot = models.CharField(_("plot"), max_length=60, blank=True)
    fertiliser = models.CharField(_("fertiliser"), max_length=12, choices=Fertiliser.choices, blank=True)
    spraying = models.CharField(_("spraying"), max_length=12, choices=Spraying.choices, blank=True)
    waiting_days = models.PositiveSmallIntegerField(
        _("days from the last spraying to the harvest"), null=True, blank=True
    )
    water = models.CharField(_("water"), max_length=12, choices=Water.choices, blank=True)
    quality_notes = models.CharField(_("quality"), max_length=300, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=LotStatus.choices, default=LotStatus.RECORDED
    )
    published_at = models.DateTimeField(_("public since"), null=True, blank=True)
    # What its sales took that were not cancelled, and what its open listings hold beside that.
    sold = models.DecimalField(_("quantity sold"), max_digits=10, decimal_places=2, default=0)
    listed = models.DecimalField(_("set aside in listings"), max_digits=10, decimal_places=2, default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ProduceLotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot of produce")
        verbose_name_plural = _("lots of produce")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="lot_code_is_drawn", condition=models.Q(code__regex=rf"^{CODE}$")),
            models.CheckConstraint(name="lot_quantity_positive", condition=models.Q(quantity__gt=0)),
            # The last word over the last jin, however many buyers want it at once.
            models.CheckConstraint(
                name="lot_never_sold_twice",
                condition=models.Q(
                    sold__gte=0, listed__gte=0, quantity__gte=models.F("sold") + models.F("listed")
                ),
            ),
            models.CheckConstraint(
                name="lot_is_not_harvested_tomorrow",
                condition=models.Q(harvested_on__lte=TruncDate("created_at")),
            ),
            # What was sprayed with chemicals says how long it stood afterwards; what was not, does not.
            models.CheckConstraint(
                name="lot_waiting_days_of_sprayed_goods",
                condition=models.Q(spraying=Spraying.CHEMICAL, waiting_days__isnull=False)
                | ~models.Q(spraying=Spraying.CHEMICAL) & models.Q(waiting_days__isnull=True),
            ),
            # The public page is there from the first offer on.
            models.CheckConstraint(
                name="lot_offered_is_published",
                condition=models.Q(status=LotStatus.RECORDED, published_at__isnull=True)
                | models.Q(status=LotStatus.WITHDRAWN)
                | models.Q(status__in=[LotStatus.OFFERED, LotStatus.SOLD_OUT], published_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="lot_station_status", fields=["station", "status", "-id"])]
        triggers = [
            LOT_LIFECYCLE.trigger(name="lot_lifecycle"),
            # What a label in somebody's kitchen says must not change behind it.
            pgtrigger.ReadOnly(
                name="lot_facts_stay",
                exclude=["status", "published_at", "sold", "listed"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.grouped_code}"

    @property
    def grouped_code(self) -> str:
        """As it stands on the label: K7QM-2XWA-9BCD."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))

    @property
    def tone(self) -> str:
        """How a page marks the status."""
        return TONES.get(LotStatus(self.status), "quiet")

    @property
    def amount_in_words(self) -> str:
        """Quantity and unit, without idle zeros: 120 jin (500 g)."""
        return self.in_words(self.quantity)

    def in_words(self, quantity: Decimal) -> str:
        """A part of it in its unit."""
        number = f"{quantity:,.2f}".rstrip("0").rstrip(".")
        return f"{number} {self.get_unit_display()}"

    @property
    def sold_in_words(self) -> str:
        return self.in_words(self.sold)

    @property
    def left(self) -> Decimal:
        """What is neither sold nor set aside in a listing."""
        return self.quantity - self.sold - self.listed


class LotEvent(ScopedModel):
    """One step of how a lot was handled. Append-only; place and words are public, the actor is not."""

    lot = models.ForeignKey(
        ProduceLot, models.PROTECT, related_name="events", verbose_name=_("lot of produce")
    )
    kind = models.CharField(_("what was done"), max_length=12, choices=Handling.choices)
    at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=60)
    words = models.CharField(_("in words"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="lot__station__center", station="lot__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("handling step")
        verbose_name_plural = _("handling steps")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="lot_event_is_past", condition=models.Q(at__lte=models.F("recorded_at"))
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.get_kind_display()


class LotChange(ScopedModel):
    """One step in the life of a lot: who, when, why. Append-only."""

    lot = models.ForeignKey(
        ProduceLot, models.PROTECT, related_name="changes", verbose_name=_("lot of produce")
    )
    before = models.CharField(_("before"), max_length=12, choices=LotStatus.choices)
    after = models.CharField(_("after"), max_length=12, choices=LotStatus.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="lot__station__center", station="lot__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a lot")
        verbose_name_plural = _("changes of lots")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class LotPhoto(ScopedModel):
    """A photo of a lot, decoded and written anew by us; nothing of the given file is kept."""

    # Found by `lot_photo_number_once`, which begins with the lot.
    lot = models.ForeignKey(
        ProduceLot,
        models.PROTECT,
        related_name="photos",
        db_index=False,
        verbose_name=_("lot of produce"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(
        _("name"),
        max_length=32,
        unique=True,
        default=new_photo_name,
        validators=[RegexValidator(r"^[0-9a-f]{32}$")],
    )
    file = models.FileField(_("file"), upload_to="produce/")
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="lot__station__center", station="lot__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a lot")
        verbose_name_plural = _("photos of lots")
        ordering = ["lot", "number"]
        constraints = [
            models.UniqueConstraint(name="lot_photo_number_once", fields=["lot", "number"]),
            models.CheckConstraint(
                name="lot_photo_at_most_six", condition=models.Q(number__gte=1, number__lte=MOST_PHOTOS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.number}"
