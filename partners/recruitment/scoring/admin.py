from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from partners.recruitment.scoring.models import InterviewCriterion, Score, ScoreSheet
from partners.recruitment.scoring.scoring import change_criterion, enter_criterion
from stations.history import TrackedHistory
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline


@admin.register(InterviewCriterion)
class InterviewCriterionAdmin(TrackedHistory, ScopedAdmin):
    """What applicants are judged by in an interview."""

    list_display: ClassVar = ["name", "code", "position", "in_use"]
    fields: ClassVar = ["code", "name", "position", "in_use"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> InterviewCriterion:
        return enter_criterion(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_criterion(actor=request.user, criterion=obj, **form.cleaned_data)


class ScoreInline(ScopedTabularInline):
    model = Score
    fields = ("criterion", "points")
    readonly_fields = fields


@admin.register(ScoreSheet)
class ScoreSheetAdmin(ReadOnlyAdmin):
    """Points from interviews: one's own, and everybody's once the scoring has ended."""

    list_display: ClassVar = ["application", "scorer", "words", "at"]
    list_select_related: ClassVar = ["application", "scorer"]
    fields: ClassVar = ["application", "scorer", "words", "at"]
    readonly_fields: ClassVar = ["at"]
    inlines: ClassVar = [ScoreInline]
