"""Keeps the table of pending rows small: it lives on rows that come and go."""

from __future__ import annotations

from django.db import connection

# What a consumer takes in a few seconds of a busy day; less is left to autovacuum.
WORTH_SWEEPING = 100_000


def sweep_pending(taken: int) -> int:
    """After many rows were taken: the next claim shall not step over each of the dead.

    Returns how many are still to be swept. Does nothing for few, inside a transaction, beside
    another vacuum, or for a role that may not.
    """
    if taken < WORTH_SWEEPING or connection.in_atomic_block:
        return taken
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE, SKIP_LOCKED, TRUNCATE FALSE) partners_pendingactivity")
    return 0
