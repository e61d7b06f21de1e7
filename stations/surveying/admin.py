from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from stations.documents.admin import WithPapers
from stations.scope.admin import ScopedAdmin
from stations.surveying.models import VillageSurvey
from stations.surveying.surveying import MEASURED, record_survey


@admin.register(VillageSurvey)
class VillageSurveyAdmin(WithPapers, ScopedAdmin):
    """What was seen in the villages of stations to be."""

    subject_word = "survey"
    list_display: ClassVar = ["station", "surveyed_on", "households", "broadband_households", "mobile", "fit"]
    list_filter: ClassVar = ["fit", ("mobile", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["station"]
    search_fields: ClassVar = ["^station__code"]
    autocomplete_fields: ClassVar = ["station"]
    actions_detail: ClassVar = ["attach"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ["station", "surveyed_on", *MEASURED[:-1], "fit", "words"]
        return [*said, "papers", "actor", "at"] if obj else said

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["papers", "actor", "at"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> VillageSurvey:
        return record_survey(actor=request.user, survey=VillageSurvey(**form.cleaned_data))
