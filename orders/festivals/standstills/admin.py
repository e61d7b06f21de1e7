from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from orders.festivals.standstills.models import Standstill, StandstillRule
from orders.festivals.standstills.ruling import set_standstill_rule
from partners.accounts.admin import actor_of
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin
from stations.scope.filters import ScopedRelatedFilter
from stations.wording import moment


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("open", _("stands still")), ("ended", _("ended"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "open":
            return queryset.open_at()
        return queryset.filter(ended_at__isnull=False) if self.value() == "ended" else queryset


@admin.register(Standstill)
class StandstillAdmin(ReadOnlyAdmin):
    """Noted and ended by the job; here one looks who was to be called."""

    list_display: ClassVar = ["station", "festival", "since", "expected", "noticed", "until", "end"]
    list_select_related: ClassVar = ["station", "festival"]
    list_filter: ClassVar = [StateFilter, ("festival", ScopedRelatedFilter)]
    search_fields: ClassVar = ["station__code", "station__name"]
    fields: ClassVar = list_display
    readonly_fields: ClassVar = list_display

    @display(description=_("without an order since"), ordering="stood_since")
    def since(self, row: Standstill) -> str:
        return moment(row.stood_since)

    @display(description=_("noticed at"), ordering="noticed_at")
    def noticed(self, row: Standstill) -> str:
        return moment(row.noticed_at)

    @display(description=_("ended at"), ordering="ended_at")
    def until(self, row: Standstill) -> str:
        return moment(row.ended_at)


@admin.register(StandstillRule)
class StandstillRuleAdmin(ScopedAdmin):
    """When a station counts as standing still. Adding one changes it from a day on; nothing is typed over."""

    list_display: ClassVar = ["valid_from", "hours", "weeks", "least_expected", "set_by"]
    list_select_related: ClassVar = ["set_by"]
    told: ClassVar = ["valid_from", "hours", "weeks", "least_expected"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.told, "set_by"] if obj else self.told

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> StandstillRule:
        return set_standstill_rule(actor=actor_of(request), **form.cleaned_data)
