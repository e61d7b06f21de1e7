"""Statements that PostgreSQL plans once a connection instead of at each order."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection


def prepared_cursor() -> Any:
    """A cursor of the caller's transaction whose statements are kept prepared once they were asked often.

    For the few statements that every order asks and whose plan no value changes. The values travel
    beside the text, so that it stays the same: one statement, and PostgreSQL has to be able to tell the
    type of each. Everything else keeps Django's cursor, whose plans see the values: a rare status
    wants another index than a common one. `prepare_threshold` in config/databases.py says what "often" is.
    """
    if connection.execute_wrappers or connection.queries_logged:
        # Somebody puts words of his own before it, as the history does, or wants to read it with its values.
        return connection.cursor()
    connection.ensure_connection()
    plain: Any = psycopg.Cursor(connection.connection)
    return connection.make_cursor(plain)
