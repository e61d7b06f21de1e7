from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from partners.accounts.admin import actor_of
from partners.complaints.answering import answer_complaint, take_in_hand
from partners.complaints.kinds import change_kind, enter_kind
from partners.complaints.lifecycle import ANSWER_LENGTH, ComplaintStatus, Origin
from partners.complaints.models import Complaint, ComplaintChange, ComplaintKind
from partners.complaints.receiving import receive_complaint
from stations.clock import today
from stations.history import TrackedHistory
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm, ScopedTabularInline
from stations.scope.admin_actions import VerbForm
from stations.scope.badges import Badges
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.wording import day, masked_phone, moment


@admin.register(ComplaintKind)
class ComplaintKindAdmin(TrackedHistory, ScopedAdmin):
    """What one can complain of or ask, and how soon it is answered."""

    list_display: ClassVar = ["name", "name_en", "origin", "days", "judged", "in_use"]
    list_filter: ClassVar = [("origin", ChoicesDropdownFilter)]
    fields: ClassVar = ["code", "name", "name_en", "origin", "days", "judged", "in_use"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code", "origin", "judged"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> ComplaintKind:
        return enter_kind(actor=actor_of(request), **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_kind(actor=actor_of(request), kind=obj, **form.cleaned_data)


class ComplaintForm(ScopedForm):
    phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        max_length=20,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("The answer goes there by SMS."),
    )

    class Meta:
        model = Complaint
        fields = ("station", "kind", "subject", "text", "name", "phone")
        widgets: ClassVar = {"text": UnfoldAdminTextareaWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = ComplaintKind.objects.filter(origin=Origin.VILLAGER, in_use=True)
            self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing is asked of the model: the verb says the same, beside the field it is about."""
        return {field.name for field in Complaint._meta.concrete_fields}


class AnswerForm(VerbForm):
    upheld = forms.ChoiceField(
        label=gettext_lazy("Upheld?"),
        choices=[
            ("", "—"),
            ("yes", gettext_lazy("upheld: it counts in the station's level")),
            ("no", gettext_lazy("not upheld")),
        ],
        required=False,
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=ANSWER_LENGTH,
        help_text=gettext_lazy("As the villager or the partner reads it."),
    )
    for_station = forms.CharField(
        label=gettext_lazy("For the partner"),
        max_length=ANSWER_LENGTH,
        required=False,
        help_text=gettext_lazy("What the station should do. Without names: the partner does not learn who."),
    )

    def prepare(self) -> None:
        if not self.row.judged:
            del self.fields["upheld"]
        if self.row.origin == Origin.PARTNER:
            del self.fields["for_station"]

    def clean_upheld(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["upheld"])


class NoteForm(VerbForm):
    note = forms.CharField(label=gettext_lazy("Note"), max_length=ANSWER_LENGTH, required=False)


class DueFilter(DropdownFilter):
    title = gettext_lazy("answer")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            ("open", _("waits for an answer")),
            ("today", _("due today or before")),
            ("overdue", _("overdue")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "open":
                return queryset.open()
            case "today":
                return queryset.due_by(today())
            case "overdue":
                return queryset.overdue(today())
        return queryset


class StepInline(ScopedTabularInline):
    model = ComplaintChange
    fields = ("at", "after", "upheld", "actor", "note")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Steps")


@admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin):
    """What villagers complain of and partners ask. Adding one records what somebody said at the county."""

    form = ComplaintForm
    list_display: ClassVar = ["number", "station", "kind", "subject", "received", "due", "where", "upheld"]
    list_filter: ClassVar = [
        DueFilter,
        ("status", ChoicesDropdownFilter),
        ("origin", ChoicesDropdownFilter),
        ("kind", ScopedRelatedFilter),
        ("upheld", admin.BooleanFieldListFilter),
        ("station", ScopedAutocompleteFilter),
        ("station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["station", "kind"]
    search_fields: ClassVar = ["^station__code", "subject"]
    autocomplete_fields: ClassVar = ["station"]
    inlines: ClassVar = [StepInline]
    actions_detail: ClassVar = ["take_up", "answer"]
    told: ClassVar = [
        "number",
        "station",
        "kind",
        "origin",
        "partner",
        "name",
        "masked",
        "subject",
        "text",
        "received",
        "received_by",
        "due",
        "where",
        "upheld",
        "answer",
        "for_station",
        "answered_by",
        "answered",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("partners.add_complaint")

    def add_by_verb(self, request: HttpRequest, form: Any) -> Complaint:
        return receive_complaint(actor=actor_of(request), **form.cleaned_data)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.told if obj else list(ComplaintForm.Meta.fields)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.told if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    # --- what is shown ---------------------------------------------------------------

    @display(description=gettext_lazy("number"), ordering="pk")
    def number(self, row: Complaint) -> str:
        return row.number

    @display(description=gettext_lazy("mobile number"))
    def masked(self, row: Complaint) -> str:
        return masked_phone(row.phone)

    @display(description=gettext_lazy("received at"), ordering="received_at")
    def received(self, row: Complaint) -> str:
        return moment(row.received_at)

    @display(description=gettext_lazy("answer due"), ordering="due_on")
    def due(self, row: Complaint) -> str:
        return day(row.due_on)

    @display(description=gettext_lazy("answered at"))
    def answered(self, row: Complaint) -> str:
        return moment(row.answered_at)

    @display(
        description=gettext_lazy("state"),
        label=Badges(
            {
                ComplaintStatus.ANSWERED: "success",
                ComplaintStatus.IN_HAND: "info",
                gettext_lazy("overdue"): "danger",
            }
        ),
    )
    def where(self, row: Complaint) -> str:
        return _("overdue") if row.overdue else row.get_status_display()

    # --- writing ---------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        row = self.get_object(request, str(object_id))
        if row is None or not row.is_open:
            return []
        offered: list[Any] = super().get_actions_detail(request, object_id)
        if row.status == ComplaintStatus.IN_HAND:
            offered = [one for one in offered if not one.action_name.endswith("_take_up")]
        return offered

    @action(description=gettext_lazy("Look into it"), permissions=["verb"], icon="back_hand")
    def take_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=NoteForm,
            verb=lambda row, answers: take_in_hand(actor=actor_of(request), complaint=row, **answers),
            title=_("Look into it"),
            submit=_("I look into it"),
            done=_("It is in your hands."),
        )

    @action(description=gettext_lazy("Answer"), permissions=["verb"], icon="reply")
    def answer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.visible_or_404(request, object_id)
        return self.verb_page(
            request,
            row,
            form_class=AnswerForm,
            verb=lambda row, answers: answer_complaint(actor=actor_of(request), complaint=row, **answers),
            title=_("Answer %(number)s") % {"number": row.number},
            submit=_("Send the answer"),
            done=_("The answer is on its way."),
            note=f"{row.subject}: {row.text}",
        )
