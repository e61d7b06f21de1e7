from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from partners.accounts.looking.models import Look, LookStep
from stations.scope.admin import ReadOnlyAdmin, ScopedTabularInline
from stations.scope.filters import DaysFilter, ScopedAutocompleteFilter, ScopedRelatedFilter


class StepInline(ScopedTabularInline):
    model = LookStep
    fields = ("at", "kind", "path")
    readonly_fields = fields
    per_page = 50
    verbose_name_plural = gettext_lazy("Pages that were asked for")


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin):
    """Who looked at the site as whom, why, and at which pages."""

    list_display: ClassVar = ["began_at", "actor", "whom", "reason", "center", "pages"]
    list_filter: ClassVar = [
        ("began_at", DaysFilter),
        ("actor", ScopedAutocompleteFilter),
        ("whom", ScopedAutocompleteFilter),
        ("center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["actor", "whom", "center"]
    fields: ClassVar = ["actor", "whom", "center", "reason", "began_at", "until"]
    readonly_fields: ClassVar = fields
    inlines: ClassVar = [StepInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        looks: Any = super().get_queryset(request)
        return looks.with_pages()

    @display(description=gettext_lazy("pages"), ordering="pages")
    def pages(self, look: Any) -> int:
        return int(look.pages)
