"""The one hook that every file passes on its way out: a right of its own, and a line in the log."""

from __future__ import annotations

import re
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from stations.exporting.kinds import EXPORTS
from stations.exporting.models import ExportLog
from stations.wording import masked_phone

PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")

log = structlog.get_logger(__name__)


def may_export(user: Any, what: str) -> bool:
    """Whether `user` may take `what` (a word of `EXPORTS`) away as a file."""
    return bool(user.has_perm(EXPORTS[what].right))


def record_export(request: HttpRequest, *, what: str, name: str, rows: int, masked: bool = True) -> ExportLog:
    """Writes down who takes which file away, before it leaves.

    `rows` are those of the table; of several sheets, of the first. `masked` says that no phone and no
    account stands in the file in full. What the address narrowed the list by is kept, phones in it
    masked. Raises PermissionDenied without the right, and while somebody looks as somebody else: nothing
    is taken away in another one's name.
    """
    if hasattr(request, "look") or not may_export(request.user, what):
        raise PermissionDenied
    user: Any = request.user
    entry: ExportLog = ExportLog.objects.create(
        actor=user,
        center=getattr(user, "center", None),
        what=what,
        name=name[:200],
        format=name.rpartition(".")[2][:10].lower(),
        filtered=PHONE.sub(lambda found: masked_phone(found.group()), request.GET.urlencode())[:500],
        rows=rows,
        masked=masked,
    )
    log.info("exported", what=what, rows=rows, actor=user.pk, masked=masked, export=entry.pk)
    return entry
