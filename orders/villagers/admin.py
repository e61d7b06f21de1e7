from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from orders.villagers.models import Villager
from stations.scope.admin import masked
from stations.scope.filters import ScopedAutocompleteFilter
from stations.scope.large_lists import LargeReadOnlyAdmin


@admin.register(Villager)
class VillagerAdmin(LargeReadOnlyAdmin):
    """Whom the stations buy for."""

    list_display = ["name", masked("phone"), "station", "consented_at"]
    list_filter = [("station", ScopedAutocompleteFilter)]
    list_select_related = ["station"]
    # By name would be by code point: no order that anybody looks a person up in.
    ordering = ["-pk"]
    search_fields = ["name"]  # switches the box on; `search` does the work

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.on_file()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False
