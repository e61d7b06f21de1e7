"""What every event makes of every state, as a table that people can read, and how a test holds a verb to it.

A cell is the state that follows; `=` for noted and left where it is; `-` for nothing written at
all; `!code` for refused with that code, and nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from stations.lifecycle import Lifecycle
from stations.refusals import Refused

# (event, state before, what comes of it)
Pair = tuple[str, str, str]


def pairs_of(table: str) -> list[Pair]:
    """The cells of a table whose first line has the states and whose other lines begin with an event.

    Every line must have a cell for every state: a pair that nobody thought about is not passed over.
    """
    head, *rows = [line.split() for line in table.strip().splitlines()]
    pairs = []
    for event, *cells in rows:
        assert len(cells) == len(head), f"{event}: {len(cells)} cells for {len(head)} states"
        pairs += [(event, state, cell) for state, cell in zip(head, cells, strict=True)]
    return pairs


def hold_to(
    outcome: str,
    *,
    act: Callable[[], Any],
    read: Callable[[], dict[str, Any]],
    log: Callable[[], list[tuple[str, str]]],
    lifecycle: Lifecycle,
) -> None:
    """Acts, and checks what came of it: `read` gives the row as it is, `log` its (before, after) so far."""
    row, logged = read(), log()
    before = row["status"]
    if outcome.startswith("!"):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == outcome[1:]
        assert (read(), log()) == (row, logged)
        return
    act()
    if outcome == "-":
        assert (read(), log()) == (row, logged)
        return
    after = before if outcome == "=" else outcome
    assert read()["status"] == after
    assert log() == [*logged, (before, after)]
    if outcome != "=":
        assert lifecycle.allows(before, after)


def steps_in(pairs: list[Pair]) -> set[tuple[str, str]]:
    """The steps that tables take, to be compared with those that a lifecycle allows."""
    return {(before, cell) for _event, before, cell in pairs if cell[0] not in "!=->"}


def steps_of(lifecycle: Lifecycle) -> Iterator[tuple[str, str]]:
    """The steps that a lifecycle allows."""
    for before, afters in lifecycle.table.items():
        yield from ((str(before), str(after)) for after in afters)
