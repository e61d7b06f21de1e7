from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from stations.county_training.models import Official, OfficialsAttendance, OfficialsSession
from stations.county_training.teaching import attend_by_name, enter_official, enter_session
from stations.scope.admin import ScopedAdmin, ScopedTabularInline, masked
from stations.scope.admin_actions import VerbForm


class AttendanceInline(ScopedTabularInline):
    model = OfficialsAttendance
    fields = ("official", "session", "at")
    readonly_fields = fields
    verbose_name_plural = gettext_lazy("Who was there")


class AttendForm(VerbForm):
    names = forms.CharField(
        label=gettext_lazy("Who was there"),
        max_length=2000,
        help_text=gettext_lazy("Names as they are entered under county officials, with commas between them."),
    )


@admin.register(OfficialsSession)
class OfficialsSessionAdmin(ScopedAdmin):
    """Sessions in which officials of counties are taught."""

    list_display: ClassVar = ["title", "held_on", "place", "teacher", "people"]
    fields: ClassVar = ["title", "held_on", "place", "teacher"]
    inlines: ClassVar = [AttendanceInline]
    actions_detail: ClassVar = ["attend"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.annotate(were_there=Count("attendances")).order_by("-held_on", "-pk")

    @display(description=gettext_lazy("people"), ordering="were_there")
    def people(self, session: Any) -> int:
        return int(session.were_there)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> OfficialsSession:
        return enter_session(actor=request.user, **form.cleaned_data)

    @action(description=gettext_lazy("Who was there"), permissions=["verb"], icon="how_to_reg")
    def attend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        title = _("Enter who was there")
        return self.verb_page(
            request,
            self.visible_or_404(request, object_id),
            form_class=AttendForm,
            verb=lambda row, answers: attend_by_name(actor=request.user, session=row, names=answers["names"]),
            title=title,
            submit=title,
            done=_("It is written down."),
        )


@admin.register(Official)
class OfficialAdmin(ScopedAdmin):
    """Officials of counties, whether there is a center yet or not."""

    list_display: ClassVar = ["name", "office", "county", masked("phone")]
    list_select_related: ClassVar = ["county"]
    search_fields: ClassVar = ["^name"]
    autocomplete_fields: ClassVar = ["county"]
    fields: ClassVar = ["county", "name", "office", "phone"]
    inlines: ClassVar = [AttendanceInline]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> Official:
        return enter_official(actor=request.user, reader=request.user, **form.cleaned_data)
