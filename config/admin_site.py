"""The admin site itself; what it shows of which rows is `stations.scope.admin`'s."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite

from stations.scope.admin import ScopedAdmin

HOUSE = {"stations", "partners", "orders"}


class Suggestions(AutocompleteJsonView):
    """Names a row as its table says in a list of choices: a village by the way to it."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "choice_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": str(label(obj))}


class CunzhanAdminSite(UnfoldAdminSite):
    """Unfold's site for county staff, ops and the superuser."""

    def has_permission(self, request: HttpRequest) -> bool:
        """The role decides `is_staff` (a constraint of the database keeps the two together)."""
        return bool(request.user.is_active and request.user.is_staff)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Made when it is shown: every page is given the list of all tables, and hardly one draws it."""
        return SimpleLazyObject(lambda: super(CunzhanAdminSite, self).get_app_list(request, app_label))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Takes scoped admins only; what libraries register would show secrets, and rows of everybody."""
        tables: list[Any] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        )
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(tables, admin_class, **options)
        elif any(model._meta.app_label in HOUSE for model in tables):
            raise ImproperlyConfigured(f"{admin_class} is no ScopedAdmin")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        return Suggestions.as_view(admin_site=self)(request)

    def get_urls(self) -> list[Any]:
        # Django's jump to an object's page answers differently for rows that exist.
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
