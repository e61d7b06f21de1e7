from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """Two queries that must give the same: each has a text column `key` and one column per figure.

    `recorded` reads what the application keeps, `recounted` works it out from what lies below,
    by another way than the application does.
    """

    name: str
    figures: tuple[str, ...]
    recorded: str
    recounted: str
