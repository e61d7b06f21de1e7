from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminFileFieldWidget

from stations.documents.admin import WithPapers
from stations.fitting_out.changing import change_task, enter_task
from stations.fitting_out.finishing import SUBJECT, finish_task
from stations.fitting_out.models import FitOutStep, FitOutTask
from stations.scope.admin import ScopedAdmin, ScopedForm


@admin.register(FitOutTask)
class FitOutTaskAdmin(ScopedAdmin):
    """What is done before any station opens."""

    list_display: ClassVar = ["name", "position", "days", "needs_photo", "in_use"]
    search_fields: ClassVar = ["name"]
    ordering: ClassVar = ["position", "pk"]
    fields: ClassVar = ["code", "name", "position", "days", "needs_photo", "in_use"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["code"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> FitOutTask:
        return enter_task(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_task(actor=request.user, task=obj, **form.cleaned_data)


class StepForm(ScopedForm):
    photo = forms.FileField(label=gettext_lazy("Photo"), required=False, widget=UnfoldAdminFileFieldWidget)

    class Meta:
        model = FitOutStep
        fields: ClassVar = ("station", "task", "outcome", "done_on", "words")


@admin.register(FitOutStep)
class FitOutStepAdmin(WithPapers, ScopedAdmin):
    """Tasks that are done, station by station."""

    subject_word = SUBJECT
    form = StepForm
    list_display: ClassVar = ["station", "task", "outcome", "done_on"]
    list_filter: ClassVar = [("outcome", ChoicesDropdownFilter), "task"]
    list_select_related: ClassVar = ["station", "task"]
    search_fields: ClassVar = ["^station__code"]
    autocomplete_fields: ClassVar = ["station", "task"]
    actions_detail: ClassVar = ["attach"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ["station", "task", "outcome", "done_on", "words"]
        return [*said, "papers", "actor", "at"] if obj else [*said, "photo"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["papers", "actor", "at"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> FitOutStep:
        said = dict(form.cleaned_data)
        photo = said.pop("photo", None)
        return finish_task(actor=request.user, photos=[photo] if photo else [], **said)
