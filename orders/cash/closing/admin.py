from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from orders.cash.limits import set_card_limit
from orders.cash.models import CashDay, CashMovement, Drawer, WithdrawalLimit
from partners.accounts.admin import actor_of
from partners.journal.subjects import label_of
from stations.clock import today
from stations.network.models import Station
from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin
from stations.scope.badges import Badges
from stations.scope.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from stations.scope.large_lists import LargeReadOnlyAdmin
from stations.wording import moment, yuan


class ClosedFilter(admin.SimpleListFilter):
    """Who has not closed: days that are over and that nobody has counted."""

    title = gettext_lazy("close")
    parameter_name = "is_closed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("late", _("not closed, day is over")), ("no", _("not closed")), ("differs", _("differs"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "late":
                return queryset.open_before(today())
            case "no":
                return queryset.filter(closed_at__isnull=True)
            case "differs":
                return queryset.with_a_difference()
        return queryset


@admin.register(CashDay)
class CashDayAdmin(LargeReadOnlyAdmin):
    """Days of drawers: who has not closed since when, and what was counted."""

    list_display: ClassVar = ["station", "day", "state", "should", "had", "differs", "reason", "closed_by"]
    list_filter: ClassVar = [
        ClosedFilter,
        ("station__center", ScopedRelatedFilter),
        ("station", ScopedAutocompleteFilter),
        ("day", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["station", "closed_by"]
    ordering: ClassVar = ["-pk"]  # as they were opened
    search_fields: ClassVar = ["station__code"]  # switches the box on
    fields: ClassVar = [
        "station",
        "day",
        "state",
        "opening_counted",
        "opened_by",
        "opened_at",
        "should",
        "had",
        "differs",
        "parcels_expected",
        "parcels_counted",
        "float_balance",
        "reason",
        "closed_by",
        "closed_at",
    ]
    readonly_fields: ClassVar = fields

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By station. Which ones is asked first: only then is it known whether they have few of the days."""
        if not search_term.strip():
            return queryset, False
        stations = Station.objects.visible_to(request.user).search(search_term.replace("\0", ""))
        return queryset.filter(station__in=list(stations.values_list("pk", flat=True))), False

    @display(
        description=gettext_lazy("state"),
        label=Badges({"open": "warning", "late": "danger", "closed": "success"}),
    )
    def state(self, row: CashDay) -> tuple[str, str]:
        if row.closed_at is not None:
            return "closed", pgettext("day of a drawer", "closed")
        waits = (today() - row.day).days
        if waits <= 0:
            return "open", _("open")
        return "late", _("not closed, %(days)d d") % {"days": waits}

    @display(description=gettext_lazy("cash expected"))
    def should(self, row: CashDay) -> str:
        return yuan(row.expected)

    @display(description=gettext_lazy("cash counted"))
    def had(self, row: CashDay) -> str:
        return yuan(row.counted)

    @display(description=gettext_lazy("difference"))
    def differs(self, row: CashDay) -> str:
        return yuan(row.difference)


@admin.register(CashMovement)
class CashMovementAdmin(LargeReadOnlyAdmin):
    """What came into drawers and went out of them."""

    list_display: ClassVar = [
        "moved_at",
        "station",
        "kind",
        "changed",
        "about",
        "note",
        "business_date",
        "actor",
    ]
    list_filter: ClassVar = [
        ("kind", ChoicesDropdownFilter),
        ("station", ScopedAutocompleteFilter),
        ("business_date", RangeDateFilter),
    ]
    list_select_related: ClassVar = ["station", "actor"]
    search_fields: ClassVar = ["subject__exact", "note__exact"]
    fields: ClassVar = list_display
    readonly_fields: ClassVar = list_display

    @display(description=gettext_lazy("happened at"), ordering="pk")
    def moved_at(self, row: CashMovement) -> str:
        return moment(row.occurred_at)

    @display(description=gettext_lazy("amount"))
    def changed(self, row: CashMovement) -> str:
        return yuan(row.amount)

    @display(description=gettext_lazy("about"))
    def about(self, row: CashMovement) -> str:
        return label_of(row.subject) if row.subject else "—"


@admin.register(Drawer)
class DrawerAdmin(ReadOnlyAdmin):
    """What each station should have in cash now, and up to when it was counted."""

    list_display: ClassVar = ["station", "holds", "kept", "closed_through"]
    list_filter: ClassVar = [("station__center", ScopedRelatedFilter)]
    list_select_related: ClassVar = ["station"]
    search_fields: ClassVar = ["^station__code", "station__name"]
    fields: ClassVar = list_display
    readonly_fields: ClassVar = list_display

    @display(description=gettext_lazy("in the drawer"), ordering="amount")
    def holds(self, drawer: Drawer) -> str:
        return yuan(drawer.amount)

    @display(description=gettext_lazy("kept for withdrawals"), ordering="promised")
    def kept(self, drawer: Drawer) -> str:
        return yuan(drawer.promised)


@admin.register(WithdrawalLimit)
class WithdrawalLimitAdmin(ScopedAdmin):
    """What a card may take a day. Adding one ends the one before; nothing is typed over."""

    list_display: ClassVar = ["limit", "valid_from", "valid_to"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["limit", "valid_from", "valid_to"] if obj else ["amount", "valid_from"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def add_by_verb(self, request: HttpRequest, form: Any) -> WithdrawalLimit:
        return set_card_limit(actor=actor_of(request), **form.cleaned_data)

    @display(description=gettext_lazy("a card and day"), ordering="amount")
    def limit(self, row: WithdrawalLimit) -> str:
        return yuan(row.amount)
