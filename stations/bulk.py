"""Rows in one go, few or many.

`bulk_create` and `bulk_update` spend most of their time in Python preparing each value (a
third of a millisecond a row for the journal). Plain values need none of that: they go in by one
INSERT whose text is kept and reads them from JSON, which both sides handle in C where an array is
written value by value; from a few hundred rows on by COPY; and changes by one UPDATE over arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from json import JSONEncoder
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.utils import timezone

from stations.prepared import prepared_cursor

FEW = 200  # below this one INSERT is as fast
_PLAIN = {
    "BigAutoField",
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "DateField",
    "DateTimeField",
    "DecimalField",
    "IntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SmallIntegerField",
}

# Amounts and moments as text: PostgreSQL reads them by the type of their column, exactly.
_as_json = JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Following:
    """Rows that the database makes of new ones.

    `insert` is an INSERT that selects from `fresh`: the id and `columns` of the rows of `model`.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    insert: str
    values: tuple[Any, ...]


def insert_many(*groups: Sequence[models.Model], following: Following | None = None) -> None:
    """Writes new rows, in the caller's transaction, and gives them their ids.

    The rows of a group are of one model; their ids rise in their order. Groups that need nothing of
    one another come together, and so does what follows from one of them: where they are few they go
    in by one statement for all, since a statement costs more than its rows. What the database refuses
    is raised as ever (IntegrityError).
    """
    few: list[tuple[_Table, Sequence[models.Model]]] = []
    for rows in filter(None, groups):
        table = _stamped(rows)
        if len(rows) < FEW:
            few.append((table, rows))
            continue
        with connection.cursor() as cursor:
            ids = _copy_in(cursor, table, rows)
            if following and isinstance(rows[0], following.model):
                _follow(cursor, table, ids, following)
        _keep_ids(rows, ids)
    if few:
        _insert(few, following)


def insert_unless_taken(row: models.Model) -> bool:
    """Writes one new row and gives it its id, unless a unique key of its table is taken."""
    table = _stamped([row])
    with prepared_cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table.name}" ({table.columns}) VALUES ({", ".join(["%s"] * len(table.names))}) '
            "ON CONFLICT DO NOTHING RETURNING id",
            table.values(row),
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    if ids:
        _keep_ids([row], ids)
    return bool(ids)


def keep_related(row: models.Model, **related: Sequence[models.Model]) -> None:
    """Lets `row.<name>.all()` answer from memory, as after `prefetch_related`.

    For whoever has just written all the rows there are, in the order in which they are read.
    """
    for name, rows in related.items():
        known = getattr(row, name).all()
        known._result_cache, known._prefetch_done = list(rows), True
        vars(row).setdefault("_prefetched_objects_cache", {})[name] = known


@dataclass(frozen=True)
class _Table:
    """Of a model: its columns but the id, how to read their values, and which are set to now."""

    name: str
    columns: str
    values: Callable[[models.Model], tuple[Any, ...]]
    names: tuple[str, ...]
    typed: str
    stamped: tuple[str, ...]


@cache
def _table_of(model: type[models.Model]) -> _Table:
    own = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    fields = _plain_fields(model, own)
    return _Table(
        name=model._meta.db_table,
        columns=", ".join(f'"{field.column}"' for field in fields),
        values=attrgetter(*(field.attname for field in fields)),
        names=tuple(field.column for field in fields),
        typed=", ".join(f'"{field.column}" {_type(field)}' for field in fields),
        stamped=tuple(field.attname for field in fields if getattr(field, "auto_now_add", False)),
    )


def _stamped(rows: Sequence[models.Model]) -> _Table:
    """Their table; what is set to the moment of writing is set."""
    table = _table_of(type(rows[0]))
    now = timezone.now()
    for row in rows:
        for name in table.stamped:
            setattr(row, name, now)
    return table


def _insert(groups: Sequence[tuple[_Table, Sequence[models.Model]]], following: Following | None) -> None:
    steps: list[str] = []
    ids: list[str] = []
    values: list[Any] = []
    for number, (table, rows) in enumerate(groups):
        new = f"new_{number}"
        told = ["id"]
        if following and isinstance(rows[0], following.model):
            new, told = "fresh", ["id", *following.columns]
        steps.append(
            f'{new} AS (INSERT INTO "{table.name}" ({table.columns}) '
            f"SELECT * FROM json_to_recordset(%s::json) AS given ({table.typed}) RETURNING {', '.join(told)})"
        )
        ids.append(f"SELECT {number}, id FROM {new}")
        values.append(_as_json([dict(zip(table.names, table.values(row), strict=True)) for row in rows]))
        if new == "fresh" and following:
            steps.append(f"following AS ({following.insert})")
            values += following.values
    with prepared_cursor() as cursor:
        cursor.execute(f"WITH {', '.join(steps)} {' UNION ALL '.join(ids)}", values)
        found = cursor.fetchall()
    for number, (_table, rows) in enumerate(groups):
        _keep_ids(rows, sorted(pk for group, pk in found if group == number))


def _follow(cursor: Any, table: _Table, ids: Sequence[int], following: Following) -> None:
    told = ", ".join(["id", *following.columns])
    cursor.execute(
        f'WITH fresh AS (SELECT {told} FROM "{table.name}" WHERE id = ANY(%s)) {following.insert}',
        [list(ids), *following.values],
    )


def _keep_ids(rows: Sequence[models.Model], ids: Sequence[int]) -> None:
    for row, pk in zip(rows, ids, strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, connection.alias


def _copy_in(cursor: Any, table: _Table, rows: Sequence[models.Model]) -> list[int]:
    ids = _new_ids(cursor, table.name, len(rows))
    # Of itself a COPY raises the driver's errors, not Django's.
    text = f'COPY "{table.name}" (id, {table.columns}) FROM STDIN'
    with connection.wrap_database_errors, cursor.copy(text) as copy:
        for pk, row in zip(ids, rows, strict=True):
            copy.write_row((pk, *table.values(row)))
    return ids


def update_many(rows: Sequence[M], names: Sequence[str]) -> None:
    """Writes these fields of rows that the caller has locked, in the caller's transaction."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) == 1:
        rows[0].save(update_fields=list(names))
        return
    key, *fields = _plain_fields(model, [model._meta.pk.name, *names])
    sets = ", ".join(f'"{field.column}" = v."{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{_type(field)}[]" for field in (key, *fields))
    columns = ", ".join(f'"{field.column}"' for field in (key, *fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" t SET {sets} '
            f'FROM unnest({arrays}) AS v({columns}) WHERE t."{key.column}" = v."{key.column}"',
            [[getattr(row, field.attname) for row in rows] for field in (key, *fields)],
        )


def _plain_fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    for field in fields:
        target = field
        while target.is_relation:  # a key that is another row's key
            target = target.target_field
        if type(target).__module__.partition(".")[0] != "django" or target.get_internal_type() not in _PLAIN:
            raise TypeError(f"{model.__name__}.{field.name} needs more than its plain value")
    return fields


def _type(field: Any) -> str:
    # Without the length: too long a text must be refused, not cut.
    return str(field.db_type(connection).split("(")[0])


def _new_ids(cursor: Any, table: str, count: int) -> list[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
    )
    return sorted(row[0] for row in cursor)
