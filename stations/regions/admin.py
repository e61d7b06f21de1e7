from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from stations.centers.models import CountyCenter
from stations.regions.models import Region
from stations.scope import scope_of
from stations.scope.large_lists import LargeReadOnlyAdmin

# What a form asks for in the register: model and field, and the level.
ASKED = {
    ("countycenter", "county"): Region.Level.COUNTY,
    ("station", "village"): Region.Level.VILLAGE,
}


@admin.register(Region)
class RegionAdmin(LargeReadOnlyAdmin):
    """The national register; `import_regions` writes it."""

    list_display: ClassVar = ["code", "name", "level", "lies_in"]
    list_filter: ClassVar = [("level", ChoicesDropdownFilter)]
    search_fields: ClassVar = ["name"]  # switches the box on; `search` does the work
    search_help_text = gettext_lazy(
        "The beginning of a name or code; or a place and any part of a name in it, like 桐庐 横村"
    )
    fields: ClassVar = ["code", "name", "level", "lies_in"]
    readonly_fields: ClassVar = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.with_path()

    @display(description=gettext_lazy("lies in"))
    def lies_in(self, region: Region) -> str:
        return region.parent.full_path if region.parent else "—"

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        asked = (request.GET.get("model_name", ""), request.GET.get("field_name", ""))
        level = ASKED.get(asked)
        if level is None:
            return (queryset.search(search_term) if search_term.strip() else queryset), False
        found = queryset.filter(level=level)
        scope = scope_of(request.user)
        if scope.everything:
            return found.search(search_term), False
        # A county's own staff look among its villages only, and may type any part of a name.
        counties = list(CountyCenter.objects.visible_to(request.user).values_list("county", flat=True))
        if len(counties) == 1:
            return found.search(search_term, within=counties[0]), False
        theirs = Q(pk__in=[])
        for county in counties:
            theirs |= Q(pk__startswith=county)
        return found.filter(theirs).search(search_term), False

    def choice_label(self, region: Region) -> str:
        return region.full_path
