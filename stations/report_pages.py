"""What the report pages of all apps share: whose report it is, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from stations.exporting.recording import record_export


def place_of(user: Any) -> str:
    """What stands beside the brand: the county, or head office."""
    center = getattr(user, "center", None)
    return center.name if center else _("Head office")


def report_file(
    request: HttpRequest,
    content: bytes | str,
    *,
    what: str,
    name: str,
    content_type: str,
    rows: int,
    masked: bool = True,
) -> HttpResponse:
    """A file to take away, written down: `what` is a word of `stations.exporting.kinds.EXPORTS`.

    Raises PermissionDenied without its right. Figures of one reader's scope: no cache on the way keeps them.
    """
    record_export(request, what=what, name=name, rows=rows, masked=masked)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
