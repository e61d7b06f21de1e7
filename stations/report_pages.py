"""What the report pages of all apps share: whose report it is, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _


def place_of(user: Any) -> str:
    """What stands beside the brand: the county, or head office."""
    center = getattr(user, "center", None)
    return center.name if center else _("Head office")


def report_file(content: bytes | str, *, name: str, content_type: str) -> HttpResponse:
    """A report to take away. Figures of one reader's scope: no cache on the way keeps them."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
