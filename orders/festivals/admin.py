from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from orders.festivals.models import Festival
from orders.festivals.planning import change_festival, plan_festival
from orders.festivals.targets.admin_actions import TargetActions
from stations import wording
from stations.scope.admin import ScopedAdmin

FIELDS = ("name", "slug", "starts_at", "ends_at", "sales_target")


@admin.register(Festival)
class FestivalAdmin(TargetActions, ScopedAdmin):
    """Festivals; head office plans them, everybody at a desk opens their report."""

    list_display: ClassVar = ["name", "starts_at", "ends_at", "target", "report"]
    search_fields: ClassVar = ["name", "slug"]

    def add_by_verb(self, request: HttpRequest, form: Any) -> models.Model:
        return plan_festival(actor=request.user, **_given(form))  # type: ignore[arg-type]

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        change_festival(actor=request.user, festival=obj, **_given(form))  # type: ignore[arg-type]

    @display(description=_("sales target"), ordering="sales_target")
    def target(self, festival: Festival) -> str:
        return wording.yuan(festival.sales_target)

    @display(description=_("report"))
    def report(self, festival: Festival) -> str:
        address = reverse("festival_report", args=[festival.slug])
        return format_html('<a class="link" href="{}">{}</a>', address, _("Open the report"))

    @display(description=_("live"))
    def live(self, festival: Festival) -> str:
        address = reverse("festival_live", args=[festival.slug])
        return format_html('<a class="link" href="{}">{}</a>', address, _("Open the live page"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("report", "live") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*FIELDS, "report", "live") if obj else FIELDS


def _given(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FIELDS}
