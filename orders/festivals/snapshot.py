"""One moment for all the queries of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from orders.festivals.rolling_up import CONSUMER

# More than this is said as "more than this": counting a backlog of millions is not worth it.
PENDING_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Moment:
    """When the snapshot was taken, and how many journal rows waited to be rolled up then."""

    as_of: dt.datetime
    pending: int


@contextmanager
def one_snapshot() -> Iterator[Moment]:
    """A read-only REPEATABLE READ transaction; inside a transaction of the caller's, that one."""
    own = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if own:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # The first query takes the snapshot, so its clock is the report's.
        cursor.execute(
            "SELECT clock_timestamp(), (SELECT count(*) FROM (SELECT 1 FROM partners_pendingactivity"
            " WHERE consumer = %s LIMIT %s) AS waiting)",
            [CONSUMER, PENDING_COUNTED],
        )
        as_of, pending = cursor.fetchone()
        yield Moment(as_of, pending)
