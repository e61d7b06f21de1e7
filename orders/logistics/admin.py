from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from orders.logistics.admin_filters import WaitsFilter
from orders.logistics.admin_forms import AppointmentForm, DeliverForm, ParcelForm, SettleForm
from orders.logistics.announcing import NewParcel, announce_parcels
from orders.logistics.carriers import add_carrier, change_carrier
from orders.logistics.codes import code_of, is_blocked, may_be_unlocked, prove_code, unlock_code
from orders.logistics.delivering import deliver_to_house, make_appointment
from orders.logistics.giving_up import may_be_given_up, report_damaged, report_lost
from orders.logistics.handing_over import give_to_carrier
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import (
    Carrier,
    HomeDelivery,
    Manifest,
    ManifestLine,
    Parcel,
    ParcelCase,
    ParcelEvent,
)
from orders.logistics.receiving import receive_at_county
from orders.logistics.settling import settle_case
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline, masked
from stations.scope.admin_actions import ReasonForm
from stations.scope.badges import Badges
from stations.scope.filters import ScopedAutocompleteFilter
from stations.scope.large_lists import LargeAdmin, LargeReadOnlyAdmin
from stations.wording import full_phone, moment, yuan

S = ParcelStatus


@admin.register(Carrier)
class CarrierAdmin(ScopedAdmin):
    """Who brings parcels and who drives; kept by head office."""

    list_display: ClassVar = ["code", "name", "is_active"]
    search_fields: ClassVar = ["code", "name"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("code", "name", "is_active") if obj else ("code", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("code",) if obj else ()

    def add_by_verb(self, request: HttpRequest, form: Any) -> models.Model:
        given = form.cleaned_data
        return add_carrier(actor=request.user, code=given["code"], name=given["name"])

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        given = form.cleaned_data
        change_carrier(actor=request.user, carrier=obj, name=given["name"], is_active=given["is_active"])


class EventInline(ScopedTabularInline):
    model = ParcelEvent
    fields = ("at", "kind", "after", "where", "manifest", "actor", "note")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Where it was")

    @display(description=gettext_lazy("where"))
    def where(self, event: ParcelEvent) -> str:
        return _("station") if event.at_station else _("county center")


class LineInline(ScopedTabularInline):
    model = ManifestLine
    fields = ("parcel", "added_at", "received_at")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("On the list")


@admin.register(Parcel)
class ParcelAdmin(LargeAdmin):
    """Parcels at the desk: one is announced by a form; everything after that is a verb."""

    form = ParcelForm
    list_display: ClassVar = [
        "tracking_number",
        "carrier",
        "station",
        "recipient",
        masked("phone"),
        "tells",
        "size",
        "since",
    ]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        WaitsFilter,
        ("station", ScopedAutocompleteFilter),
        ("direction", ChoicesDropdownFilter),
        "returning",
        "to_the_house",
        "carrier",
    ]
    list_select_related: ClassVar = ["carrier", "station"]
    search_fields: ClassVar = ["tracking_number"]  # switches the box on; `search` does the work
    search_help_text = gettext_lazy("Tracking number, pick-up code, or how the name or phone begins")
    autocomplete_fields: ClassVar = ["station", "order"]
    inlines: ClassVar = [EventInline]
    actions: ClassVar = ["receive_ticked", "to_carrier_ticked"]
    actions_detail: ClassVar = ["appointment", "deliver", "unlock", "damaged", "lost"]
    ENTERED: ClassVar = ["carrier", "tracking_number", "station", "order", "size", "to_the_house"]
    LABEL: ClassVar = ["recipient", "phone"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [*self.ENTERED, *self.LABEL]
        return [
            *self.ENTERED,
            "who",
            "tells",
            "code",
            "paid_fee",
            "announced_at",
            "county_at",
            "arrived_at",
            "handed_over_at",
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj is not None else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [EventInline] if obj is not None else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> models.Model:
        given = {name: form.cleaned_data[name] for name in (*self.ENTERED, *self.LABEL)}
        return announce_parcels(actor=request.user, parcels=[NewParcel(**given)])[0]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    @display(
        description=gettext_lazy("status"),
        label=Badges(
            {
                S.AT_STATION: "info",
                S.HANDED_OVER: "success",
                S.LOST: "danger",
                S.DAMAGED: "danger",
            }
        ),
    )
    def tells(self, parcel: Parcel) -> str:
        return parcel.get_status_display()

    @display(description=gettext_lazy("villager"))
    def who(self, parcel: Parcel) -> str:
        return f"{parcel.recipient} · {full_phone(parcel.phone)}" if parcel.phone else parcel.recipient

    @display(description=gettext_lazy("pick-up code"))
    def code(self, parcel: Parcel) -> str:
        return code_of(parcel) or "—"

    @display(description=gettext_lazy("parcel fee"))
    def paid_fee(self, parcel: Parcel) -> str:
        return (
            " · ".join(filter(None, [yuan(parcel.fee), parcel.fee_waived])) if parcel.fee is not None else "—"
        )

    @display(description=gettext_lazy("there since"))
    def since(self, parcel: Parcel) -> str:
        return moment(parcel.arrived_at or parcel.county_at or parcel.announced_at)

    # --- ticked parcels --------------------------------------------------------------

    @action(description=gettext_lazy("Received at the county center"), permissions=["verb"])
    def receive_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self._each(request, queryset, receive_at_county)

    @action(description=gettext_lazy("Taken away by the carrier"), permissions=["verb"])
    def to_carrier_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self._each(request, queryset, give_to_carrier)

    def _each(self, request: HttpRequest, rows: Any, verb: Callable[..., Any]) -> None:
        def done(count: int) -> str:
            return ngettext("%d parcel is recorded.", "%d parcels are recorded.", count) % count

        self.run_each(request, rows, lambda row: verb(actor=request.user, parcels=[row]), done=done)

    # --- one parcel ------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may be done next."""
        parcel = self.get_object(request, str(object_id))
        if parcel is None:
            return []
        to_house = parcel.to_the_house and not parcel.goes_up and may_be_given_up(parcel)
        possible = {
            "appointment": to_house,
            "deliver": to_house
            and hasattr(parcel, "delivery")
            and parcel.status in (S.AT_COUNTY, S.AT_STATION),
            "unlock": is_blocked(parcel) and may_be_unlocked(parcel),
            "damaged": may_be_given_up(parcel) and parcel.status != S.EXPECTED,
            "lost": may_be_given_up(parcel),
        }
        offered = super().get_actions_detail(request, object_id)
        return [one for one in offered if possible[one.action_name.rpartition("parcel_")[2]]]

    @action(description=gettext_lazy("Appointment"), permissions=["verb"], icon="event")
    def appointment(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=AppointmentForm,
            verb=lambda row, answers: make_appointment(actor=request.user, parcel=row, **answers),
            title=_("Delivery to the house"),
            submit=_("Keep the appointment"),
            done=_("The appointment is kept."),
        )

    @action(description=gettext_lazy("Delivered"), permissions=["verb"], icon="home")
    def deliver(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=DeliverForm,
            before=lambda row, answers: prove_code(actor=request.user, parcel=row, code=answers["code"]),
            verb=lambda row, answers: deliver_to_house(actor=request.user, parcel=row, **answers),
            title=_("Delivered to the house"),
            submit=_("Delivered to the house"),
            done=_("The delivery is recorded."),
            note=_("The villager shows the code to whoever brings the appliance."),
        )

    @action(description=gettext_lazy("Unlock the code"), permissions=["verb"], icon="lock_open")
    def unlock(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            verb=lambda row, _answers: unlock_code(actor=request.user, parcel=row),
            title=_("Unlock the pick-up code"),
            submit=_("Unlock the pick-up code"),
            done=_("Codes can be tried again. A villager's own parcel has a new one."),
        )

    @action(description=gettext_lazy("Damaged"), permissions=["verb"], icon="broken_image")
    def damaged(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._give_up(request, object_id, report_damaged, _("Record the damage"))

    @action(
        description=gettext_lazy("Lost"),
        permissions=["verb"],
        icon="search_off",
        variant=ActionVariant.DANGER,
    )
    def lost(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._give_up(request, object_id, report_lost, _("Give the parcel up as lost"))

    def _give_up(
        self, request: HttpRequest, object_id: str, verb: Callable[..., Any], title: str
    ) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: verb(actor=request.user, parcel=row, at_station=False, **answers),
            title=title,
            submit=title,
            done=_("It is recorded."),
        )


class CaseInline(ScopedTabularInline):
    model = ParcelCase
    fields = ("kind", "parcel", "scanned", "detail", "opened_at", "outcome", "note")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Cases")


@admin.register(Manifest)
class ManifestAdmin(LargeReadOnlyAdmin):
    """Manifests, to be looked at; they are filled, sent and counted at the scanner."""

    list_display: ClassVar = [
        "number",
        "station",
        "way",
        "status",
        "counted_out",
        "counted_in",
        "dispatched_at",
        "scanner",
    ]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("way", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
    ]
    list_select_related: ClassVar = ["station"]
    inlines: ClassVar = [LineInline, CaseInline]
    readonly_fields: ClassVar = ["scanner"]

    @display(description=gettext_lazy("number"), ordering="pk")
    def number(self, manifest: Manifest) -> str:
        return manifest.number

    @display(description=gettext_lazy("at the scanner"))
    def scanner(self, manifest: Manifest) -> str:
        address = reverse("manifest_page", args=[manifest.pk])
        return format_html('<a class="link" href="{}">{}</a>', address, _("Open the load"))


@admin.register(ParcelCase)
class ParcelCaseAdmin(LargeReadOnlyAdmin):
    """What did not tally between county and station, until it is settled."""

    list_display: ClassVar = ["opened_at", "kind", "station", "manifest", "parcel", "scanned", "outcome"]
    list_filter: ClassVar = [
        ("settled_at", admin.EmptyFieldListFilter),
        ("kind", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
    ]
    list_select_related: ClassVar = ["station", "manifest", "parcel"]
    actions_detail: ClassVar = ["settle"]

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        case = self.get_object(request, str(object_id))
        return super().get_actions_detail(request, object_id) if case and case.settled_at is None else []

    @action(description=gettext_lazy("Settle"), permissions=["verb"], icon="task_alt")
    def settle(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=SettleForm,
            verb=lambda row, answers: settle_case(actor=request.user, case=row, **answers),
            title=_("Settle the case"),
            submit=_("Settle the case"),
            done=_("The case is settled."),
        )


@admin.register(HomeDelivery)
class HomeDeliveryAdmin(ReadOnlyAdmin):
    """The appointments of large appliances, by day."""

    list_display: ClassVar = ["day", "window", "address", "station", "open_parcel", "installed"]
    list_filter: ClassVar = ["day", ("installed", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["parcel__station"]
    ordering: ClassVar = ["-day", "window"]

    @display(description=gettext_lazy("village service station"))
    def station(self, delivery: HomeDelivery) -> str:
        return str(delivery.parcel.station)

    @display(description=gettext_lazy("parcel"))
    def open_parcel(self, delivery: HomeDelivery) -> str:
        address = reverse("admin:orders_parcel_change", args=[delivery.parcel_id])
        return format_html('<a class="link" href="{}">{}</a>', address, delivery.parcel)
