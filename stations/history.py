"""The history page of a tracked row: what it was, who changed it, when and why.

django-pghistory keeps a copy of the row at each change, whoever made it; the page tells the
difference from one copy to the next. Columns that are not tracked (identity numbers) are
not there to be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest, HttpResponse
from pghistory.middleware import HistoryMiddleware

MOST = 200  # of the latest changes
# Where no tracked row is written (tests/orders/agent_orders/test_history.py): the busiest addresses.
UNTRACKED = ("/orders/", "/api/v1/agent-orders/")


class WhoChanged(HistoryMiddleware):
    """Tells the history who is at work and where, by two settings before each statement that writes.

    An order changes neither places nor people, and has a log of its own: it is spared them.
    """

    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith(UNTRACKED):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One change of a row; the first one is its entry."""

    at: dt.datetime
    actor: str
    reason: str
    changes: tuple[Change, ...]


def history_of(row: Any) -> list[Told]:
    """The latest changes of a row, newest first."""
    latest = row.events.select_related("pgh_context").order_by("-pgh_id")[: MOST + 1]
    events = list(reversed(latest))
    actors = _actors(events)
    told = [Told(event.pgh_created_at, *_said(event, actors), ()) for event in events[:1]]
    for before, after in pairwise(events):
        if changes := tuple(_changes(before, after)):
            told.append(Told(after.pgh_created_at, *_said(after, actors), changes))
    return told[::-1][:MOST]


def _metadata(event: Any) -> dict[str, Any]:
    return (event.pgh_context.metadata if event.pgh_context else None) or {}


def _actors(events: list[Any]) -> dict[int, str]:
    ids = {_metadata(event).get("user") for event in events} - {None}
    return {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=ids)}


def _said(event: Any, actors: dict[int, str]) -> tuple[str, str]:
    metadata = _metadata(event)
    return actors.get(metadata.get("user") or 0, ""), metadata.get("reason") or ""


def _changes(before: Any, after: Any) -> Iterator[Change]:
    for field in after._meta.concrete_fields:
        if field.name.startswith("pgh_") or field.primary_key:
            continue
        if getattr(before, field.attname) != getattr(after, field.attname):
            yield Change(str(field.verbose_name), _shown(before, field), _shown(after, field))


def _shown(event: Any, field: models.Field[Any, Any]) -> str:
    if field.choices:
        return str(getattr(event, f"get_{field.name}_display")())
    value = getattr(event, field.name)
    return "—" if value in (None, "") else str(value)


class TrackedHistory:
    """First among the bases of an admin over a model with `@pghistory.track()`."""

    object_history_template = "admin/tracked_history.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)  # type: ignore[attr-defined]
        told = {"history": history_of(row) if row is not None else []}
        response: HttpResponse = super().history_view(  # type: ignore[misc]
            request, object_id, told | (extra_context or {})
        )
        return response
