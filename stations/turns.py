"""Work that must not run beside itself takes turns.

A turn is a transaction-level advisory lock of PostgreSQL: it ends with the transaction,
also when the worker is killed in the middle. Names say whose turn it is.
"""

from django.db import connection

PRICING = "partners.pricing"
ROLLING_UP = "orders.rolling_up"
# Shared by closings while they fill months up; alone by whoever changes the rules.
GUARANTEEING = "partners.guaranteeing"


def try_turn(name: str) -> bool:
    """Takes the turn if nobody has it; else answers False at once. In the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def wait_turn(name: str) -> None:
    """Waits for the turn and takes it, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def share_turn(name: str) -> None:
    """Takes the turn beside all others who share it; waits while somebody has it alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [name])
