from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from stations.centers.admin import ProvinceFilter
from stations.history import TrackedHistory
from stations.network.admin_export import StationResource
from stations.network.admin_forms import CloseForm, MoveForm, OpenForm, StationForm
from stations.network.applying import apply_station, approve_station, correct_station
from stations.network.checks import Act, what_blocks
from stations.network.closing import close_station
from stations.network.lifecycle import STATION_LIFECYCLE, StationStatus
from stations.network.models import Station, StationStatusChange, StationSuspension
from stations.network.moving import move_station
from stations.network.opening import fit_out_station, open_station
from stations.network.suspending import reopen_station, suspend_station
from stations.scope import scope_of
from stations.scope.admin import ScopedAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.badges import Badges
from stations.scope.exports import ScopedExportMixin
from stations.scope.filters import ScopedAutocompleteFilter

S = StationStatus
# By action, from which status: what the page of a station offers.
OFFERED = {
    "approve": {S.APPLIED},
    "fit_out": {S.APPROVED},
    "open": {S.FITTING_OUT},
    "suspend": {S.OPEN},
    "reopen": {S.SUSPENDED},
    "move": set(S) - {S.CLOSED},
    "close": {before for before in S if STATION_LIFECYCLE.allows(before, S.CLOSED)},
}


class VillageProvinceFilter(ProvinceFilter):
    path = "village"


class SuspensionInline(ScopedTabularInline):
    model = StationSuspension
    fields = ("starts_at", "ends_at")
    readonly_fields = fields


class StationChangeInline(ScopedTabularInline):
    model = StationStatusChange
    fields = ("at", "before", "after", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What happened")


@admin.register(Station)
class StationAdmin(TrackedHistory, ScopedExportMixin, ScopedAdmin):
    """Village service stations and their lives."""

    form = StationForm
    export_what = "stations"
    resource_classes = [StationResource]
    list_display: ClassVar = ["code", "name", "lies_in", "center", "tells", "opened_on"]
    list_display_links: ClassVar = ["code", "name"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("center", ScopedAutocompleteFilter),
        VillageProvinceFilter,
        ("opened_on", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["center"]
    search_fields: ClassVar = ["code"]  # switches the box on; `search` does the work
    search_help_text = gettext_lazy("The beginning of a code, or any part of a name")
    autocomplete_fields: ClassVar = ["center", "village"]
    inlines: ClassVar = [SuspensionInline, StationChangeInline]
    actions: ClassVar = ["approve_ticked", "fit_out_ticked", "open_ticked", "suspend_ticked", "close_ticked"]
    actions_detail: ClassVar = list(OFFERED)

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("village"), ordering="village")
    def lies_in(self, station: Station) -> str:
        town = station.village.parent
        return f"{town} › {station.village}"

    @display(description=gettext_lazy("village"))
    def village_path(self, station: Station) -> str:
        return station.village.full_path

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label=Badges({S.OPEN: "success", S.SUSPENDED: "warning", S.CLOSED: "danger"}),
    )
    def tells(self, station: Station) -> str:
        return station.get_status_display()

    def get_queryset(self, request: HttpRequest) -> Any:
        # Villages are fetched for the page: joined, the whole register is read to sort the stations.
        return super().get_queryset(request).prefetch_related("village__parent__parent")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.search(search_term), False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ["name", "address", ("latitude", "longitude")]
        if obj is None:
            return [(None, {"fields": ["center", "village", "code", *said]})]
        return [
            (None, {"fields": ["code", "center", "village_path", *said]}),
            (gettext_lazy("Its life"), {"fields": ["tells", "opened_on", "closed_on"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code", "center", "village_path", "tells", "opened_on", "closed_on"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Staff of one county need not choose it."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        scope = scope_of(request.user)
        if not scope.everything and len(scope.centers) == 1:
            initial.setdefault("center", next(iter(scope.centers)))
        return initial

    # --- writing ---------------------------------------------------------------------

    def add_by_verb(self, request: HttpRequest, form: Any) -> Station:
        return apply_station(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        correct_station(actor=request.user, station=obj, **form.cleaned_data)

    def has_move_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """From county to county: for whoever keeps the centers."""
        return bool(request.user.has_perm("stations.change_countycenter"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may be done next."""
        station = self.get_object(request, str(object_id))
        if station is None:
            return []
        offered = super().get_actions_detail(request, object_id)
        return [
            one for one in offered if station.status in OFFERED[one.action_name.rpartition("_station_")[2]]
        ]

    # --- ticked stations -------------------------------------------------------------

    def _ticked(self, request: HttpRequest, rows: Any, verb: Callable[..., Station]) -> None:
        def done(count: int) -> str:
            return ngettext("%d station went on.", "%d stations went on.", count) % count

        self.run_each(request, rows, lambda row: verb(actor=request.user, station=row), done=done)

    def _ticked_page(
        self,
        request: HttpRequest,
        rows: Any,
        verb: Callable[..., Station],
        *,
        name: str,
        title: str,
        form_class: type[VerbForm],
    ) -> HttpResponse | None:
        return self.bulk_verb_page(
            request,
            rows,
            action=name,
            form_class=form_class,
            verb=lambda row, answers: verb(actor=request.user, station=row, **answers),
            title=title,
            submit=title,
            done=lambda count: ngettext("%d station went on.", "%d stations went on.", count) % count,
        )

    @action(description=gettext_lazy("Approve"), permissions=["verb"])
    def approve_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self._ticked(request, queryset, approve_station)

    @action(description=gettext_lazy("Fit out"), permissions=["verb"])
    def fit_out_ticked(self, request: HttpRequest, queryset: Any) -> None:
        self._ticked(request, queryset, fit_out_station)

    @action(description=gettext_lazy("Open…"), permissions=["verb"])
    def open_ticked(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        return self._ticked_page(
            request, queryset, open_station, name="open_ticked", title=_("Open stations"), form_class=OpenForm
        )

    @action(description=gettext_lazy("Suspend…"), permissions=["verb"])
    def suspend_ticked(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        title = _("Suspend stations")
        return self._ticked_page(
            request, queryset, suspend_station, name="suspend_ticked", title=title, form_class=ReasonForm
        )

    @action(description=gettext_lazy("Close…"), permissions=["verb"])
    def close_ticked(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        title = _("Close stations")
        return self._ticked_page(
            request, queryset, close_station, name="close_ticked", title=title, form_class=CloseForm
        )

    # --- one station -----------------------------------------------------------------

    def _page(
        self,
        request: HttpRequest,
        object_id: str,
        verb: Callable[..., Station],
        *,
        title: str,
        done: str,
        form_class: type[VerbForm] = VerbForm,
        act: Act | None = None,
    ) -> HttpResponse:
        station = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            station,
            form_class=form_class,
            verb=lambda row, answers: verb(actor=request.user, station=row, **answers),
            title=title,
            submit=title,
            done=done,
            # Told before the reason is typed, not after.
            note=" ".join(what_blocks(station, act)) if act else "",
        )

    @action(description=gettext_lazy("Approve"), permissions=["verb"], icon="fact_check")
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Approve the application"), _("The station is approved.")
        return self._page(request, object_id, approve_station, title=title, done=done)

    @action(description=gettext_lazy("Fit out"), permissions=["verb"], icon="handyman")
    def fit_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Fit out the station"), _("The station is being fitted out.")
        return self._page(request, object_id, fit_out_station, title=title, done=done)

    @action(description=gettext_lazy("Open"), permissions=["verb"], icon="storefront")
    def open(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Open the station"), _("The station is open.")
        return self._page(
            request, object_id, open_station, title=title, done=done, form_class=OpenForm, act=Act.OPEN
        )

    @action(description=gettext_lazy("Suspend"), permissions=["verb"], icon="pause_circle")
    def suspend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Suspend the station"), _("The station is suspended.")
        return self._page(
            request,
            object_id,
            suspend_station,
            title=title,
            done=done,
            form_class=ReasonForm,
            act=Act.SUSPEND,
        )

    @action(description=gettext_lazy("Reopen"), permissions=["verb"], icon="play_circle")
    def reopen(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Reopen the station"), _("The station is open again.")
        return self._page(request, object_id, reopen_station, title=title, done=done)

    @action(description=gettext_lazy("Move"), permissions=["move"], icon="move_location")
    def move(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Move to another county center"), _("The station has another center.")
        return self._page(
            request, object_id, move_station, title=title, done=done, form_class=MoveForm, act=Act.MOVE
        )

    @action(
        description=gettext_lazy("Close"),
        permissions=["verb"],
        icon="cancel",
        variant=ActionVariant.DANGER,
    )
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Close the station"), _("The station is closed.")
        return self._page(
            request, object_id, close_station, title=title, done=done, form_class=CloseForm, act=Act.CLOSE
        )
