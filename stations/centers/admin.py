from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from stations.agreements.signing import sign_agreement
from stations.assessing.admin_forms import AssessForm, assess_by
from stations.centers.advancing import (
    close_center,
    open_center,
    reopen_center,
    suspend_center,
)
from stations.centers.lifecycle import CENTER_LIFECYCLE, CenterStatus
from stations.centers.models import CenterStatusChange, CountyCenter
from stations.centers.proposing import correct_center, propose_center
from stations.clock import today
from stations.history import TrackedHistory
from stations.regions.models import Region
from stations.scope.admin import ScopedAdmin, ScopedForm, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.badges import Badges

S = CenterStatus
# By action, from which status: what the page of a center offers.
OFFERED = {
    "assess": {S.PROPOSED, S.ASSESSED},
    "sign": {S.ASSESSED},
    "open": {S.SIGNED},
    "suspend": {S.OPERATING},
    "reopen": {S.SUSPENDED},
    "close": {before for before in S if CENTER_LIFECYCLE.allows(before, S.CLOSED)},
}


class ProvinceFilter(DropdownFilter):
    """By the first two digits of the county; only provinces with a center of the reader."""

    title = gettext_lazy("province")
    parameter_name = "province"
    path = "county"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        counties = CountyCenter.objects.visible_to(request.user).values_list("county", flat=True)
        provinces = {county[:2] for county in counties}
        return [(one.code, one.name) for one in Region.objects.filter(code__in=provinces)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not (value := self.value()):
            return queryset
        return queryset.filter(**{f"{self.path}__code__startswith": value})


class CenterForm(ScopedForm):
    class Meta:
        model = CountyCenter
        fields: ClassVar = ("county", "code", "name", "address", "phone")

    def clean_county(self) -> Region:
        """Beside the field; the constraint of the table would speak for the whole form."""
        county: Region = self.cleaned_data["county"]
        if county.level != Region.Level.COUNTY:
            raise forms.ValidationError(_("%(region)s is not a county.") % {"region": county})
        return county


class SignForm(VerbForm):
    number = forms.CharField(label=gettext_lazy("Number of the agreement"), max_length=40)
    counterpart = forms.CharField(label=gettext_lazy("Signed with"), max_length=100)
    signed_on = forms.DateField(label=gettext_lazy("Agreement signed on"), initial=today)
    valid_until = forms.DateField(label=gettext_lazy("Valid until"), required=False)
    terms = forms.CharField(label=gettext_lazy("What was promised"), max_length=500, required=False)


class OpenForm(VerbForm):
    opening_date = forms.DateField(label=gettext_lazy("Opened on"), initial=today)


class CenterChangeInline(ScopedTabularInline):
    model = CenterStatusChange
    fields = ("at", "before", "after", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What happened")


@admin.register(CountyCenter)
class CountyCenterAdmin(TrackedHistory, ScopedAdmin):
    """County operation centers and their lives."""

    form = CenterForm
    list_display: ClassVar = ["code", "name", "lies_in", "tells", "open_stations", "opening_date", "phone"]
    list_display_links: ClassVar = ["code", "name"]
    list_filter: ClassVar = [("status", ChoicesDropdownFilter), ProvinceFilter]
    search_fields: ClassVar = ["^code", "name", "^county__name"]
    autocomplete_fields: ClassVar = ["county"]
    inlines: ClassVar = [CenterChangeInline]
    actions_detail: ClassVar = list(OFFERED)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related("county__parent__parent")
        # Named again: a count forgets the order of the model.
        return rows.annotate(stations_open=Count("stations", filter=Q(stations__status="open"))).order_by(
            "code"
        )

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("lies in"), ordering="county")
    def lies_in(self, center: CountyCenter) -> str:
        return center.county.full_path

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label=Badges(
            {
                S.OPERATING: "success",
                S.SUSPENDED: "warning",
                S.CLOSED: "danger",
            }
        ),
    )
    def tells(self, center: CountyCenter) -> str:
        return center.get_status_display()

    @display(description=gettext_lazy("open stations"), ordering="stations_open")
    def open_stations(self, center: Any) -> int:
        return int(center.stations_open)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["county", "code", "name", "address", "phone"]})]
        days = ["tells", "agreement_date", "opening_date"]
        return [
            (None, {"fields": ["code", "lies_in", "name", "address", "phone"]}),
            (gettext_lazy("Its life"), {"fields": days}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code", "lies_in", "tells", "agreement_date", "opening_date"] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None and "name" in form.base_fields:
            form.base_fields["name"].required = False
            form.base_fields["name"].help_text = _("Left empty: the county's name.")
        return form

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    # --- writing ---------------------------------------------------------------------

    def add_by_verb(self, request: HttpRequest, form: Any) -> CountyCenter:
        return propose_center(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        correct_center(actor=request.user, center=obj, **form.cleaned_data)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may be done next."""
        center = self.get_object(request, str(object_id))
        if center is None:
            return []
        offered = super().get_actions_detail(request, object_id)
        return [one for one in offered if center.status in OFFERED[_own_name(one)]]

    def _page(
        self,
        request: HttpRequest,
        object_id: str,
        verb: Callable[..., Any],
        *,
        title: str,
        done: str,
        form_class: type[VerbForm] = VerbForm,
    ) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=form_class,
            verb=lambda row, answers: verb(actor=request.user, center=row, **answers),
            title=title,
            submit=title,
            done=done,
        )

    @action(description=gettext_lazy("Assess"), permissions=["verb"], icon="fact_check")
    def assess(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title = _("Assess the county")
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=AssessForm,
            verb=lambda row, answers: assess_by(request.user, row, answers),
            title=title,
            submit=title,
            done=_("The assessment is written down. At the pass mark or above the county is found fit."),
        )

    @action(description=gettext_lazy("Signed"), permissions=["verb"], icon="signature")
    def sign(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("The agreement was signed"), _("The agreement is written down.")
        return self._page(request, object_id, sign_agreement, title=title, done=done, form_class=SignForm)

    @action(description=gettext_lazy("Open"), permissions=["verb"], icon="storefront")
    def open(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Open the center"), _("The center is operating: it may open stations.")
        return self._page(request, object_id, open_center, title=title, done=done, form_class=OpenForm)

    @action(description=gettext_lazy("Suspend"), permissions=["verb"], icon="pause_circle")
    def suspend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Suspend the center"), _("The center opens no stations for now.")
        return self._page(request, object_id, suspend_center, title=title, done=done, form_class=ReasonForm)

    @action(description=gettext_lazy("Reopen"), permissions=["verb"], icon="play_circle")
    def reopen(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Reopen the center"), _("The center is operating again.")
        return self._page(request, object_id, reopen_center, title=title, done=done)

    @action(
        description=gettext_lazy("Close"),
        permissions=["verb"],
        icon="cancel",
        variant=ActionVariant.DANGER,
    )
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title, done = _("Close the center"), _("The center is closed.")
        return self._page(request, object_id, close_center, title=title, done=done, form_class=ReasonForm)


def _own_name(offered: Any) -> str:
    """The action's method; unfold puts app and model before it."""
    return str(offered.action_name.rpartition("countycenter_")[2])
