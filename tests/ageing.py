"""Days that pass: everything on record becomes older, so that a journey may wait for a month's end.

Clocks are left alone, since workers and web servers are processes of their own. Every date and moment of
our tables moves back by whole days, and what lies between any two of them stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction

OURS = {"stations", "partners", "orders"}


def days_pass(days: int) -> None:
    """Moves every row's dates and moments back. Rules of time hold, so triggers may look away.

    Not across rows that name a month by its first day: begin with it before one is closed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, columns in _columns_of_time():
            moved = ", ".join(f'"{name}" = "{name}" - make_interval(days => %s)' for name in columns)
            cursor.execute(f'UPDATE "{table}" SET {moved}', [days] * len(columns))


def _columns_of_time() -> Iterator[tuple[str, list[str]]]:
    for model in apps.get_models(include_auto_created=True):
        own = model._meta.local_concrete_fields
        columns = [one.column for one in own if isinstance(one, models.DateField) and not one.generated]
        if model._meta.app_label in OURS and model._meta.managed and columns:
            yield model._meta.db_table, columns
