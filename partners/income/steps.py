"""What rooms above income know of a statement, and so of its lines: its payout, for one.

They register in their AppConfig.ready, by dotted path: apps are named before models are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from partners.income.models import Statement


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to an amount, in plain words."""

    label: str
    text: str


# From a statement to what became of it.
StepsAfter = Callable[["Statement"], Iterable[Step]]

_after: dict[str, str] = {}


def register(name: str, steps: str) -> None:
    """Adds `StepsAfter` under a name of its own; the same name again replaces it."""
    _after[name] = steps


def steps_after(statement: Statement) -> Iterator[Step]:
    """What follows after a statement, in the order of the names."""
    for name in sorted(_after):
        steps: StepsAfter = import_string(_after[name])
        yield from steps(statement)
