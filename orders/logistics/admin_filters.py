"""What the desk sorts parcels by."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import DropdownFilter

from orders.logistics.queries import OVERDUE_DAYS

LONG = (3, 14, 30)


class WaitsFilter(DropdownFilter):
    """Those that lie at a station for too long, or for longer than so many days."""

    title = gettext_lazy("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        days = [(str(n), ngettext("longer than %d day", "longer than %d days", n) % n) for n in LONG]
        return [("overdue", _("overdue")), *days]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        days = {"overdue": OVERDUE_DAYS, **{str(n): n for n in LONG}}.get(self.value() or "")
        return queryset if days is None else queryset.waiting_longer_than(days)
