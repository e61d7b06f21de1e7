"""Lists of the admin over tables that grow with the orders: no page costs more than the first.

Nothing is counted, nothing is sorted but by the key, and a page begins where the one before it ended:
an offset would read, join and throw away all that lies before it. What the list is to be narrowed by
is the sidebar's and the search's affair, and has an index.
"""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from unfold.paginator import InfinitePaginator
from unfold.views import ChangeList

from stations.scope.admin import ReadOnlyAdmin, ScopedAdmin

__all__ = ["LargeAdmin", "LargeReadOnlyAdmin"]

# In the address, with the key of the row beside the page: `?p=after.17`.
AFTER, BEFORE = "after", "before"
PAGE = "p"


class LargeChangeList(ChangeList):
    """A page of fifty from a key on, in the order of the key."""

    # Addresses of other pages; empty where there is none.
    first = back = further = ""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.sortable_by = [name for name in self.list_display if self.get_ordering_field(name)]

    def get_ordering_field(self, field_name: Any) -> Any:
        """Only the key: any other order of millions of rows has to look at each of them."""
        field = super().get_ordering_field(field_name)
        return field if field in {"pk", self.lookup_opts.pk.name} else None

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)  # reads nothing yet: the page is cut off below
        ascending = self._ascending()
        if ascending is None:
            return  # a search or a filter with an order of its own goes by numbers
        self.paginator.template_name = "admin/pages_by_key.html"
        back, key = self._asked(request)
        rows, more = self._cut(key, ascending=ascending != back)
        if back and not more:  # at the top again, which is shown whole
            back, key = False, None
            rows, more = self._cut(key, ascending=ascending)
        if back:
            rows.reverse()
        self.result_list = rows
        if more or back:
            self.further = self.get_query_string({PAGE: f"{AFTER}.{rows[-1].pk}"})
        if key is not None:
            self.first = self.get_query_string()
            if rows:
                self.back = self.get_query_string({PAGE: f"{BEFORE}.{rows[0].pk}"})

    def _ascending(self) -> bool | None:
        """Which way the key goes; None where the rows are in another order."""
        first = (*self.queryset.query.order_by, None)[0]
        if not isinstance(first, str) or first.lstrip("-") not in {"pk", self.lookup_opts.pk.name}:
            return None
        return not first.startswith("-")

    def _asked(self, request: HttpRequest) -> tuple[bool, Any]:
        """Whether the page lies before a key, and the key; without one it is the first page."""
        word, _dot, key = request.GET.get(PAGE, "").partition(".")
        if word in {AFTER, BEFORE}:
            with contextlib.suppress(ValidationError):
                return word == BEFORE, self.lookup_opts.pk.to_python(key.replace("\0", ""))
        return False, None

    def _cut(self, key: Any, *, ascending: bool) -> tuple[list[Any], bool]:
        """The rows from the key on, and whether there are more of them than a page shows."""
        rows: models.QuerySet[Any] = self.queryset.order_by("pk" if ascending else "-pk")
        if key is not None:
            rows = rows.filter(**{"pk__gt" if ascending else "pk__lt": key})
        found = list(rows[: self.list_per_page + 1])
        return found[: self.list_per_page], len(found) > self.list_per_page


class LargeAdmin(ScopedAdmin):
    """For tables that have a row or more for each order, or as many as the register."""

    paginator = InfinitePaginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return LargeChangeList


class LargeReadOnlyAdmin(LargeAdmin, ReadOnlyAdmin):
    """The same for rows that only verbs and jobs make."""
