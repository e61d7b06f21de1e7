"""What upper rooms and apps must have settled before a partner may leave a station.

They register in their AppConfig.ready, by dotted path: apps are named before models are there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.module_loading import import_string

from stations.refusals import Refused

if TYPE_CHECKING:
    from partners.people.models import Tenure


class Act(Enum):
    """What a tenure may be asked for."""

    LEAVE = "leave"
    # Beside that, what is settled with whoever leaves under a contract: money of theirs that stays.
    SETTLE = "settle"
    CONVERT = "convert"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that stands in the way: a sentence for the reader, and the page where it is settled.

    `topic` is a word for what an act may settle itself: "cash" that both sides count and hand on, the
    "contract" that ends with it.
    """

    text: str
    page: str = ""
    topic: str = ""

    def __str__(self) -> str:
        return self.text


# From a tenure and its last day to what stands against it, for the reader.
LeavingCheck = Callable[["Tenure", dt.date], Sequence[Blocker | str]]

_checks: dict[str, tuple[frozenset[Act], str]] = {}


def register(name: str, check: str, *, acts: Collection[Act] = (Act.LEAVE,)) -> None:
    """Adds a `LeavingCheck` under a name of its own; the same name again replaces it."""
    _checks[name] = (frozenset(acts), check)


def unregister(name: str) -> None:
    _checks.pop(name, None)


def at_the_desk(table: str, **narrowed: Any) -> str:
    """The address of a list in the admin, narrowed: `at_the_desk("orders_parcel", station=station)`."""
    query = urlencode({name: getattr(value, "pk", value) for name, value in narrowed.items()})
    return f"{reverse(f'admin:{table}_changelist')}?{query}"


def reasons_to_stay(
    tenure: Tenure, last_day: dt.date, *, settled: Collection[str] = (), act: Act = Act.LEAVE
) -> list[Blocker]:
    """Everything that is still open, in the order of the checks' names.

    `settled` names the topics that the act settles itself.
    """
    found: list[Blocker] = []
    for name in sorted(_checks):
        acts, path = _checks[name]
        if act in acts:
            check: LeavingCheck = import_string(path)
            found += [one if isinstance(one, Blocker) else Blocker(one) for one in check(tenure, last_day)]
    return [one for one in found if not one.topic or one.topic not in settled]


def check_may_leave(
    tenure: Tenure, last_day: dt.date, *, settled: Collection[str] = (), act: Act = Act.LEAVE
) -> None:
    """Raises Refused with all reasons at once."""
    if reasons := reasons_to_stay(tenure, last_day, settled=settled, act=act):
        raise Refused(" ".join(one.text for one in reasons), code="still_open", conflict=True)
