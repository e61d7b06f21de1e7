"""The API within the reader's scope: querysets, the rows a POST may name, filters, roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django_filters import ModelChoiceFilter
from rest_framework.permissions import BasePermission
from rest_framework.relations import PrimaryKeyRelatedField, SlugRelatedField
from rest_framework.request import Request

from stations.scope.rows import visible_rows


class ScopedViewSetMixin:
    """First among the bases of every view set: rows of the reader only, so that the rest is 404.

    `queryset` may be any queryset of a scoped model; ordering and joins are kept.
    """

    request: Any

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()  # type: ignore[misc]
        return rows.visible_to(self.request.user)  # type: ignore[no-any-return]


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


def visible(model: type[models.Model]) -> Callable[[HttpRequest | None], models.QuerySet[Any]]:
    """For filters that name a row: `ScopedChoiceFilter(queryset=visible(Station))`."""

    def rows(request: HttpRequest | None) -> models.QuerySet[Any]:
        return visible_rows(model, getattr(request, "user", None))

    return rows


class ScopedChoiceFilter(ModelChoiceFilter):
    """A filter by related row; the choices are those of the reader."""

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


class HasRight(BasePermission):
    """Asks the table of roles for the view's `right`, or for the action's own one in `rights`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        rights: dict[str, str] = getattr(view, "rights", {})
        right = rights.get(getattr(view, "action", "") or "", getattr(view, "right", ""))
        return bool(request.user and request.user.is_authenticated and right and request.user.has_perm(right))
