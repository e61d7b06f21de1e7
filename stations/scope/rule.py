"""What a person may look at, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything, or these county centers, or these stations, and this person; nothing by default.

    `person` is the id of a partner: rows about a person's money follow the person, not the place.
    """

    everything: bool = False
    centers: frozenset[int] = frozenset()
    stations: frozenset[int] = frozenset()
    person: int | None = None


NOTHING = Scope()


@runtime_checkable
class HasScope(Protocol):
    """Anybody who logs in. Typed here so that places need not know people."""

    @property
    def scope(self) -> Scope: ...


def scope_of(user: object) -> Scope:
    """The scope of whoever asks; the anonymous see nothing."""
    return user.scope if isinstance(user, HasScope) else NOTHING
