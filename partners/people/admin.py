from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from partners.accounts import enrolling
from partners.accounts.admin import actor_of, show_code
from partners.people import joining, taking_over
from partners.people.identity import mask_identity_number, plain_identity_number
from partners.people.models import Partner, Tenure
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.phones import plain_phone
from stations.refusals import Refused
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm, ScopedTabularInline, masked
from stations.scope.admin_actions import VerbForm
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter

NEW_NUMBER = "new_identity_number"


class PartnerForm(ScopedForm):
    phone = forms.CharField(
        label=gettext_lazy("mobile number"), max_length=20, widget=UnfoldAdminTextInputWidget
    )
    # Never the field itself: the number on file must not travel to a screen.
    new_identity_number = forms.CharField(
        label=gettext_lazy("new identity number"),
        max_length=24,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("18 characters. Left empty, the number on file stays."),
    )
    with_login = forms.BooleanField(
        label=gettext_lazy("login at once"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text=gettext_lazy("The next page shows a one-time code for the first password."),
    )

    class Meta:
        model = Partner
        fields = ("name", "phone", "center", "returning_youth")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and NEW_NUMBER in self.fields:
            self.fields[NEW_NUMBER].label = _("identity number")
            self.fields[NEW_NUMBER].help_text = _("18 characters.")

    def clean_phone(self) -> str:
        return plain_phone(self.cleaned_data["phone"])

    def clean_new_identity_number(self) -> str:
        return plain_identity_number(self.cleaned_data[NEW_NUMBER])

    def details(self) -> joining.PersonDetails:
        data = self.cleaned_data
        return joining.PersonDetails(
            center=data["center"],
            name=data["name"],
            phone=data["phone"],
            identity_number=data[NEW_NUMBER],
            returning_youth=data["returning_youth"],
        )


class TenureInline(ScopedTabularInline):
    model = Tenure
    fields = ("station", "starts_on", "ends_on", "mode")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = gettext_lazy("Stations run, now and before")


class BeginForm(VerbForm):
    station = forms.ModelChoiceField(label=gettext_lazy("Station"), queryset=Station.objects.none())
    starts_on = forms.DateField(label=gettext_lazy("From"), initial=today)
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode"), choices=Tenure.Mode.choices, initial=Tenure.Mode.PARTNER
    )

    def prepare(self) -> None:
        if self.row is not None:
            stations = Station.objects.filter(center=self.row.center_id).exclude(status=StationStatus.CLOSED)
            self.fields["station"].queryset = stations  # type: ignore[attr-defined]


class EndForm(VerbForm):
    ends_on = forms.DateField(label=gettext_lazy("Last day"), initial=today)


class ConvertForm(VerbForm):
    starts_on = forms.DateField(label=gettext_lazy("Mode 2.0 from"), initial=today)


class LoginNameForm(VerbForm):
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Left empty: p and the mobile number. The number itself works as well."),
    )


@admin.register(Partner)
class PartnerAdmin(ScopedAdmin):
    """The people who run stations."""

    form = PartnerForm
    list_display: ClassVar = ["name", masked("phone"), "center", "runs", "returning_youth", "has_login"]
    list_filter: ClassVar = [("center", ScopedRelatedFilter), "returning_youth"]
    list_select_related: ClassVar = ["center"]
    search_fields: ClassVar = ["name", "^phone"]
    autocomplete_fields: ClassVar = ["center"]
    readonly_fields: ClassVar = ["identity", "user"]
    inlines: ClassVar = [TenureInline]
    actions_detail: ClassVar = ["begin", "login"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("tenures__station")

    @display(description=gettext_lazy("runs"))
    def runs(self, partner: Partner) -> str:
        day = today()
        return ", ".join(
            tenure.station.code
            for tenure in partner.tenures.all()
            if tenure.starts_on <= day and (tenure.ends_on is None or tenure.ends_on >= day)
        )

    @display(description=gettext_lazy("login"), boolean=True)
    def has_login(self, partner: Partner) -> bool:
        return partner.user_id is not None

    @display(description=gettext_lazy("identity number"))
    def identity(self, partner: Partner) -> str:
        return mask_identity_number(partner.identity_number) or "—"

    # --- the form --------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Partner | None = None) -> Any:
        written = ["name", "phone", "center", "returning_youth"]
        if obj is None:
            return [(None, {"fields": [*written, NEW_NUMBER, "with_login"]})]
        number = [NEW_NUMBER] if self.has_change_permission(request, obj) else []
        return [(None, {"fields": [*written, "identity", *number, "user"]})]

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"center": actor_of(request).center_id} | super().get_changeform_initial_data(request)

    def get_inlines(self, request: HttpRequest, obj: Partner | None) -> Any:
        return self.inlines if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> Partner:
        try:
            if not form.cleaned_data["with_login"]:
                return joining.register_partner(actor=actor_of(request), details=form.details())
            partner, request.one_time_code = enrolling.enrol_partner(  # type: ignore[attr-defined]
                actor=actor_of(request), details=form.details()
            )
        except Refused as refused:
            raise _beside_new_number(refused) from refused
        return partner

    def change_by_verb(self, request: HttpRequest, obj: Partner, form: Any) -> None:
        on_file = Partner.objects.get(pk=obj.pk)
        try:
            enrolling.correct_file(actor=actor_of(request), partner=on_file, details=form.details())
        except Refused as refused:
            raise _beside_new_number(refused) from refused

    def response_add(self, request: HttpRequest, obj: Partner, post_url_continue: Any = None) -> HttpResponse:
        code: str | None = getattr(request, "one_time_code", None)
        if code is None or obj.user is None:
            response: HttpResponse = super().response_add(request, obj, post_url_continue)
            return response
        return show_code(request, self, user=obj.user, code=code, back=self._change_url(obj))

    # --- beside the form -------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[Any]:
        partner = self.get_object(request, str(object_id))
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if partner is None or partner.user_id is not None:
            offered = [one for one in offered if not one.action_name.endswith("_login")]
        return offered

    @action(description=gettext_lazy("Begin a tenure"), permissions=["verb"], icon="storefront")
    def begin(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=BeginForm,
            verb=lambda row, answers: taking_over.begin_tenure(
                actor=actor_of(request), partner=row, **answers
            ),
            title=_("Begin a tenure"),
            submit=_("Begin"),
            done=_("The tenure is written down."),
        )

    @action(description=gettext_lazy("Give a login"), permissions=["verb"], icon="key")
    def login(self, request: HttpRequest, object_id: str) -> HttpResponse:
        partner = self.visible_or_404(request, object_id)
        issued: list[str] = []

        def give(row: Partner, answers: dict[str, Any]) -> None:
            issued.append(
                enrolling.give_login(actor=actor_of(request), partner=row, username=answers["username"])
            )

        page = self.verb_page(
            request,
            partner,
            form_class=LoginNameForm,
            verb=give,
            title=_("Give a login"),
            submit=_("Give a login"),
            done=_("The login is there."),
        )
        if not issued:
            return page
        partner.refresh_from_db()
        return show_code(request, self, user=partner.user, code=issued[0], back=self._change_url(partner))


@admin.register(Tenure)
class TenureAdmin(ReadOnlyAdmin):
    """Who runs which station, from when to when."""

    list_display: ClassVar = ["station", "partner", "starts_on", "ends_on", "mode"]
    list_filter: ClassVar = [
        ("partner", ScopedAutocompleteFilter),
        ("mode", ChoicesDropdownFilter),
        ("starts_on", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["station", "partner"]
    search_fields: ClassVar = ["^station__code", "partner__name"]
    actions_detail: ClassVar = ["end", "convert"]

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[Any]:
        tenure = self.get_object(request, str(object_id))
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if tenure is None or tenure.mode != Tenure.Mode.SHOP or tenure.has_ended:
            offered = [one for one in offered if not one.action_name.endswith("_convert")]
        return offered

    @action(description=gettext_lazy("End the tenure"), permissions=["verb"], icon="logout")
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=EndForm,
            verb=lambda row, answers: taking_over.end_tenure(actor=actor_of(request), tenure=row, **answers),
            title=_("End the tenure"),
            submit=_("End"),
            done=_("The last day is written down."),
            note=_("The last day counts in: its payments are still this partner's."),
        )

    @action(description=gettext_lazy("Change to mode 2.0"), permissions=["verb"], icon="upgrade")
    def convert(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ConvertForm,
            verb=lambda row, answers: taking_over.convert_mode(
                actor=actor_of(request), tenure=row, **answers
            ),
            title=_("Change to mode 2.0"),
            submit=_("Change over"),
            done=_("The partner works full time from that day."),
        )


def _beside_new_number(refused: Refused) -> Refused:
    """The form calls the field by another name than the verb."""
    if refused.field == "identity_number":
        refused.field = NEW_NUMBER
    return refused
