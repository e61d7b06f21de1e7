"""What the API says about listings, sales and settlements, and what it may be told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from orders.agent_orders.platforms import TAOBAO
from orders.logistics.models import Carrier, Parcel
from orders.produce.models import Farmer, ProduceLot
from orders.produce.sales.cities import find_city
from orders.produce.sales.models import ProduceListing, ProduceSale, SaleChange, SaleRefund
from orders.produce.sales.next_steps import listing_steps, sale_steps
from orders.produce.sales.settlement import FarmerSettlement
from orders.produce.sales.shares import HIGHEST_SHARE
from stations.refusals import Refused
from stations.scope.api import ScopedRelatedField, ScopedSlugRelatedField

MOST_SALES = 100
BY_HELP = _("Empty for the system itself.")


class ListingSerializer(serializers.ModelSerializer[ProduceListing]):
    """A part of a lot that is for sale on one platform."""

    station = serializers.CharField(source="lot.station.code", help_text=_("The station's code."))
    product = serializers.CharField(source="lot.product")
    unit = serializers.CharField(source="lot.unit")
    left = serializers.DecimalField(
        max_digits=10, decimal_places=2, help_text=_("What may still be sold of it, in the lot's unit.")
    )
    next_steps = serializers.SerializerMethodField(
        help_text=_("What may be done now: the last parts of the addresses to POST to.")
    )

    class Meta:
        model = ProduceListing
        fields = (
            *("id", "lot", "station", "product", "unit", "platform", "price", "quantity", "sold", "left"),
            *("share", "status", "created_at", "next_steps"),
        )
        read_only_fields = fields

    def get_next_steps(self, listing: ProduceListing) -> list[str]:
        return [step.value for step in listing_steps(listing)]


class SaleRowSerializer(serializers.ModelSerializer[ProduceSale]):
    """A sale as a row of a list."""

    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    product = serializers.CharField(source="listing.lot.product")
    farmer = serializers.CharField(source="listing.lot.farmer.villager.name", help_text=_("Not for buyers."))
    unit = serializers.CharField(source="listing.lot.unit")
    buyer_city = serializers.CharField(source="buyer_city_id", help_text=_("The city's code."))
    city = serializers.CharField(help_text=_("The city's name."))
    due = serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text=_("The farmer's part of it as it stands, in yuan.")
    )
    status_label = serializers.CharField(
        source="get_status_display", help_text=_("In the reader's language.")
    )

    class Meta:
        model = ProduceSale
        fields: tuple[str, ...] = (
            *("id", "number", "station", "listing", "product", "farmer", "platform", "platform_order_no"),
            *("quantity", "unit", "unit_price", "amount", "refunded", "due", "buyer_city", "city"),
            *("status", "status_label", "sold_at", "received_at", "settled_amount", "settlement"),
        )
        read_only_fields: tuple[str, ...] = fields


class SaleChangeSerializer(serializers.ModelSerializer[SaleChange]):
    by = serializers.SerializerMethodField(help_text=BY_HELP)

    class Meta:
        model = SaleChange
        fields = ("before", "after", "at", "by", "reason")
        read_only_fields = fields

    def get_by(self, change: SaleChange) -> str:
        return str(change.actor or "")


class SaleRefundRowSerializer(serializers.ModelSerializer[SaleRefund]):
    by = serializers.SerializerMethodField(help_text=BY_HELP)

    class Meta:
        model = SaleRefund
        fields = ("amount", "at", "by", "reason")
        read_only_fields = fields

    def get_by(self, refund: SaleRefund) -> str:
        return str(refund.actor or "")


class SaleSerializer(SaleRowSerializer):
    """A sale with all that happened to it."""

    tracking_number = serializers.CharField(
        source="parcel.tracking_number", default=None, help_text=_("Of its parcel, once it is packed.")
    )
    changes = SaleChangeSerializer(many=True)
    refunds = SaleRefundRowSerializer(many=True)
    next_steps = serializers.SerializerMethodField(
        help_text=_("What may be done now: the last parts of the addresses to POST to.")
    )

    class Meta(SaleRowSerializer.Meta):
        fields = (*SaleRowSerializer.Meta.fields, "tracking_number", "changes", "refunds", "next_steps")
        read_only_fields = fields

    def get_next_steps(self, sale: ProduceSale) -> list[str]:
        desk = self.context["request"].user.has_perm("orders.view_salechange")
        return [step.value for step in sale_steps(sale, past_parcels=desk)]


class SettlementSerializer(serializers.ModelSerializer[FarmerSettlement]):
    """What a farmer was paid, and for which sales."""

    station = serializers.CharField(source="station.code", help_text=_("The station's code."))
    farmer_name = serializers.CharField(source="farmer.villager.name")
    sales = serializers.SerializerMethodField(help_text=_("The ids of the sales that were paid."))

    class Meta:
        model = FarmerSettlement
        fields = (
            *("id", "number", "station", "farmer", "farmer_name", "paid_how", "due", "claims", "amount"),
            *("at", "sales"),
        )
        read_only_fields = fields

    def get_sales(self, settlement: FarmerSettlement) -> list[int]:
        return sorted(sale.pk for sale in settlement.sales.all())


# --- what may be told --------------------------------------------------------------


def _yuan(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=Decimal("0.01"), help_text=_("Yuan."), **options
    )


def _quantity() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal("0.01"), help_text=_("In the lot's unit.")
    )


class NewListingSerializer(serializers.Serializer[Any]):
    lot = ScopedRelatedField(
        queryset=ProduceLot.objects.select_related("station__center"), help_text=_("An offered lot's id.")
    )
    platform = serializers.CharField(max_length=20, default=TAOBAO)
    price = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal("0.01"), help_text=_("Yuan for one unit.")
    )
    quantity = _quantity()
    share = serializers.DecimalField(
        max_digits=4,
        decimal_places=3,
        min_value=Decimal(0),
        max_value=HIGHEST_SHARE,
        required=False,
        help_text=_("What the farmer leaves, 0.06 is 6%; left out: the commission of the day."),
    )


class NewSaleSerializer(serializers.Serializer[Any]):
    listing = ScopedRelatedField(
        queryset=ProduceListing.objects.select_related("lot"), help_text=_("A listing's id.")
    )
    platform_order_no = serializers.CharField(max_length=40)
    quantity = _quantity()
    unit_price = serializers.DecimalField(
        max_digits=10,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text=_("Yuan; left out: the listing's price."),
    )
    buyer_city = serializers.CharField(
        max_length=30, help_text=_("A city's code of four digits, or its name in Chinese.")
    )
    sold_at = serializers.DateTimeField(required=False, help_text=_("When the buyer paid; left out: now."))

    def validate_buyer_city(self, text: str) -> Any:
        try:
            return find_city(text)
        except Refused as refused:
            raise serializers.ValidationError(str(refused)) from refused


class PackingSerializer(serializers.Serializer[Any]):
    carrier = ScopedSlugRelatedField(
        slug_field="code", queryset=Carrier.objects.filter(is_active=True), help_text=_("A carrier's code.")
    )
    tracking_number = serializers.CharField(max_length=60)
    size = serializers.ChoiceField(choices=Parcel.Size.choices, default=Parcel.Size.SMALL)


class SaleRefundSerializer(serializers.Serializer[Any]):
    amount = _yuan()
    reason = serializers.CharField(max_length=200)


class NewSettlementSerializer(serializers.Serializer[Any]):
    farmer = ScopedRelatedField(
        queryset=Farmer.objects.all(), help_text=_("The id that a settlement or a lot names.")
    )
    sales = ScopedRelatedField(
        queryset=ProduceSale.objects.all(),
        many=True,
        allow_empty=False,
        help_text=_("Received sales of this farmer, at most 100."),
    )
    paid_how = serializers.ChoiceField(choices=FarmerSettlement.PaidHow.choices)
    expected = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text=_("The amount that is paid out; another one is refused."),
    )

    def validate_sales(self, sales: list[ProduceSale]) -> list[ProduceSale]:
        if len(sales) > MOST_SALES:
            raise serializers.ValidationError(_("At most 100 sales at once."))
        return sales
