"""Few rows that hold every pair: of any two factors each pair of values stands in one row at least."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any


def pairwise(*factors: Sequence[Any]) -> list[tuple[Any, ...]]:
    """A covering array, greedy and the same every time: the row with most new pairs is next."""
    rows = list(product(*factors))
    left = {pair for row in rows for pair in _pairs(row)}
    chosen = []
    while left:
        best = max(rows, key=lambda row: len(left & _pairs(row)))
        chosen.append(best)
        left -= _pairs(best)
    return chosen


def _pairs(row: tuple[Any, ...]) -> set[tuple[Any, ...]]:
    return set(combinations(enumerate(row), 2))
