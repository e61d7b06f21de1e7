"""Pages within the reader's scope: who may open them, and which rows they show."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase

from stations.requests.drafts import keeps_draft
from stations.scope.rows import visible_rows

View = Callable[..., HttpResponseBase]

# Roles by audience. The words are those of `partners.accounts.models.Role`, which places do not import.
AT_THE_COUNTER = ("partner", "helper")
IN_THE_COUNTY = ("county_staff", "ops", "superuser")
AT_HEAD_OFFICE = ("ops", "superuser")


def for_roles(*roles: str) -> Callable[[View], View]:
    """Opens a page to these roles: others get 403, whoever is not logged in gets the login page.

    What is posted without a login is kept (`stations.requests.drafts`). The page carries its
    roles, so that the walk over the URLconf can read them.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.is_active or getattr(request.user, "role", None) not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.for_roles = roles  # type: ignore[attr-defined]
        return keeps_draft(guarded)

    return decorate


counter_page = for_roles(*AT_THE_COUNTER)
county_page = for_roles(*IN_THE_COUNTY)
head_office_page = for_roles(*AT_HEAD_OFFICE)


class RolePageMixin:
    """The same for class-based views: `roles = AT_THE_COUNTER`."""

    roles: tuple[str, ...] = ()

    @classmethod
    def as_view(cls, **initkwargs: Any) -> View:
        view: View = super().as_view(**initkwargs)  # type: ignore[misc]
        return for_roles(*cls.roles)(view)


def get_visible_or_404(rows: type[models.Model] | models.QuerySet[Any], user: object, **lookup: Any) -> Any:
    """The one row of `rows` that fits and that `user` may see.

    Raises Http404, in the same way for a foreign row, an unknown one and a value of the wrong kind.
    """
    visible: Any = (
        rows.visible_to(user)  # type: ignore[attr-defined]
        if isinstance(rows, models.QuerySet)
        else visible_rows(rows, user)
    )
    try:
        return visible.get(**lookup)
    except (visible.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None
