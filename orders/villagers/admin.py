from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from orders.villagers.models import Villager
from stations.scope.admin import ReadOnlyAdmin, masked
from stations.scope.filters import ScopedAutocompleteFilter


@admin.register(Villager)
class VillagerAdmin(ReadOnlyAdmin):
    """Whom the stations buy for."""

    list_display = ["name", masked("phone"), "station", "consented_at"]
    list_filter = [("station", ScopedAutocompleteFilter)]
    list_select_related = ["station"]
    search_fields = ["^name", "^phone"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.on_file()
