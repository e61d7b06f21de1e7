from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from partners.accounts.admin import actor_of
from partners.people.models import Partner
from partners.training.certifying import hold_session, record_test, revoke_certificate
from partners.training.lifecycle import EnrolmentStatus, SessionStatus
from partners.training.models import Certificate, Course, Enrolment, EnrolmentChange, TrainingSession
from partners.training.scheduling import (
    CourseDetails,
    SessionDetails,
    cancel_session,
    change_course,
    change_session,
    enter_course,
    plan_session,
)
from partners.training.seats import leave_seat, take_seat
from stations.history import TrackedHistory
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline
from stations.scope.admin_actions import ReasonForm, VerbForm
from stations.scope.badges import Badges
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter

E = EnrolmentStatus
PLACE_COLOURS = Badges({E.PASSED: "success", E.FAILED: "danger", E.ABSENT: "warning"})


@admin.register(Course)
class CourseAdmin(TrackedHistory, ScopedAdmin):
    """What partners are taught; of the required ones everybody needs a certificate."""

    list_display: ClassVar = ["name", "subject", "required", "pass_mark", "valid_months", "in_use"]
    fields: ClassVar = [
        "code",
        "name",
        "subject",
        "required",
        "hours",
        "pass_mark",
        "valid_months",
        "in_use",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> Course:
        told = dict(form.cleaned_data)
        code = told.pop("code")
        return enter_course(actor=request.user, code=code, details=CourseDetails(**told))

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_course(actor=request.user, course=obj, details=CourseDetails(**form.cleaned_data))


class PlaceInline(ScopedTabularInline):
    model = Enrolment
    fields = ("partner", "status", "score")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = gettext_lazy("Who has a place")


class PresentForm(VerbForm):
    present = forms.MultipleChoiceField(label=gettext_lazy("Who was there"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        # After the base has dressed it: for many choices it has no clothes.
        field.widget = UnfoldAdminCheckboxSelectMultipleWidget()
        if self.row is not None:
            enrolled = self.row.enrolments.filter(status=E.ENROLLED).select_related("partner")
            field.choices = [(str(one.pk), one.partner.name) for one in enrolled.order_by("pk")]

    def clean_present(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["present"]]


class SeatForm(VerbForm):
    partner = forms.ModelChoiceField(label=gettext_lazy("Partner"), queryset=Partner.objects.none())

    def prepare(self) -> None:
        field: Any = self.fields["partner"]
        if self.row is not None:
            field.queryset = Partner.objects.filter(center=self.row.center_id).defer("identity_number")


@admin.register(TrainingSession)
class TrainingSessionAdmin(ScopedAdmin):
    """Courses on a day in a county center, and who has a place in them."""

    list_display: ClassVar = ["course", "center", "held_on", "starts_at", "room", "taken_seats", "tells"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("course", ScopedRelatedFilter),
        ("center", ScopedRelatedFilter),
        ("held_on", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["course", "center"]
    autocomplete_fields: ClassVar = ["center"]
    inlines: ClassVar = [PlaceInline]
    actions_detail: ClassVar = ["enrol", "hold", "cancel"]
    written: ClassVar = ["held_on", "starts_at", "room", "seats", "trainer"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.counted()

    @display(description=gettext_lazy("seats taken"), ordering="taken")
    def taken_seats(self, session: Any) -> str:
        return f"{session.taken} / {session.seats}"

    @display(
        description=gettext_lazy("state"),
        ordering="status",
        label=Badges({SessionStatus.HELD: "success", SessionStatus.CANCELLED: "danger"}),
    )
    def tells(self, session: TrainingSession) -> str:
        return session.get_status_display()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        known = ["tells", "planned_by"] if obj else []
        return [(None, {"fields": ["course", "center", *self.written, *known]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["course", "center", "tells", "planned_by"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"center": actor_of(request).center_id} | super().get_changeform_initial_data(request)

    def add_by_verb(self, request: HttpRequest, form: Any) -> TrainingSession:
        told = form.cleaned_data
        return plan_session(
            actor=actor_of(request),
            course=told["course"],
            center=told["center"],
            details=self._details(form),
        )

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_session(actor=actor_of(request), session=obj, details=self._details(form))

    def _details(self, form: Any) -> SessionDetails:
        return SessionDetails(**{name: form.cleaned_data[name] for name in self.written})

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        session = self.get_object(request, str(object_id))
        if session is None or session.status != SessionStatus.PLANNED:
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(description=gettext_lazy("Enrol somebody"), permissions=["verb"], icon="person_add")
    def enrol(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=SeatForm,
            verb=lambda row, answers: take_seat(actor=actor_of(request), session=row, **answers),
            title=_("Enrol somebody"),
            submit=_("Enrol"),
            done=_("The place is taken."),
        )

    @action(description=gettext_lazy("It was held"), permissions=["verb"], icon="how_to_reg")
    def hold(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=PresentForm,
            verb=lambda row, answers: hold_session(actor=actor_of(request), session=row, **answers),
            title=_("The session was held"),
            submit=_("Write it down"),
            done=_("It is written down. Test scores are entered with each place."),
            note=_("Whoever is not ticked was not there."),
        )

    @action(description=gettext_lazy("Cancel"), permissions=["verb"], icon="event_busy")
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: cancel_session(actor=actor_of(request), session=row, **answers),
            title=_("Cancel the session"),
            submit=_("Cancel the session"),
            done=_("The session is cancelled, with every place in it."),
        )


class ScoreForm(VerbForm):
    score = forms.IntegerField(label=gettext_lazy("Score, of 100"), min_value=0, max_value=100)
    tested_on = forms.DateField(
        label=gettext_lazy("Day of the test"),
        required=False,
        help_text=gettext_lazy("Left empty: the day of the session."),
    )


class PlaceChangeInline(ScopedTabularInline):
    model = EnrolmentChange
    fields = ("at", "before", "after", "score", "actor", "reason")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What happened")


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    """Places in sessions: who was there, and how the test went."""

    list_display: ClassVar = ["partner", "session", "tells", "score"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        ("session__course", ScopedRelatedFilter),
        ("partner", ScopedAutocompleteFilter),
    ]
    list_select_related: ClassVar = ["partner", "session__course"]
    search_fields: ClassVar = ["partner__name"]
    fields: ClassVar = ["partner", "session", "status", "score"]
    inlines: ClassVar = [PlaceChangeInline]
    actions_detail: ClassVar = ["test", "leave"]
    offered: ClassVar = {"test": {E.ATTENDED, E.FAILED}, "leave": {E.ENROLLED}}

    @display(description=gettext_lazy("state"), ordering="status", label=PLACE_COLOURS)
    def tells(self, enrolment: Enrolment) -> str:
        return enrolment.get_status_display()

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        enrolment = self.get_object(request, str(object_id))
        if enrolment is None:
            return []
        names = [f"_{name}" for name, statuses in self.offered.items() if enrolment.status in statuses]
        actions: list[Any] = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.action_name.endswith(tuple(names))] if names else []

    @action(description=gettext_lazy("Enter the test"), permissions=["verb"], icon="quiz")
    def test(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ScoreForm,
            verb=lambda row, answers: record_test(actor=actor_of(request), enrolment=row, **answers),
            title=_("Enter the test"),
            submit=_("Write it down"),
            done=_("The score is written down; at the pass mark or above there is a certificate."),
        )

    @action(description=gettext_lazy("Give the place back"), permissions=["verb"], icon="event_busy")
    def leave(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: leave_seat(actor=actor_of(request), enrolment=row, **answers),
            title=_("Give the place back"),
            submit=_("Give the place back"),
            done=_("The place is free."),
        )


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """Who may open a station. Issued by a passed test, void when they run out or are revoked."""

    list_display: ClassVar = ["number", "partner", "course", "issued_on", "valid_until", "tells"]
    list_filter: ClassVar = [
        ("course", ScopedRelatedFilter),
        ("partner__center", ScopedRelatedFilter),
        ("valid_until", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["partner", "course"]
    search_fields: ClassVar = ["partner__name"]
    fields: ClassVar = [
        "number",
        "partner",
        "course",
        "enrolment",
        "score",
        "pass_mark",
        "issued_on",
        "valid_until",
        "issued_by",
        "tells",
        "revoked_on",
        "revoked_by",
        "reason",
        "printed",
    ]
    readonly_fields: ClassVar = ["number", "tells", "printed"]
    actions_detail: ClassVar = ["revoke"]

    @display(description=gettext_lazy("number"), ordering="pk")
    def number(self, certificate: Certificate) -> str:
        return certificate.number

    @display(description=gettext_lazy("state"))
    def tells(self, certificate: Certificate) -> str:
        return certificate.state

    @display(description=gettext_lazy("to print"))
    def printed(self, certificate: Certificate) -> str:
        url = reverse("certificate_page", args=[certificate.pk])
        return format_html('<a href="{}">{}</a>', url, certificate.number)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        certificate = self.get_object(request, str(object_id))
        if certificate is None or certificate.revoked_on is not None:
            return []
        return list(super().get_actions_detail(request, object_id))

    @action(description=gettext_lazy("Revoke"), permissions=["verb"], icon="block")
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=ReasonForm,
            verb=lambda row, answers: revoke_certificate(actor=actor_of(request), certificate=row, **answers),
            title=_("Revoke the certificate"),
            submit=_("Revoke"),
            done=_("The certificate is void from today on."),
            note=_("What it opened before stays open."),
        )
