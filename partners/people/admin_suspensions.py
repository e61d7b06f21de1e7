from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from partners.people.models import Partner, TenureSuspension
from stations.network.models import Station
from stations.scope.admin import ReadOnlyAdmin
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter


class RunningFilter(admin.SimpleListFilter):
    title = gettext_lazy("still suspended")
    parameter_name = "running"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("still suspended")), ("no", _("over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        running = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if running is None else queryset.filter(ends_at__isnull=running)


@admin.register(TenureSuspension)
class TenureSuspensionAdmin(ReadOnlyAdmin):
    """Who is suspended, since when, why and by whom. It begins and ends on the page of the contract."""

    list_display: ClassVar = ["partner", "station", "starts_at", "ends_at", "reason", "actor", "ended_by"]
    list_filter: ClassVar = [
        RunningFilter,
        ("tenure__partner", ScopedAutocompleteFilter),
        ("tenure__station__center", ScopedRelatedFilter),
    ]
    list_select_related: ClassVar = ["tenure__partner", "tenure__station", "actor", "ended_by"]
    search_fields: ClassVar = ["tenure__partner__name", "^tenure__station__code"]
    fields: ClassVar = ["partner", "station", "starts_at", "ends_at", "reason", "actor", "ended_by"]
    readonly_fields: ClassVar = fields

    @display(description=gettext_lazy("rural partner"), ordering="tenure__partner__name")
    def partner(self, suspension: TenureSuspension) -> Partner:
        return suspension.tenure.partner

    @display(description=gettext_lazy("village service station"), ordering="tenure__station__code")
    def station(self, suspension: TenureSuspension) -> Station:
        return suspension.tenure.station
