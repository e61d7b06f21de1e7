from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from stations.history import TrackedHistory
from stations.recognition.changing import correct_criteria, enter_alias, enter_criteria, record_figures
from stations.recognition.importing import match_again
from stations.recognition.models import PlaceAlias, TaobaoCriteria, TaobaoVillage, VillageYear
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline

FIGURES = ("households", "shops", "turnover", "product", "source", "from_authority", "poverty", "b2b")


class VillageYearInline(ScopedTabularInline):
    model = VillageYear
    fields = ("year", "listed", *FIGURES)
    readonly_fields = fields


@admin.register(TaobaoVillage)
class TaobaoVillageAdmin(ReadOnlyAdmin):
    """Villages of the lists, under their printed names; `import_taobao_villages` writes them."""

    list_display: ClassVar = ["village", "town", "county", "city", "province", "matched_by", "region"]
    list_filter: ClassVar = [("matched_by", ChoicesDropdownFilter)]
    list_select_related: ClassVar = ["region"]
    search_fields: ClassVar = ["village"]  # switches the box on; `search` does the work
    fields: ClassVar = ["province", "city", "county", "town", "village", "region", "matched_by", "remark"]
    inlines: ClassVar = [VillageYearInline]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.search(search_term), False


@admin.register(VillageYear)
class VillageYearAdmin(TrackedHistory, ScopedAdmin):
    """Figures of a village in a year."""

    list_display: ClassVar = ["village", "year", "listed", "households", "shops", "turnover", "product"]
    list_filter: ClassVar = ["year", "listed", "from_authority", ("poverty", ChoicesDropdownFilter), "b2b"]
    list_select_related: ClassVar = ["village"]
    search_fields: ClassVar = ["^village__village", "^village__county"]
    autocomplete_fields: ClassVar = ["village"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["village", "year", *(["listed"] if obj else []), *FIGURES]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["village", "year", "listed"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> VillageYear:
        return record_figures(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        record_figures(actor=request.user, village=obj.village, year=obj.year, **form.cleaned_data)


@admin.register(TaobaoCriteria)
class TaobaoCriteriaAdmin(TrackedHistory, ScopedAdmin):
    """What makes a Taobao village, by year."""

    list_display: ClassVar = [
        "year",
        "turnover",
        "shops",
        "share",
        "asks",
        "bounds_count_in",
        "town_villages",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["year"] if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> TaobaoCriteria:
        return enter_criteria(actor=request.user, **form.cleaned_data)

    def change_by_verb(self, request: HttpRequest, obj: Any, form: Any) -> None:
        correct_criteria(actor=request.user, criteria=obj, **form.cleaned_data)


@admin.register(PlaceAlias)
class PlaceAliasAdmin(ScopedAdmin):
    """What places of the lists are called today, where no rule tells it."""

    list_display: ClassVar = ["__str__", "region", "reason"]
    list_select_related: ClassVar = ["region"]
    search_fields: ClassVar = ["^village", "^town", "^county"]
    fields: ClassVar = ["province", "city", "county", "town", "village", "region", "reason"]
    autocomplete_fields: ClassVar = ["region"]

    def add_by_verb(self, request: HttpRequest, form: Any) -> PlaceAlias:
        alias = enter_alias(actor=request.user, **form.cleaned_data)
        found = match_again(actor=request.user)
        messages.info(
            request,
            ngettext("%d village was found by it.", "%d villages were found by it.", found) % found,
        )
        return alias
