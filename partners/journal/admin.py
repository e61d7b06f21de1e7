from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.paginator import InfinitePaginator

from partners.journal.models import Activity
from stations.scope.admin import ReadOnlyAdmin
from stations.scope.filters import ScopedAutocompleteFilter


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    """The journal, to be looked at."""

    list_display = [
        "source_key",
        "kind",
        "category",
        "amount",
        "station",
        "partner",
        "business_date",
        "occurred_at",
    ]
    list_filter = [
        ("kind", ChoicesDropdownFilter),
        ("category", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("business_date", RangeDateFilter),
    ]
    list_select_related = ["station", "partner"]
    search_fields = ["=subject", "^source_key"]
    # Counting millions of rows for a page number would cost more than the page.
    paginator = InfinitePaginator

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["-pk"]
