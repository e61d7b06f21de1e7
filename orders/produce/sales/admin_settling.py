"""Settlements with farmers, and what they owe, at the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from orders.produce.sales.models import ProduceSale
from orders.produce.sales.refunding import waive_claim
from orders.produce.sales.settlement import ClaimPart, FarmerClaim, FarmerSettlement
from stations.scope.admin import ReadOnlyAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.wording import yuan


class SettledSaleInline(ScopedTabularInline):
    model = ProduceSale
    fields = ("platform_order_no", "quantity", "unit_price", "amount", "settled_amount")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Sales that were paid")


@admin.register(FarmerSettlement)
class FarmerSettlementAdmin(ReadOnlyAdmin):
    """What farmers were paid, and how."""

    list_display: ClassVar = ["number", "farmer", "station", "paid", "taken_off", "paid_how", "at", "actor"]
    list_filter: ClassVar = [
        ("paid_how", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["farmer__villager", "station", "actor"]
    search_fields: ClassVar = ["^farmer__villager__name"]
    fields: ClassVar = [
        *("number", "station", "farmer", "farmers_part", "taken_off", "paid"),
        *("paid_how", "at", "actor"),
    ]
    readonly_fields: ClassVar = fields
    inlines: ClassVar = [SettledSaleInline]

    @display(description=gettext_lazy("number"), ordering="pk")
    def number(self, settlement: FarmerSettlement) -> str:
        return settlement.number

    @display(description=gettext_lazy("farmer's part"))
    def farmers_part(self, settlement: FarmerSettlement) -> str:
        return yuan(settlement.due)

    @display(description=gettext_lazy("taken off for refunds"))
    def taken_off(self, settlement: FarmerSettlement) -> str:
        return yuan(settlement.claims)

    @display(description=gettext_lazy("paid to the farmer"), ordering="amount")
    def paid(self, settlement: FarmerSettlement) -> str:
        return yuan(settlement.amount)


class ClaimPartInline(ScopedTabularInline):
    model = ClaimPart
    fields = ("at", "amount", "settlement", "reason", "actor")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Taken off or waived")


@admin.register(FarmerClaim)
class FarmerClaimAdmin(ReadOnlyAdmin):
    """What farmers were paid too much, since buyers got money back; the county may let them off."""

    list_display: ClassVar = ["sale", "farmer", "station", "claimed", "open_part", "at"]
    list_filter: ClassVar = [
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["refund__sale", "farmer__villager", "station"]
    search_fields: ClassVar = ["^farmer__villager__name"]
    fields: ClassVar = ["sale", "why", "farmer", "station", "claimed", "open_part", "at"]
    readonly_fields: ClassVar = fields
    inlines: ClassVar = [ClaimPartInline]
    actions_detail: ClassVar = ["waive"]

    @display(description=gettext_lazy("sale of produce"))
    def sale(self, claim: FarmerClaim) -> str:
        return claim.refund.sale.number

    @display(description=gettext_lazy("reason"))
    def why(self, claim: FarmerClaim) -> str:
        return claim.refund.reason

    @display(description=gettext_lazy("amount"), ordering="amount")
    def claimed(self, claim: FarmerClaim) -> str:
        return yuan(claim.amount)

    @display(description=gettext_lazy("still owed"))
    def open_part(self, claim: FarmerClaim) -> str:
        return yuan(claim.left)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        claim = self.get_object(request, str(object_id))
        return super().get_actions_detail(request, object_id) if claim is not None and claim.left else []

    @action(
        description=gettext_lazy("Waive"),
        permissions=["verb"],
        icon="money_off",
        variant=ActionVariant.DANGER,
    )
    def waive(self, request: HttpRequest, object_id: str) -> HttpResponse:
        claim = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            claim,
            form_class=ReasonForm,
            verb=lambda row, answers: waive_claim(actor=request.user, claim=row, **answers),
            title=_("Waive the claim"),
            submit=_("Waive the claim"),
            done=_("The claim is waived: the house bears it."),
            note=_("%(left)s is left of it.") % {"left": yuan(claim.left)},
        )
