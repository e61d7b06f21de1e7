"""Statements that PostgreSQL plans once a connection instead of at each order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def prepared_cursor() -> Any:
    """A cursor of the caller's transaction whose statements are kept prepared once they were asked often.

    For the few statements that every order asks and whose plan no value changes. The values travel
    beside the text, so that it stays the same: one statement, and PostgreSQL has to be able to tell the
    type of each. Everything else keeps Django's cursor, whose plans see the values: a rare status
    wants another index than a common one. `prepare_threshold` in config/databases.py says what "often" is.
    """
    if connection.execute_wrappers or connection.queries_logged:
        # Somebody puts words of their own before it, as the history does, or reads it with its values.
        return connection.cursor()
    connection.ensure_connection()
    plain: Any = psycopg.Cursor(connection.connection)
    return connection.make_cursor(plain)


def prepared_rows(
    model: type[M], rest: str, values: Mapping[str, Any]
) -> list[tuple[M | None, tuple[Any, ...]]]:
    """Rows of a model as `objects.raw` gives them, by a statement that is kept.

    `rest` comes behind `SELECT` and the columns of the model, whose table it has to call `own`; what
    else it selects is returned beside each row. A row whose id is null is None (an outer join's).
    Raises TypeError for a model with values that Django converts.
    """
    columns, names = _own_columns(model)
    with prepared_cursor() as cursor:
        cursor.execute(f"SELECT {columns} {rest}", values)
        return [_row(model, names, told) for told in cursor.fetchall()]


def _row(model: type[M], names: Sequence[str], told: Sequence[Any]) -> tuple[M | None, tuple[Any, ...]]:
    own, others = told[: len(names)], tuple(told[len(names) :])
    return (None if own[0] is None else model.from_db(connection.alias, names, own)), others


@cache
def _own_columns(model: type[models.Model]) -> tuple[str, tuple[str, ...]]:
    fields = model._meta.concrete_fields
    for field in fields:
        if field.get_db_converters(connection):
            raise TypeError(f"{model.__name__}.{field.name} is converted")
    return ", ".join(f'own."{field.column}"' for field in fields), tuple(field.attname for field in fields)
