"""What upper rooms and apps must have settled before a partner may leave a station.

They register in their AppConfig.ready, by dotted path: apps are named before models are there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from stations.refusals import Refused

if TYPE_CHECKING:
    from partners.people.models import Tenure

# From a tenure and its last day to the reasons, for the reader, why it cannot end so.
LeavingCheck = Callable[["Tenure", dt.date], list[str]]

_checks: dict[str, str] = {}


def register(name: str, check: str) -> None:
    """Adds a `LeavingCheck` under a name of its own; the same name again replaces it."""
    _checks[name] = check


def unregister(name: str) -> None:
    _checks.pop(name, None)


def reasons_to_stay(tenure: Tenure, last_day: dt.date) -> list[str]:
    """Everything that is still open, in the order of the checks' names."""
    found: list[str] = []
    for name in sorted(_checks):
        check: LeavingCheck = import_string(_checks[name])
        found += check(tenure, last_day)
    return found


def check_may_leave(tenure: Tenure, last_day: dt.date) -> None:
    """Raises Refused with all reasons at once."""
    if reasons := reasons_to_stay(tenure, last_day):
        raise Refused(" ".join(reasons), code="still_open", conflict=True)
