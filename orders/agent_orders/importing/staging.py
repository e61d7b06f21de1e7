"""The rows of one file, put in order of their orders.

The rows of an order may stand anywhere in the file. A temporary table sorts them, so that a
file of any length takes the same memory here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection

from orders.agent_orders.importing.parsing import BadRow, Row

_CREATE = """
    DROP TABLE IF EXISTS pg_temp.import_row;
    CREATE TEMPORARY TABLE import_row (
        line integer, platform text COLLATE "C", order_no text COLLATE "C", line_no integer,
        station text, villager text, phone text, title text, category text,
        quantity integer, unit_price numeric, amount numeric,
        placed_at timestamptz, paid_at timestamptz, handed_over_at timestamptz,
        refunded numeric, refunded_at timestamptz, reason text
    ) ON COMMIT DROP;
    SET LOCAL work_mem = '64MB';
"""
_COLUMNS = (*Row._fields, "reason")
_NO_VALUES = (None,) * (len(Row._fields) - 3)


@dataclass(slots=True)
class Group:
    """All rows of one order, in the order of the file."""

    key: tuple[str, str]
    rows: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    @property
    def lines(self) -> list[int]:
        return [row.line for row in self.rows]


def stage(rows: Iterable[Row | BadRow]) -> int:
    """Takes the rows in, in the caller's transaction; returns how many there are."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        with cursor.copy(f"COPY import_row ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                count += 1
                if isinstance(row, Row):
                    copy.write_row((*row, None))
                else:
                    copy.write_row((row.line, row.platform, row.order_no, *_NO_VALUES, row.reason))
    return count


def groups() -> Iterator[Group]:
    """The orders of the staged rows, sorted by platform and number."""
    for key, same in groupby(_sorted_rows(), key=lambda row: (row.platform, row.order_no)):
        group = Group(key)
        for row in same:
            if isinstance(row, Row):
                group.rows.append(row)
            else:
                group.bad.append(row)
        yield group


def _sorted_rows() -> Iterator[Row | BadRow]:
    # A cursor on the server's side: the client never holds more than a page of rows.
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_COLUMNS)} FROM import_row ORDER BY platform, order_no, line")
        while page := cursor.fetchmany(5000):
            for *values, reason in page:
                if reason is None:
                    yield Row(*values)
                else:
                    yield BadRow(values[0], values[1], values[2], reason)
