"""What upper apps have to say before a station stops working.

A station does not know of orders, parcels or tenures. Whoever does registers a check in
`AppConfig.ready`; it names what stands in the way, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from django.utils.translation import gettext as _

from stations.network.models import Station
from stations.refusals import Refused


class Act(Enum):
    SUSPEND = "suspend"
    CLOSE = "close"
    MOVE = "move"


Check = Callable[[Station], Iterable[str]]

_checks: dict[str, tuple[frozenset[Act], Check]] = {}


def register(name: str, check: Check, *, acts: Iterable[Act]) -> None:
    """Lets `check` be asked before these acts; a name registers once.

    The check gets the locked station and yields a sentence for each thing that blocks.
    """
    if name in _checks and _checks[name][1] is not check:
        raise ValueError(f"a blocking check called {name} is registered already")
    _checks[name] = (frozenset(acts), check)


def unregister(name: str) -> None:
    _checks.pop(name, None)


def what_blocks(station: Station, act: Act) -> list[str]:
    """Everything that stands in the way of an act, check by check in the order of their names."""
    return [
        sentence
        for _name, (acts, check) in sorted(_checks.items(), key=lambda item: item[0])
        if act in acts
        for sentence in check(station)
    ]


def check_nothing_blocks(station: Station, act: Act) -> None:
    """Raises Refused with all that blocks. The caller holds the station's lock."""
    if sentences := what_blocks(station, act):
        raise Refused(
            _("%(station)s: not yet. %(what)s") % {"station": station, "what": " ".join(sentences)},
            code="blocked",
            conflict=True,
        )
