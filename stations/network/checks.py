"""What other rooms and upper apps have to say before a station opens, stops working or moves.

A station does not know of orders, parcels or tenures. Whoever does registers a check in
`AppConfig.ready`, by dotted path: apps are named before models are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from stations.refusals import Refused

if TYPE_CHECKING:
    from stations.network.models import Station


class Act(Enum):
    OPEN = "open"
    SUSPEND = "suspend"
    CLOSE = "close"
    MOVE = "move"


# From the locked station to a sentence for each thing that blocks, in the reader's language.
Check = Callable[["Station"], Iterable[str]]

_checks: dict[str, tuple[frozenset[Act], str]] = {}


def register(name: str, check: str, *, acts: Iterable[Act]) -> None:
    """Lets the `Check` at a dotted path be asked before these acts; the same name again replaces it."""
    _checks[name] = (frozenset(acts), check)


def unregister(name: str) -> None:
    _checks.pop(name, None)


def what_blocks(station: Station, act: Act) -> list[str]:
    """Everything that stands in the way of an act, check by check in the order of their names."""
    found: list[str] = []
    for name in sorted(_checks):
        acts, path = _checks[name]
        if act in acts:
            check: Check = import_string(path)
            found += check(station)
    return found


def check_nothing_blocks(station: Station, act: Act) -> None:
    """Raises Refused with all that blocks. The caller holds the station's lock."""
    if sentences := what_blocks(station, act):
        raise Refused(
            _("%(station)s: not yet. %(what)s") % {"station": station, "what": " ".join(sentences)},
            code="blocked",
            conflict=True,
        )
