"""What a partner types about listings, sales and settlements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.agent_orders.forms import ReasonForm, TokenForm, YuanField
from orders.agent_orders.platforms import NAMES, TAOBAO
from orders.logistics.models import Carrier, Parcel
from orders.produce.forms import QuantityField
from orders.produce.models import ProduceLot
from orders.produce.sales.cities import find_city
from orders.produce.sales.listing import usual_share
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.settlement import FarmerSettlement
from orders.produce.sales.shares import HIGHEST_SHARE
from stations import inputs
from stations.refusals import Refused
from stations.regions.models import Region
from stations.wording import yuan


class CityField(forms.CharField):
    """A city by its name, as it stands in the platform's order."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def clean(self, value: Any) -> Region:
        try:
            return find_city(super().clean(value))
        except Refused as refused:
            raise forms.ValidationError(str(refused), code=refused.code) from refused


class ListingForm(TokenForm):
    """Where, how much of a lot, for how much."""

    platform = forms.ChoiceField(
        label=gettext_lazy("Where?"),
        choices=list(NAMES.items()),
        initial=TAOBAO,
        widget=forms.RadioSelect,
    )
    quantity = QuantityField(label=gettext_lazy("How much?"))
    price = YuanField(label=gettext_lazy("Price of one unit"))
    share_percent = forms.DecimalField(
        label=gettext_lazy("What the farmer leaves, in percent"),
        min_value=0,
        max_value=100 * HIGHEST_SHARE,
        max_digits=4,
        decimal_places=1,
        help_text=gettext_lazy("As agreed with the farmer. It pays for the commission."),
        widget=inputs.CountInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, lot: ProduceLot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        share = 100 * usual_share(lot)
        self.fields["share_percent"].initial = f"{share:.1f}".removesuffix(".0")
        self.fields["quantity"].help_text = _("%(left)s can still be listed.") % {
            "left": lot.in_words(lot.left)
        }
        self.fields["price"].label = _("Price of one: %(unit)s") % {"unit": lot.get_unit_display()}

    def terms(self) -> dict[str, Any]:
        """As `NewListing` wants it."""
        given = self.cleaned_data
        return {name: given[name] for name in ("platform", "quantity", "price")} | {
            "share": given["share_percent"] / Decimal(100)
        }


class SaleForm(TokenForm):
    """What a platform's order says."""

    platform_order_no = forms.CharField(
        label=gettext_lazy("Platform order number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    quantity = QuantityField(label=gettext_lazy("How much was bought?"))
    unit_price = YuanField(
        label=gettext_lazy("Price of one unit"),
        help_text=gettext_lazy("What the buyer paid, discounts taken off."),
    )
    buyer_city = CityField(
        label=gettext_lazy("Buyer's city"),
        max_length=30,
        help_text=gettext_lazy(
            "Only the city, like 杭州. The buyer's name and address stay on the platform."
        ),
    )
    sold_at = forms.DateTimeField(
        label=gettext_lazy("Paid when?"),
        required=False,
        help_text=gettext_lazy("Left empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, listing: ProduceListing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_price"].initial = listing.price
        self.fields["quantity"].help_text = _("%(left)s of it can still be sold.") % {
            "left": listing.lot.in_words(listing.left)
        }


class PackForm(TokenForm):
    """The label on the parcel."""

    carrier = forms.ModelChoiceField(
        label=gettext_lazy("Carrier"), queryset=Carrier.objects.none(), empty_label=None
    )
    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    size = forms.ChoiceField(label=gettext_lazy("Size"), choices=Parcel.Size.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carrier: Any = self.fields["carrier"]
        carrier.queryset = Carrier.objects.filter(is_active=True)


class SaleRefundForm(ReasonForm):
    """What the platform gave back to the buyer."""

    amount = YuanField(label=gettext_lazy("How much went back?"))

    field_order = ("token", "amount", "reason")

    def __init__(self, *args: Any, sale: ProduceSale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("At most %(left)s.") % {"left": yuan(sale.net)}


class SettleForm(TokenForm):
    """How the farmer is paid; what for stands on the page and comes back with it."""

    sales = forms.CharField(widget=forms.HiddenInput, max_length=4000)
    expected = forms.DecimalField(widget=forms.HiddenInput, max_digits=14, decimal_places=2)
    paid_how = forms.ChoiceField(
        label=gettext_lazy("How is the farmer paid?"),
        choices=FarmerSettlement.PaidHow.choices,
        initial=FarmerSettlement.PaidHow.CASH,
        widget=forms.RadioSelect,
    )

    def clean_sales(self) -> list[int]:
        found = self.cleaned_data["sales"].split(",")
        if not all(one.isascii() and one.isdigit() and len(one) < 16 for one in found):
            raise forms.ValidationError(_("Choose at least one sale."), code="sales")
        return sorted({int(one) for one in found})
