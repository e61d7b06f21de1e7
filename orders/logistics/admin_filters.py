"""What the desk sorts parcels by."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from orders.logistics.queries import OVERDUE_DAYS


class WaitsFilter(DropdownFilter):
    """Those that lie at a station for too long."""

    title = gettext_lazy("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.waiting_longer_than(OVERDUE_DAYS) if self.value() == "overdue" else queryset
