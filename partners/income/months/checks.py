"""What is still open in a county's month, and so keeps it from being approved and locked.

Income does not know of orders, open days or counter services. Whoever does registers a check in
`AppConfig.ready`, by dotted path: apps are named before models are there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from stations.refusals import Refused

if TYPE_CHECKING:
    from stations.centers.models import CountyCenter

# From a county and a month's first day to a sentence for each thing that is open.
MonthCheck = Callable[["CountyCenter", dt.date], Iterable[str]]

_checks: dict[str, str] = {}


def register(name: str, check: str) -> None:
    """Adds a `MonthCheck` under a name of its own; the same name again replaces it."""
    _checks[name] = check


def unregister(name: str) -> None:
    _checks.pop(name, None)


def open_items(center: CountyCenter, month: dt.date) -> list[str]:
    """Everything that is still open, check by check in the order of their names."""
    found: list[str] = []
    for name in sorted(_checks):
        check: MonthCheck = import_string(_checks[name])
        found += check(center, month)
    return found


def check_nothing_open(center: CountyCenter, month: dt.date) -> None:
    """Raises Refused with all that is open. The caller holds the county's month."""
    if sentences := open_items(center, month):
        raise Refused(" ".join(sentences), code="open_items", conflict=True)
