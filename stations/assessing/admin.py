from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from stations.assessing.changing import correct_criterion, enter_criterion, enter_scheme
from stations.assessing.models import (
    AssessmentCriterion,
    AssessmentScheme,
    AssessmentValue,
    CountyAssessment,
)
from stations.history import TrackedHistory
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline
from stations.scope.badges import Badges


class CriterionInline(ScopedTabularInline):
    model = AssessmentCriterion
    fields = ("code", "name", "unit", "weight", "zero_at", "full_at")
    readonly_fields = fields


@admin.register(AssessmentScheme)
class AssessmentSchemeAdmin(ScopedAdmin):
    """What counties are judged by, year by year; a new one begins with the criteria of the last."""

    list_display: ClassVar = ["year", "pass_mark"]
    inlines: ClassVar = [CriterionInline]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> AssessmentScheme:
        return enter_scheme(actor=request.user, **form.cleaned_data)


@admin.register(AssessmentCriterion)
class AssessmentCriterionAdmin(TrackedHistory, ScopedAdmin):
    """The weights; those of a scheme that was used stay as they were."""

    list_display: ClassVar = ["name", "scheme", "weight", "zero_at", "full_at", "unit"]
    list_filter: ClassVar = ["scheme"]
    list_select_related: ClassVar = ["scheme"]
    fields: ClassVar = ["scheme", "code", "name", "unit", "weight", "zero_at", "full_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["scheme", "code"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> AssessmentCriterion:
        return enter_criterion(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        correct_criterion(actor=request.user, criterion=obj, **form.cleaned_data)


class ValueInline(ScopedTabularInline):
    model = AssessmentValue
    fields = ("criterion", "value", "weight", "points")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("What was measured")


@admin.register(CountyAssessment)
class CountyAssessmentAdmin(ReadOnlyAdmin):
    """Candidates beside each other, the best first; a county is assessed from its own page."""

    list_display: ClassVar = ["center", "assessed_on", "score", "tells", "words"]
    list_filter: ClassVar = ["passed", "scheme"]
    list_select_related: ClassVar = ["center"]
    ordering: ClassVar = ["-score", "-pk"]
    fields: ClassVar = ["center", "scheme", "assessed_on", "score", "passed", "words", "actor", "at"]
    readonly_fields: ClassVar = ["at"]
    inlines: ClassVar = [ValueInline]

    @display(
        description=gettext_lazy("fit"),
        ordering="passed",
        label=Badges({gettext_lazy("fit"): "success", gettext_lazy("not fit"): "danger"}),
    )
    def tells(self, assessment: CountyAssessment) -> Any:
        return gettext_lazy("fit") if assessment.passed else gettext_lazy("not fit")
