from __future__ import annotations

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter

from partners.journal.models import Activity
from stations.scope.filters import ScopedAutocompleteFilter
from stations.scope.large_lists import LargeReadOnlyAdmin


@admin.register(Activity)
class ActivityAdmin(LargeReadOnlyAdmin):
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
    search_fields = ["subject__exact", "source_key__exact"]
