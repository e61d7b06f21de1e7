"""The admin site itself; what it shows of which rows is `stations.scope.admin`'s."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from unfold.sites import UnfoldAdminSite


class CunzhanAdminSite(UnfoldAdminSite):
    """Unfold's site for county staff, ops and the superuser."""

    enable_nav_sidebar = False  # unfold has its own

    def has_permission(self, request: HttpRequest) -> bool:
        """The role decides `is_staff` (a constraint of the database keeps the two together)."""
        return bool(request.user.is_active and request.user.is_staff)

    def get_urls(self) -> list[Any]:
        # Django's jump to an object's page answers differently for rows that exist.
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
