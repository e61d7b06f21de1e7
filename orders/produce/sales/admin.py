from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from orders.produce.sales.lifecycle import ListingStatus, SaleStatus
from orders.produce.sales.listing import end_listing
from orders.produce.sales.models import ListingChange, ProduceListing, ProduceSale, SaleChange, SaleRefund
from orders.produce.sales.next_steps import SaleStep, sale_steps
from orders.produce.sales.receiving import receive_sales
from orders.produce.sales.refunding import refund_sale
from orders.produce.sales.selling import cancel_sale
from stations.scope.admin import ReadOnlyAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.badges import Badges
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.wording import moment, percent, yuan


class RefundForm(VerbForm):
    amount = forms.DecimalField(
        label=gettext_lazy("How much went back?"),
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def prepare(self) -> None:
        self.fields["amount"].help_text = _("At most %(left)s.") % {"left": yuan(self.row.net)}


class ListingChangeInline(ScopedTabularInline):
    model = ListingChange
    fields = ("at", "before", "after", "actor")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Life of the listing")


@admin.register(ProduceListing)
class ProduceListingAdmin(ReadOnlyAdmin):
    """What stands on which platform, and for how much."""

    list_display: ClassVar = ["lot", "on_platform", "station", "costs", "offered", "already_sold", "tells"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("lot__station", ScopedAutocompleteFilter),
        ("lot__station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["lot__station"]
    search_fields: ClassVar = ["^lot__product"]
    fields: ClassVar = [
        *("lot", "station", "on_platform", "costs", "offered", "already_sold", "farmer_leaves"),
        *("tells", "created_by", "created_at"),
    ]
    readonly_fields: ClassVar = fields
    inlines: ClassVar = [ListingChangeInline]
    actions_detail: ClassVar = ["end"]

    @display(description=gettext_lazy("platform"), ordering="platform")
    def on_platform(self, listing: ProduceListing) -> str:
        return listing.platform_name

    @display(description=gettext_lazy("village service station"), ordering="lot__station__code")
    def station(self, listing: ProduceListing) -> str:
        return str(listing.lot.station)

    @display(description=gettext_lazy("price of one unit"), ordering="price")
    def costs(self, listing: ProduceListing) -> str:
        return yuan(listing.price)

    @display(description=gettext_lazy("quantity offered"), ordering="quantity")
    def offered(self, listing: ProduceListing) -> str:
        return listing.quantity_in_words

    @display(description=gettext_lazy("quantity sold"), ordering="sold")
    def already_sold(self, listing: ProduceListing) -> str:
        return listing.sold_in_words

    @display(description=gettext_lazy("What the farmer leaves"))
    def farmer_leaves(self, listing: ProduceListing) -> str:
        return percent(listing.share)

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label=Badges({ListingStatus.ON_SALE: "info", ListingStatus.PAUSED: "warning"}),
    )
    def tells(self, listing: ProduceListing) -> str:
        return listing.get_status_display()

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        listing = self.get_object(request, str(object_id))
        over = listing is None or listing.status == ListingStatus.ENDED
        return [] if over else super().get_actions_detail(request, object_id)

    @action(description=gettext_lazy("End"), permissions=["verb"], icon="block", variant=ActionVariant.DANGER)
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: end_listing(actor=request.user, listing=row),
            title=_("End the listing"),
            submit=_("End the listing"),
            done=_("The listing is ended. Take it off the platform too."),
        )


class SaleChangeInline(ScopedTabularInline):
    model = SaleChange
    fields = ("at", "before", "after", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Life of the sale")


class SaleRefundInline(ScopedTabularInline):
    model = SaleRefund
    fields = ("at", "amount", "reason", "actor")
    readonly_fields = fields


@admin.register(ProduceSale)
class ProduceSaleAdmin(ReadOnlyAdmin):
    """Sales at the desk: what platforms report past our parcels, and refunds."""

    list_display: ClassVar = ["number", "goods", "station", "bought", "sum", "to_city", "sold_at", "tells"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["station", "listing__lot__farmer__villager", "buyer_city__parent"]
    search_fields: ClassVar = ["platform_order_no"]  # switches the box on; `search` does the work
    search_help_text = gettext_lazy(
        "The whole number of a sale or platform order, or how the product's or the farmer's name begins"
    )
    inlines: ClassVar = [SaleRefundInline, SaleChangeInline]
    actions_list: ClassVar = ["import_file"]
    actions_detail: ClassVar = ["receive", "refund", "cancel"]
    fieldsets: ClassVar = [
        (
            None,
            {
                "fields": [
                    *("number", "station", "goods", "farmer", "bought", "sum", "given_back", "tells"),
                    *("to_city", "on_platform", "sold_at", "received_at", "recorded"),
                ]
            },
        ),
        (gettext_lazy("Parcel and money"), {"fields": ["parcel_link", "part", "settlement_link"]}),
    ]
    readonly_fields: ClassVar = [
        *("number", "goods", "farmer", "bought", "sum", "given_back", "tells", "to_city", "on_platform"),
        *("recorded", "parcel_link", "part", "settlement_link"),
    ]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("orders.add_saleimport")

    @action(description=gettext_lazy("Import"), permissions=["import"], icon="upload_file")
    def import_file(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:orders_saleimport_add"))

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("number"), ordering="pk")
    def number(self, sale: ProduceSale) -> str:
        return sale.number

    @display(description=gettext_lazy("product"))
    def goods(self, sale: ProduceSale) -> str:
        return sale.listing.lot.product

    @display(description=gettext_lazy("farmer"))
    def farmer(self, sale: ProduceSale) -> str:
        return str(sale.listing.lot.farmer)

    @display(description=gettext_lazy("quantity"))
    def bought(self, sale: ProduceSale) -> str:
        return f"{sale.quantity_in_words} × {yuan(sale.unit_price)}"

    @display(description=gettext_lazy("amount"), ordering="amount")
    def sum(self, sale: ProduceSale) -> str:
        return yuan(sale.amount)

    @display(description=gettext_lazy("refunded"))
    def given_back(self, sale: ProduceSale) -> str:
        return yuan(sale.refunded)

    @display(description=gettext_lazy("buyer's city"))
    def to_city(self, sale: ProduceSale) -> str:
        return sale.city

    @display(description=gettext_lazy("platform order"))
    def on_platform(self, sale: ProduceSale) -> str:
        return f"{sale.platform_name} · {sale.platform_order_no}"

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label=Badges(
            {
                SaleStatus.SOLD: "warning",
                SaleStatus.RECEIVED: "warning",
                SaleStatus.SETTLED: "success",
                SaleStatus.SENT: "info",
            }
        ),
    )
    def tells(self, sale: ProduceSale) -> str:
        return sale.get_status_display()

    @display(description=gettext_lazy("recorded at"))
    def recorded(self, sale: ProduceSale) -> str:
        return f"{moment(sale.created_at)} · {sale.created_by or '—'}"

    @display(description=gettext_lazy("parcel"))
    def parcel_link(self, sale: ProduceSale) -> str:
        if sale.parcel is None:
            return "—"
        address = reverse("admin:orders_parcel_change", args=[sale.parcel_id])
        return format_html('<a href="{}">{}</a>', address, sale.parcel)

    @display(description=gettext_lazy("farmer's part"))
    def part(self, sale: ProduceSale) -> str:
        return yuan(sale.due if sale.settled_amount is None else sale.settled_amount)

    @display(description=gettext_lazy("settlement"))
    def settlement_link(self, sale: ProduceSale) -> str:
        if sale.settlement is None:
            return "—"
        address = reverse("admin:orders_farmersettlement_change", args=[sale.settlement_id])
        return format_html('<a href="{}">{}</a>', address, sale.settlement)

    # --- one sale --------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may be done next."""
        sale = self.get_object(request, str(object_id))
        if sale is None:
            return []
        possible = set(sale_steps(sale, past_parcels=True))
        offered = super().get_actions_detail(request, object_id)
        return [one for one in offered if SaleStep(one.action_name.rpartition("producesale_")[2]) in possible]

    @action(description=gettext_lazy("The buyer has it"), permissions=["verb"], icon="check")
    def receive(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: receive_sales(
                actor=request.user, received_at={row.pk: timezone.now()}
            ),
            title=_("The buyer has the goods"),
            submit=_("The buyer has it"),
            done=_("The buyer has the goods. The farmer can be paid now."),
            note=_("As the platform shows it, also where the goods never were in our parcels."),
        )

    @action(description=gettext_lazy("Refund"), permissions=["verb"], icon="currency_exchange")
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=RefundForm,
            verb=lambda row, answers: refund_sale(actor=request.user, sale=row, **answers),
            title=_("Refund"),
            submit=_("Record the refund"),
            done=_("The refund is recorded."),
            note=_("What a farmer was paid too much is taken off the next settlement."),
        )

    @action(
        description=gettext_lazy("Cancel"), permissions=["verb"], icon="cancel", variant=ActionVariant.DANGER
    )
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: cancel_sale(actor=request.user, sale=row, **answers),
            title=_("Cancel the sale"),
            submit=_("Cancel the sale"),
            done=_("The sale is cancelled; its goods are back in the lot."),
            note=_("The buyer gets everything back, and the goods are in the lot again."),
        )
