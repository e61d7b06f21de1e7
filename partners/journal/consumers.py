"""Who waits for which journal rows.

Consumers register in their app's `AppConfig.ready`; a new one is given the rows written
before its time by `backfill`.
"""

from __future__ import annotations

from django.db import connection

from partners.journal.kinds import Kind

_KINDS: dict[str, frozenset[str]] = {}


def register(consumer: str, *, kinds: frozenset[Kind]) -> None:
    """From now on each new journal row of these kinds waits for `consumer`."""
    _KINDS[consumer] = frozenset(kinds)


def consumers_of(kind: str) -> tuple[str, ...]:
    return tuple(name for name, kinds in _KINDS.items() if kind in kinds)


def backfill(consumer: str) -> int:
    """Lets `consumer` wait for every journal row of its kinds; returns how many were added.

    For a consumer that is new, or whose figures were emptied to be computed again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO partners_pendingactivity (consumer, activity_id)
            SELECT %s, id FROM partners_activity WHERE kind = ANY(%s)
            ON CONFLICT DO NOTHING
            """,
            [consumer, sorted(_KINDS[consumer])],
        )
        return int(cursor.rowcount)
