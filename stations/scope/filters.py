"""Sidebar filters of the admin that offer only rows within the reader's scope."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.admin import AllValuesFieldListFilter, FieldListFilter, RelatedFieldListFilter
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter, RelatedDropdownFilter
from unfold.contrib.filters.forms import AutocompleteDropdownForm
from unfold.utils import parse_date_str

from stations.clock import day_end, day_start
from stations.scope.rows import visible_rows


class ScopedChoices(RelatedFieldListFilter):
    """Django's own related filters list every row of the other table, of every county."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = visible_rows(field.related_model, request.user)
        ordering = self.field_admin_ordering(field, request, model_admin)
        if ordering:
            rows = rows.order_by(*ordering)
        return [(row.pk, str(row)) for row in rows]


class DaysFilter(RangeDateFilter):
    """From one business day to another, both counted in, for a moment.

    Its base compares a moment with a date: at midnight, and so without the last of the days.
    """

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        first, last = (
            parse_date_str(self.used_parameters.get(f"{self.parameter_name}_{end}") or "")
            for end in ("from", "to")
        )
        if first is not None:
            queryset = queryset.filter(**{f"{self.field_path}__gte": day_start(first)})
        if last is not None:
            queryset = queryset.filter(**{f"{self.field_path}__lt": day_end(last)})
        return queryset


class ScopedAutocompleteForm(AutocompleteDropdownForm):
    """The form behind an autocomplete filter: a foreign id in the address finds no label."""

    def __init__(self, request: HttpRequest, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, name, *args, **kwargs)
        field: Any = self.fields[name]
        field.queryset = visible_rows(field.queryset.model, request.user)


class ScopedRelatedFilter(ScopedChoices, RelatedDropdownFilter):
    """A drop-down of the visible rows: for tables of a few dozen."""


class ScopedAutocompleteFilter(AutocompleteSelectFilter):
    """A search box over the visible rows: for tables of any size."""

    form_class = ScopedAutocompleteForm


@cache
def _scoped_kind(kind: type[FieldListFilter]) -> type[FieldListFilter]:
    return type(f"Scoped{kind.__name__}", (ScopedChoices, kind), {})


def scoped_filter(model: type[models.Model], item: Any) -> Any:
    """An entry of `list_filter` with its choices kept to the reader's scope."""
    path, kind = item if isinstance(item, list | tuple) else (item, None)
    if not isinstance(path, str):
        return item  # a SimpleListFilter makes its own choices, from the scoped rows
    if kind is None:
        return (path, ScopedRelatedFilter) if _ends_in_relation(model, path) else path
    if issubclass(kind, ScopedAutocompleteFilter | ScopedChoices):
        return item
    if issubclass(kind, AutocompleteSelectFilter):
        raise ImproperlyConfigured(f"{path}: use ScopedAutocompleteFilter")
    if issubclass(kind, AllValuesFieldListFilter) and LOOKUP_SEP in path:
        raise ImproperlyConfigured(f"{path}: this filter lists the values of every county")
    if issubclass(kind, RelatedFieldListFilter):
        return path, _scoped_kind(kind)
    return item


def _ends_in_relation(model: type[models.Model], path: str) -> bool:
    field: Any = None
    for part in path.split(LOOKUP_SEP):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        if field.is_relation:
            model = field.related_model
    return bool(field.is_relation)
