from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action, display

from orders.presale.giving_up import call_off_order
from orders.presale.lifecycle import DepositState
from orders.presale.models import CountyArrival, DepositRule, PresaleChange, PresaleGood, PresaleOrder
from orders.presale.offering import NewGood, call_off_good, change_good, offer_good
from orders.presale.rules import set_deposit_rule
from partners.accounts.admin import actor_of
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.scope.large_lists import LargeReadOnlyAdmin
from stations.wording import moment, yuan

GOOD_FIELDS = (
    "festival",
    "title",
    "category",
    "price",
    "deposit",
    "orders_from",
    "orders_until",
    "balance_from",
    "balance_until",
    "limit_per_villager",
    "stock",
)


@admin.register(PresaleGood)
class PresaleGoodAdmin(ScopedAdmin):
    """What may be ordered before a festival. What was ordered keeps its terms; called off, it stays."""

    list_display: ClassVar = [
        "title",
        "festival",
        "costs",
        "put_down",
        "orders_until",
        "balance_from",
        "report",
    ]
    list_filter: ClassVar = [("festival", RelatedDropdownFilter), ("category", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["festival"]
    search_fields: ClassVar = ["title"]
    actions_detail: ClassVar = ["call_off"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*GOOD_FIELDS, "called_off_at", "called_off_because", "report") if obj else GOOD_FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("called_off_at", "called_off_because", "report") if obj else ()

    def add_by_verb(self, request: HttpRequest, form: Any) -> PresaleGood:
        return offer_good(actor=actor_of(request), good=_good(form))

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_good(actor=actor_of(request), good=obj, to=_good(form))

    @display(description=gettext_lazy("price of one"), ordering="price")
    def costs(self, good: PresaleGood) -> str:
        return yuan(good.price)

    @display(description=gettext_lazy("deposit for one"), ordering="deposit")
    def put_down(self, good: PresaleGood) -> str:
        return yuan(good.deposit)

    @display(description=gettext_lazy("report"))
    def report(self, good: PresaleGood) -> str:
        address = reverse("presale_desk", args=[good.festival.slug])
        return format_html('<a class="link" href="{}">{}</a>', address, _("Open the report"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        good = self.get_object(request, str(object_id))
        if good is None or good.called_off_at is not None:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return offered

    @action(description=gettext_lazy("Call off"), permissions=["verb"], icon="block")
    def call_off(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, answers: call_off_good(actor=actor_of(request), good=row, **answers),
            form_class=ReasonForm,
            title=_("Call off this good"),
            submit=_("Call it off"),
            done=_("Called off: the deposits are settled by their rule within a minute."),
            note=_("Nobody can order it or pay a balance for it any more."),
        )


def _good(form: Any) -> NewGood:
    return NewGood(**{name: form.cleaned_data[name] for name in GOOD_FIELDS})


@admin.register(DepositRule)
class DepositRuleAdmin(ScopedAdmin):
    """What becomes of a deposit. A new rule ends the one before; the past is not judged again."""

    list_display: ClassVar = ["ending", "outcome", "valid_from", "valid_to"]
    list_filter: ClassVar = [("ending", ChoicesDropdownFilter)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["ending", "outcome", "valid_from", *(["valid_to"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> DepositRule:
        return set_deposit_rule(actor=actor_of(request), **form.cleaned_data)


class ChangeInline(ScopedTabularInline):
    model = PresaleChange
    verbose_name_plural = gettext_lazy("what happened")
    fields: ClassVar = ["at", "before", "after", "actor", "reason"]
    readonly_fields: ClassVar = fields


@admin.register(PresaleOrder)
class PresaleOrderAdmin(LargeReadOnlyAdmin):
    """Presale orders and their deposits, made at the counter."""

    list_display: ClassVar = ["order", "station", "good", "quantity", "put_down", "where", "taken"]
    list_filter: ClassVar = [
        ("state", ChoicesDropdownFilter),
        ("good", RelatedDropdownFilter),
        ("order__station__center", ScopedRelatedFilter),
        ("order__station", ScopedAutocompleteFilter),
    ]
    list_select_related: ClassVar = ["order__station", "good"]
    search_fields: ClassVar = ["order__platform_order_no"]  # switches the box on; `search` does the work
    fields: ClassVar = [
        "order",
        "station",
        "good",
        "quantity",
        "put_down",
        "left",
        "where",
        "ending",
        "taken",
        "settled_at",
        "returned_at",
    ]
    readonly_fields: ClassVar = fields
    inlines: ClassVar = [ChangeInline]
    actions_detail: ClassVar = ["call_off"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    @display(description=gettext_lazy("village service station"))
    def station(self, row: PresaleOrder) -> str:
        return str(row.order.station)

    @display(description=pgettext_lazy("presale", "deposit"))
    def put_down(self, row: PresaleOrder) -> str:
        return yuan(row.deposit)

    @display(description=pgettext_lazy("presale", "balance"))
    def left(self, row: PresaleOrder) -> str:
        return yuan(row.balance)

    @display(description=gettext_lazy("state"))
    def where(self, row: PresaleOrder) -> str:
        return row.get_state_display()

    @display(description=gettext_lazy("taken at"))
    def taken(self, row: PresaleOrder) -> str:
        return moment(row.order.placed_at)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        row = self.get_object(request, str(object_id))
        if row is None or row.state != DepositState.HELD:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        return offered

    def has_call_off_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("orders.call_off_presaleorder"))

    @action(description=gettext_lazy("Call off"), permissions=["call_off"], icon="block")
    def call_off(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, answers: call_off_order(actor=actor_of(request), presale=row, **answers),
            form_class=ReasonForm,
            title=_("Call off this order"),
            submit=_("Call it off"),
            done=_("Called off: the villager is told where the deposit waits."),
            note=_("The seller or the platform does not deliver it. Who gets the deposit, a rule says."),
        )


@admin.register(CountyArrival)
class CountyArrivalAdmin(ReadOnlyAdmin):
    """What county centers have laid in; entered on the presale's page."""

    list_display: ClassVar = ["good", "center", "pieces", "note", "actor", "at"]
    list_filter: ClassVar = [("good", RelatedDropdownFilter), ("center", ScopedRelatedFilter)]
    list_select_related: ClassVar = ["good", "center", "actor"]
    fields: ClassVar = ["good", "center", "pieces", "note", "actor", "at"]
    readonly_fields: ClassVar = fields
