"""What waits for county staff, list by list: rooms and upper apps register theirs in `AppConfig.ready`.

A list is a function at a dotted path, from the reader to a `WorkList` with scoped rows. It is read by
one query, whoever asks: the count comes with the first rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.utils.module_loading import import_string

SHOWN = 5  # of each list on the page of all; the list's own page has the rest


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as the desk reads it: what, since when or how much, and where it is dealt with."""

    title: str
    note: str
    href: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class WorkList:
    """One list: `rows` within the reader's scope, the most urgent first, and how a row is shown.

    `href` is the same as a filtered list of the admin, where there is one. `right` is what the
    reader must have.
    """

    title: str
    hint: str
    rows: QuerySet[Any]
    entry: Callable[[Any], Entry]
    right: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list as it was read: how many wait, and the first of them."""

    name: str
    work: WorkList
    count: int
    entries: tuple[Entry, ...]


_lists: dict[str, tuple[int, str]] = {}


def register(name: str, path: str, *, position: int) -> None:
    """Adds the list at a dotted path; lists are shown by `position`. The same name again replaces it."""
    _lists[name] = (position, path)


def unregister(name: str) -> None:
    _lists.pop(name, None)


def list_named(name: str, user: Any) -> WorkList | None:
    """The list of the reader; None for an unknown one, or where the reader has not the right."""
    if name not in _lists:
        return None
    make: Callable[[Any], WorkList] = import_string(_lists[name][1])
    work = make(user)
    return work if user.has_perm(work.right) else None


def names() -> list[str]:
    """In the order in which they are shown."""
    return sorted(_lists, key=lambda name: (_lists[name][0], name))


def what_waits(user: Any) -> list[Waiting]:
    """Every list of the reader with its count and first entries; one query each."""
    found = ((name, list_named(name, user)) for name in names())
    return [_read(name, work) for name, work in found if work is not None]


def page_of(work: WorkList, number: Any, per_page: int) -> Page[Any]:
    """One page of a list, its rows as entries."""
    page: Page[Any] = Paginator(work.rows, per_page).get_page(number)
    page.object_list = [work.entry(row) for row in page.object_list]
    return page


def _read(name: str, work: WorkList) -> Waiting:
    rows = list(work.rows.annotate(of_all=Window(Count("*")))[:SHOWN])
    count: int = rows[0].of_all if rows else 0
    return Waiting(name, work, count, tuple(work.entry(row) for row in rows))
