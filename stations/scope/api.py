"""The API within the reader's scope: querysets, the rows a POST may name, filters, roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django_filters import IsoDateTimeFilter, ModelChoiceFilter
from django_filters.fields import IsoDateTimeField
from rest_framework.permissions import BasePermission
from rest_framework.relations import PrimaryKeyRelatedField, SlugRelatedField
from rest_framework.request import Request

from stations.scope.rows import visible_rows


class ScopedViewSetMixin:
    """First among the bases of every view set: rows of the reader only, so that the rest is 404.

    `queryset` may be any queryset of a scoped model; ordering and joins are kept.
    """

    request: Any
    action: str
    lookup_value_regex = "[0-9]{1,18}"  # an id; whoever finds rows by another word says which

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()  # type: ignore[misc]
        return rows.visible_to(self.request.user)  # type: ignore[no-any-return]

    def filter_queryset(self, queryset: Any) -> Any:
        """Filters narrow a list; a row that is named is found, whatever else the address says."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset  # type: ignore[misc]


class _VisibleQueryset:
    """For related fields: a foreign row and an unknown id are refused in the same words."""

    queryset: Any
    context: dict[str, Any]

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()  # type: ignore[misc]
        request = self.context.get("request")
        return rows.visible_to(getattr(request, "user", None))  # type: ignore[no-any-return]


class ScopedRelatedField(_VisibleQueryset, PrimaryKeyRelatedField):
    """`station = ScopedRelatedField(queryset=Station.objects.all())`."""


class ScopedSlugRelatedField(_VisibleQueryset, SlugRelatedField):
    """The same by a unique column: `ScopedSlugRelatedField(slug_field="code", queryset=...)`."""

    def to_internal_value(self, data: Any) -> Any:
        # PostgreSQL cannot even be asked for a text with NUL in it.
        if isinstance(data, str) and "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


def visible(model: type[models.Model]) -> Callable[[HttpRequest | None], models.QuerySet[Any]]:
    """For filters that name a row: `ScopedChoiceFilter(queryset=visible(Station))`."""

    def rows(request: HttpRequest | None) -> models.QuerySet[Any]:
        return visible_rows(model, getattr(request, "user", None))

    return rows


class _ChoiceField(ModelChoiceFilter.field_class):
    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "?"})
        return super().to_python(value)


class ScopedChoiceFilter(ModelChoiceFilter):
    """A filter by related row; the choices are those of the reader."""

    field_class = _ChoiceField

    def __init__(self, *args: Any, queryset: Callable[[Any], Any], **kwargs: Any) -> None:
        if not callable(queryset):
            raise TypeError("give visible(Model), so that each reader has their own choices")
        super().__init__(*args, queryset=queryset, **kwargs)


def for_roles(*roles: str) -> type[BasePermission]:
    """A permission: logged in, active and of one of these roles."""

    class ForRoles(BasePermission):
        def has_permission(self, request: Request, view: Any) -> bool:
            user = request.user
            return bool(user and user.is_authenticated and getattr(user, "role", None) in roles)

    return ForRoles


class _MomentField(IsoDateTimeField):
    def to_python(self, value: Any) -> Any:
        moment = super().to_python(value)
        try:
            # PostgreSQL knows fewer displacements than ISO 8601 can write.
            return moment and moment.astimezone(dt.UTC)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None


class MomentFilter(IsoDateTimeFilter):
    """A moment in ISO 8601; without an offset in Asia/Shanghai."""

    field_class = _MomentField


class HasRight(BasePermission):
    """Asks the table of roles for the view's `right`, or for the action's own one in `rights`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        rights: dict[str, str] = getattr(view, "rights", {})
        right = rights.get(getattr(view, "action", "") or "", getattr(view, "right", ""))
        return bool(request.user and request.user.is_authenticated and right and request.user.has_perm(right))
