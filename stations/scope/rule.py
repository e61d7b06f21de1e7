"""What a person may look at, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass


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


def scope_of(user: object) -> Scope:
    """The scope of whoever asks; the anonymous see nothing.

    Whoever logs in has a `scope`: asked for by its name, so that places need not know people.
    """
    scope: Scope = getattr(user, "scope", NOTHING)
    return scope
