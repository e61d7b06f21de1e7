from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from orders.produce.farmers import agree_to_name, take_name_back
from orders.produce.handling import add_event
from orders.produce.lifecycle import Handling, LotStatus
from orders.produce.models import Farmer, LotChange, LotEvent, ProduceLot
from orders.produce.next_steps import LotStep, next_steps
from orders.produce.offering import offer_lot, sell_out_lot, withdraw_lot
from stations.scope.admin import ReadOnlyAdmin, ScopedTabularInline, masked
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.badges import Badges
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.wording import moment


class NameForm(VerbForm):
    display_name = forms.CharField(label=gettext_lazy("Name that buyers read"), max_length=30)
    name_agreed = forms.BooleanField(
        label=gettext_lazy("The farmer agrees that everybody may read this name"), required=False
    )


class EventForm(VerbForm):
    kind = forms.ChoiceField(label=gettext_lazy("What was done?"), choices=Handling.choices)
    place = forms.CharField(label=gettext_lazy("Where?"), max_length=60, required=False)
    words = forms.CharField(label=gettext_lazy("In words"), max_length=200, required=False)


@admin.register(Farmer)
class FarmerAdmin(ReadOnlyAdmin):
    """Who sells through the stations, and under which name buyers know them."""

    list_display: ClassVar = ["villager", masked("villager__phone"), "station", "display_name", "agreed_at"]
    list_filter: ClassVar = [("villager__station", ScopedAutocompleteFilter)]
    list_select_related: ClassVar = ["villager__station"]
    search_fields: ClassVar = ["^villager__name", "^display_name"]
    fields: ClassVar = ["villager", "station", "display_name", "agreed_at", "withdrawn_at"]
    readonly_fields: ClassVar = ["station"]
    actions_detail: ClassVar = ["show_name", "hide_name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.on_file()

    @display(description=gettext_lazy("village service station"), ordering="villager__station__code")
    def station(self, farmer: Farmer) -> str:
        return str(farmer.villager.station)

    @action(description=gettext_lazy("Show a name"), permissions=["verb"], icon="badge")
    def show_name(self, request: HttpRequest, object_id: str) -> HttpResponse:
        farmer = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            farmer,
            form_class=NameForm,
            initial={"display_name": farmer.display_name},
            verb=lambda row, answers: agree_to_name(
                actor=request.user,
                farmer=row,
                name=answers["display_name"],
                agreed=answers["name_agreed"],
            ),
            title=_("Show a name to buyers"),
            submit=_("Show this name"),
            done=_("Buyers read this name from now on."),
        )

    @action(
        description=gettext_lazy("Take the name off"),
        permissions=["verb"],
        icon="visibility_off",
        variant=ActionVariant.DANGER,
    )
    def hide_name(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: take_name_back(actor=request.user, farmer=row),
            title=_("Take the name off the public pages"),
            submit=_("Take the name off"),
            done=_("The name is off the public pages."),
        )


class EventInline(ScopedTabularInline):
    model = LotEvent
    fields = ("at", "kind", "place", "words", "actor")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("How it was handled")


class ChangeInline(ScopedTabularInline):
    model = LotChange
    fields = ("at", "before", "after", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Life of the lot")


@admin.register(ProduceLot)
class ProduceLotAdmin(ReadOnlyAdmin):
    """Lots at the desk. Nothing is typed over: what is wrong is withdrawn and recorded again."""

    list_display: ClassVar = ["product", "category", "amount", "station", "farmer", "harvested_on", "tells"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["station", "farmer__villager"]
    search_fields: ClassVar = ["product"]  # switches the box on; `search` does the work
    search_help_text = gettext_lazy("How the product's or the farmer's name begins, or the code on the label")
    inlines: ClassVar = [EventInline, ChangeInline]
    actions_detail: ClassVar = ["offer", "handle", "sell_out", "withdraw"]
    fieldsets: ClassVar = [
        (
            None,
            {
                "fields": [
                    "station",
                    "farmer",
                    "shown_name",
                    "product",
                    "category",
                    "amount",
                    "tells",
                    "recorded",
                ]
            },
        ),
        (gettext_lazy("Where and when"), {"fields": ["harvested_on", "village", "plot"]}),
        (
            gettext_lazy("How it was grown"),
            {"fields": ["fertiliser", "spraying", "waiting_days", "water", "quality_notes"]},
        ),
        (gettext_lazy("The buyer's page"), {"fields": ["page", "published_at", "pictures"]}),
    ]
    readonly_fields: ClassVar = ["amount", "tells", "shown_name", "page", "pictures", "recorded"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("quantity"), ordering="quantity")
    def amount(self, lot: ProduceLot) -> str:
        return lot.amount_in_words

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label=Badges(
            {
                LotStatus.OFFERED: "info",
                LotStatus.SOLD_OUT: "success",
                LotStatus.WITHDRAWN: "warning",
            }
        ),
    )
    def tells(self, lot: ProduceLot) -> str:
        return lot.get_status_display()

    @display(description=gettext_lazy("name shown to buyers"))
    def shown_name(self, lot: ProduceLot) -> str:
        return lot.farmer.display_name or "—"

    @display(description=gettext_lazy("code on the label"))
    def page(self, lot: ProduceLot) -> str:
        if lot.published_at is None:
            return lot.grouped_code
        return format_html('<a href="{}">{}</a>', reverse("trace", args=[lot.code]), lot.grouped_code)

    @display(description=gettext_lazy("photos"))
    def pictures(self, lot: ProduceLot) -> str:
        shown = format_html_join(
            " ",
            '<a href="{0}"><img src="{0}" width="160" alt="{1}" loading="lazy"></a>',
            (
                (
                    reverse("lot_photo", args=[photo.name]),
                    _("%(product)s, photo %(number)d") % {"product": lot.product, "number": photo.number},
                )
                for photo in lot.photos.all()
            ),
        )
        return shown or "—"

    @display(description=gettext_lazy("recorded at"))
    def recorded(self, lot: ProduceLot) -> str:
        return f"{moment(lot.created_at)} · {lot.created_by or '—'}"

    # --- one lot ---------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may be done next."""
        lot = self.get_object(request, str(object_id))
        if lot is None:
            return []
        possible = set(next_steps(lot))
        offered = super().get_actions_detail(request, object_id)
        return [one for one in offered if LotStep(one.action_name.rpartition("producelot_")[2]) in possible]

    def _step_page(
        self, request: HttpRequest, object_id: str, verb: Callable[..., Any], title: str, done: str
    ) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: verb(actor=request.user, lot=row),
            title=title,
            submit=title,
            done=done,
        )

    @action(description=gettext_lazy("Offer"), permissions=["verb"], icon="storefront")
    def offer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        done = _("The lot is offered; its page is public now. Print the label.")
        return self._step_page(request, object_id, offer_lot, _("Offer the lot"), done)

    @action(description=gettext_lazy("Sold out"), permissions=["verb"], icon="done_all")
    def sell_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step_page(
            request, object_id, sell_out_lot, _("Nothing is left"), _("The lot is sold out.")
        )

    @action(description=gettext_lazy("Add a step"), permissions=["verb"], icon="add_task")
    def handle(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=EventForm,
            verb=lambda row, answers: add_event(actor=request.user, lot=row, **answers),
            title=_("Add a handling step"),
            submit=_("Record the step"),
            done=_("The step is recorded."),
            note=_("Buyers read it: no names and no numbers. A step stays for ever."),
        )

    @action(
        description=gettext_lazy("Withdraw"),
        permissions=["verb"],
        icon="block",
        variant=ActionVariant.DANGER,
    )
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: withdraw_lot(actor=request.user, lot=row, **answers),
            title=_("Withdraw this lot"),
            submit=_("Withdraw this lot"),
            done=_("The lot is withdrawn. Its page says so."),
            note=_("For good. Its page then tells buyers not to use it."),
        )
