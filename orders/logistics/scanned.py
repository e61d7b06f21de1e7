"""What the last scan said, in one big line, carried over the redirect; and the scans before it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from orders.logistics.models import ParcelEvent

KEY = "parcels.scanned"
LAST_SCANS = 10


@dataclass(frozen=True, slots=True)
class Result:
    """`label` over `value`, which is set large, and a note below; tone as of ui/notice.

    `href` leads to what may be done about it, `action` says what that is.
    """

    label: str
    value: str
    note: str
    tone: str
    action: str = ""
    href: str = ""


def scanned(request: HttpRequest, result: Result) -> None:
    """Keeps the result for the page that follows."""
    request.session[KEY] = {name: str(value) for name, value in asdict(result).items()}


def remembered(request: HttpRequest) -> Result | None:
    """The result of the scan before, once."""
    kept = request.session.pop(KEY, None)
    return Result(**kept) if kept else None


def last_scans(user: Any, *, kind: str) -> list[ParcelEvent]:
    """What this login scanned last, the latest first."""
    return list(
        ParcelEvent.objects.visible_to(user)
        .filter(actor=user, kind=kind)
        .select_related("parcel__station")
        .order_by("-pk")[:LAST_SCANS]
    )
