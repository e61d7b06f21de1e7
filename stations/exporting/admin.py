from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from stations.exporting.kinds import EXPORTS
from stations.exporting.models import ExportLog
from stations.scope.admin import ReadOnlyAdmin
from stations.scope.filters import DaysFilter, ScopedAutocompleteFilter, ScopedRelatedFilter


class WhatFilter(admin.SimpleListFilter):
    title = gettext_lazy("what was taken")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(what, str(export.label)) for what, export in EXPORTS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(what=self.value()) if self.value() else queryset


@admin.register(ExportLog)
class ExportLogAdmin(ReadOnlyAdmin):
    """Who took which rows away: head office reads all, a county's lead their own people's."""

    list_display: ClassVar = ["at", "actor", "center", "taken", "format", "rows", "masked", "filtered"]
    list_filter: ClassVar = [
        WhatFilter,
        "masked",
        ("at", DaysFilter),
        ("center", ScopedRelatedFilter),
        ("actor", ScopedAutocompleteFilter),
    ]
    list_select_related: ClassVar = ["actor", "center"]
    fields: ClassVar = [
        "at",
        "actor",
        "center",
        "taken",
        "name",
        "format",
        "filtered",
        "rows",
        "masked",
    ]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("what was taken"), ordering="what")
    def taken(self, entry: ExportLog) -> str:
        return entry.label
