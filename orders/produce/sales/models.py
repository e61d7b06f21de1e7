from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from orders.agent_orders.platforms import TAOBAO, platform_name
from orders.logistics.manifest import actor_key
from orders.logistics.models import Parcel
from orders.produce.models import ProduceLot
from orders.produce.sales.cities import city_name
from orders.produce.sales.lifecycle import (
    LISTING_LIFECYCLE,
    LISTING_TONES,
    SALE_LIFECYCLE,
    TONES,
    ListingStatus,
    SaleStatus,
)
from orders.produce.sales.numbers import sale_number
from orders.produce.sales.queries import ListingQuerySet, SaleQuerySet
from orders.produce.sales.shares import HIGHEST_SHARE, farmers_part
from stations.network.models import Station
from stations.regions.models import Region
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class ProduceListing(ScopedModel):
    """A part of a lot that is for sale on one platform at one price.

    `quantity`, in the lot's unit, is set aside in the lot as long as the listing is open, so that
    two platforms never sell the same tea. `share` is what the farmer has agreed to leave.
    """

    # Found by `listing_one_open_per_platform`, which begins with the lot.
    lot = models.ForeignKey(
        ProduceLot,
        models.PROTECT,
        related_name="listings",
        verbose_name=_("lot of produce"),
    )
    platform = models.CharField(_("platform"), max_length=20, default=TAOBAO)
    price = models.DecimalField(_("price of one unit"), max_digits=10, decimal_places=2)
    quantity = models.DecimalField(_("quantity offered"), max_digits=10, decimal_places=2)
    sold = models.DecimalField(_("quantity sold"), max_digits=10, decimal_places=2, default=0)
    share = models.DecimalField(
        _("station's share"),
        max_digits=4,
        decimal_places=3,
        help_text=_("Of what the buyer pays; it stays with the house, which pays the commission."),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=ListingStatus.choices, default=ListingStatus.ON_SALE
    )
    created_by = actor_key(_("recorded by"))
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="lot__station__center", station="lot__station")
    objects: ClassVar = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing of produce")
        verbose_name_plural = _("listings of produce")
        ordering = ["-pk"]
        constraints = [
            # A platform's file names lot and platform: it must find one listing.
            models.UniqueConstraint(
                name="listing_one_open_per_platform",
                fields=["lot", "platform"],
                condition=~Q(status=ListingStatus.ENDED),
            ),
            models.CheckConstraint(
                name="listing_sells_what_it_offers",
                condition=Q(quantity__gt=0, sold__gte=0, sold__lte=F("quantity")),
            ),
            models.CheckConstraint(name="listing_price_positive", condition=Q(price__gt=0)),
            models.CheckConstraint(
                name="listing_share_within_reason", condition=Q(share__gte=0, share__lte=HIGHEST_SHARE)
            ),
        ]
        triggers = [
            LISTING_LIFECYCLE.trigger(name="listing_lifecycle"),
            # Sales point here for what was agreed: another price is another listing.
            pgtrigger.ReadOnly(name="listing_facts_stay", exclude=["status", "sold"]),
        ]

    def __str__(self) -> str:
        return f"{self.lot.product} · {self.platform_name}"

    @property
    def platform_name(self) -> str:
        return platform_name(self.platform)

    @property
    def left(self) -> Decimal:
        """What may still be sold of it, in the lot's unit."""
        return self.quantity - self.sold

    @property
    def quantity_in_words(self) -> str:
        return self.lot.in_words(self.quantity)

    @property
    def sold_in_words(self) -> str:
        return self.lot.in_words(self.sold)

    @property
    def left_in_words(self) -> str:
        return self.lot.in_words(self.left)

    @property
    def tone(self) -> str:
        return LISTING_TONES.get(ListingStatus(self.status), "quiet")


class ListingChange(ScopedModel):
    """One step in the life of a listing: who, when. Append-only."""

    listing = models.ForeignKey(
        ProduceListing, models.PROTECT, related_name="changes", verbose_name=_("listing of produce")
    )
    before = models.CharField(_("before"), max_length=8, choices=ListingStatus.choices)
    after = models.CharField(_("after"), max_length=8, choices=ListingStatus.choices)
    actor = actor_key(_("by"))
    at = models.DateTimeField(_("at"))

    scope_paths: ClassVar = ScopePaths(
        center="listing__lot__station__center", station="listing__lot__station"
    )
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a listing")
        verbose_name_plural = _("changes of listings")
        ordering = ["pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class ProduceSale(ScopedModel):
    """What a buyer in a city has bought and paid on a platform (代卖). Of the buyer only the city is kept."""

    # Found by `sale_station_status`, which begins with the station.
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        related_name="produce_sales",
        db_index=False,
        verbose_name=_("village service station"),
    )
    listing = models.ForeignKey(
        ProduceListing, models.PROTECT, related_name="sales", verbose_name=_("listing of produce")
    )
    platform = models.CharField(_("platform"), max_length=20)
    platform_order_no = models.CharField(_("platform order number"), max_length=40)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    unit_price = models.DecimalField(_("price of one unit"), max_digits=10, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    refunded = models.DecimalField(_("refunded"), max_digits=14, decimal_places=2, default=0)
    buyer_city = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("buyer's city")
    )
    status = models.CharField(_("status"), max_length=12, choices=SaleStatus.choices, default=SaleStatus.SOLD)
    parcel = models.OneToOneField(
        Parcel, models.PROTECT, null=True, related_name="produce_sale", verbose_name=_("parcel")
    )
    settlement = models.ForeignKey(
        "FarmerSettlement", models.PROTECT, null=True, related_name="sales", verbose_name=_("settlement")
    )
    # What the farmer got of it; a refund that comes later does not change it but makes a claim.
    settled_amount = models.DecimalField(
        _("settled with the farmer"), max_digits=14, decimal_places=2, null=True
    )
    sold_at = models.DateTimeField(_("paid by the buyer at"))
    received_at = models.DateTimeField(_("received by the buyer at"), null=True)
    created_by = actor_key(_("recorded by"))
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = SaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sale of produce")
        verbose_name_plural = _("sales of produce")
        ordering = ["-pk"]
        constraints = [
            # A second import, or another station, can never sell the same platform order twice.
            models.UniqueConstraint(
                name="sale_platform_number_once", fields=["platform", "platform_order_no"]
            ),
            models.CheckConstraint(name="sale_has_its_number", condition=~Q(platform_order_no="")),
            models.CheckConstraint(
                name="sale_amount_is_rounded_once",
                condition=Q(amount=Round(F("quantity") * F("unit_price"), precision=2), amount__gt=0),
            ),
            models.CheckConstraint(
                name="sale_refund_within_payment",
                condition=Q(refunded__gte=0, refunded__lte=F("amount")),
            ),
            # Over is what the buyer has all the money back of, and nothing else.
            models.CheckConstraint(
                name="sale_over_is_all_given_back",
                condition=Q(status__in=["refunded", "cancelled"], refunded=F("amount"))
                | (~Q(status__in=["refunded", "cancelled"]) & Q(refunded__lt=F("amount"))),
            ),
            models.CheckConstraint(
                name="sale_received_has_its_moment",
                condition=~Q(status__in=["received", "settled"])
                | Q(received_at__isnull=False, received_at__gte=F("sold_at")),
            ),
            # Money to the farmer and the settlement it stands in are one.
            models.CheckConstraint(
                name="sale_settled_with_its_settlement",
                condition=Q(
                    status__in=["settled", "refunded"],
                    settlement__isnull=False,
                    settled_amount__isnull=False,
                    settled_amount__gte=0,
                )
                | (~Q(status="settled") & Q(settlement__isnull=True, settled_amount__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="sale_station_status", fields=["station", "status", "-id"])]
        triggers = [
            SALE_LIFECYCLE.trigger(name="sale_lifecycle"),
            pgtrigger.ReadOnly(
                name="sale_facts_stay",
                exclude=[
                    *("status", "refunded", "received_at"),
                    *("parcel", "settlement", "settled_amount"),
                ],
            ),
            # A farmer is paid once for a sale.
            pgtrigger.Protect(
                name="sale_settled_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settlement__isnull=False)
                & (
                    pgtrigger.Q(old__settlement__df=pgtrigger.F("new__settlement"))
                    | pgtrigger.Q(old__settled_amount__df=pgtrigger.F("new__settled_amount"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return sale_number(self.pk)

    @property
    def subject(self) -> str:
        """How the journal names this sale."""
        return f"produce-sale:{self.pk}"

    @property
    def tone(self) -> str:
        """How a page marks the status."""
        return TONES.get(SaleStatus(self.status), "quiet")

    @property
    def platform_name(self) -> str:
        return platform_name(self.platform)

    @property
    def net(self) -> Decimal:
        """What the buyer has paid for good, in yuan."""
        return self.amount - self.refunded

    @property
    def due(self) -> Decimal:
        """What the farmer gets of it as it stands, in yuan."""
        return farmers_part(self.net, self.listing.share)

    @property
    def city(self) -> str:
        """The buyer's city as people call it."""
        return city_name(self.buyer_city)

    @property
    def quantity_in_words(self) -> str:
        return self.listing.lot.in_words(self.quantity)


class SaleChange(ScopedModel):
    """One step in the life of a sale: who, when, why. Append-only."""

    sale = models.ForeignKey(
        ProduceSale, models.PROTECT, related_name="changes", verbose_name=_("sale of produce")
    )
    before = models.CharField(_("before"), max_length=12, choices=SaleStatus.choices)
    after = models.CharField(_("after"), max_length=12, choices=SaleStatus.choices)
    actor = actor_key(_("by"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="sale__station__center", station="sale__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a sale")
        verbose_name_plural = _("changes of sales")
        ordering = ["pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class SaleRefund(ScopedModel):
    """Money that a buyer got back, all of it or a part. Append-only."""

    sale = models.ForeignKey(
        ProduceSale, models.PROTECT, related_name="refunds", verbose_name=_("sale of produce")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"))
    actor = actor_key(_("by"))

    scope_paths: ClassVar = ScopePaths(center="sale__station__center", station="sale__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund of a sale")
        verbose_name_plural = _("refunds of sales")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="sale_refund_positive", condition=Q(amount__gt=0))]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.sale_id} {self.amount}"
