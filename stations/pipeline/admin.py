from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from stations.history import TrackedHistory
from stations.pipeline.models import OpeningPlan, ProgrammeTarget
from stations.pipeline.planning import plan_openings, set_target
from stations.scope.admin import ScopedAdmin


@admin.register(OpeningPlan)
class OpeningPlanAdmin(TrackedHistory, ScopedAdmin):
    """How many stations each county means to open, month by month."""

    list_display: ClassVar = ["center", "month", "stations"]
    list_filter: ClassVar = ["center"]
    list_select_related: ClassVar = ["center"]
    autocomplete_fields: ClassVar = ["center"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["center", "month"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> OpeningPlan:
        return plan_openings(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        plan_openings(actor=request.user, center=obj.center, month=obj.month, **form.cleaned_data)


@admin.register(ProgrammeTarget)
class ProgrammeTargetAdmin(ScopedAdmin):
    """What the programme means to have by a day."""

    list_display: ClassVar = ["due_on", "counties", "stations", "partners", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["due_on"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> ProgrammeTarget:
        return set_target(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        set_target(actor=request.user, due_on=obj.due_on, **form.cleaned_data)
