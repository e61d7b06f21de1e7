from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from stations.documents.admin import WithPapers
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedForm, ScopedTabularInline
from stations.scope.admin_actions import VerbForm
from stations.scope.badges import Badges
from stations.visits.models import FindingStatus, StationVisit, VisitFinding
from stations.visits.visiting import record_visit, settle_finding


class FindingInline(ScopedTabularInline):
    model = VisitFinding
    fields = ("words", "due_on", "status", "answer", "settled_at")
    readonly_fields = fields


class VisitForm(ScopedForm):
    findings = forms.CharField(
        label=gettext_lazy("What is wrong"),
        required=False,
        widget=UnfoldAdminTextareaWidget,
        help_text=gettext_lazy("A line for each finding; it is to be settled within 14 days."),
    )

    class Meta:
        model = StationVisit
        fields: ClassVar = ("station", "visited_on", "words")


@admin.register(StationVisit)
class StationVisitAdmin(WithPapers, ScopedAdmin):
    """Visits of county staff, with what they found."""

    subject_word = "visit"
    form = VisitForm
    list_display: ClassVar = ["station", "visited_on", "words", "actor"]
    list_select_related: ClassVar = ["station", "actor"]
    search_fields: ClassVar = ["^station__code"]
    autocomplete_fields: ClassVar = ["station"]
    inlines: ClassVar = [FindingInline]
    actions_detail: ClassVar = ["attach"]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ["station", "visited_on", "words"]
        return [*said, "papers", "actor", "at"] if obj else [*said, "findings"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["papers", "actor", "at"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> StationVisit:
        said = dict(form.cleaned_data)
        lines = str(said.pop("findings", "")).splitlines()
        return record_visit(actor=request.user, findings=[one for one in lines if one.strip()], **said)


class SettleForm(VerbForm):
    answer = forms.CharField(label=gettext_lazy("How it was settled"), max_length=200)


@admin.register(VisitFinding)
class VisitFindingAdmin(ReadOnlyAdmin):
    """What is to be put right, the most urgent first."""

    list_display: ClassVar = ["words", "station", "due_on", "tells", "answer"]
    list_filter: ClassVar = [("status", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["visit__station"]
    search_fields: ClassVar = ["^visit__station__code"]
    fields: ClassVar = ["visit", "words", "due_on", "status", "answer", "settled_at", "settled_by"]
    actions_detail: ClassVar = ["settle"]

    @display(description=gettext_lazy("village service station"), ordering="visit__station")
    def station(self, finding: VisitFinding) -> str:
        return str(finding.visit.station)

    @display(
        description=gettext_lazy("status"),
        ordering="status",
        label=Badges({FindingStatus.OPEN: "warning", FindingStatus.SETTLED: "success"}),
    )
    def tells(self, finding: VisitFinding) -> str:
        return finding.get_status_display()

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        finding = self.get_object(request, str(object_id))
        offered = finding is not None and finding.status == FindingStatus.OPEN
        return super().get_actions_detail(request, object_id) if offered else []

    @action(description=gettext_lazy("Settled"), permissions=["verb"], icon="task_alt")
    def settle(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title = _("The finding was settled")
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=SettleForm,
            verb=lambda row, answers: settle_finding(actor=request.user, finding=row, **answers),
            title=title,
            submit=title,
            done=_("The finding is settled."),
        )
