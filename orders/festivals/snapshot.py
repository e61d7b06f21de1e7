"""One moment for all the queries of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections, transaction

from orders.festivals.rolling_up import CONSUMER
from stations.replica import source

# More than this is said as "more than this": counting a backlog of millions is not worth it.
PENDING_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Moment:
    """When the snapshot was taken, and how many journal rows waited to be rolled up then.

    Read from a replica it is as of the newest commit that had arrived there, `behind` before now.
    """

    as_of: dt.datetime
    pending: int
    behind: dt.timedelta = dt.timedelta()


@contextmanager
def one_snapshot() -> Iterator[Moment]:
    """A read-only REPEATABLE READ transaction; inside a transaction of the caller's, that one."""
    alias, behind = source().alias, source().behind
    own = not connections[alias].in_atomic_block
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        if own:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # The first query takes the snapshot, so its clock is the report's.
        cursor.execute(
            "SELECT clock_timestamp(), (SELECT count(*) FROM (SELECT 1 FROM partners_pendingactivity"
            " WHERE consumer = %s LIMIT %s) AS waiting)",
            [CONSUMER, PENDING_COUNTED],
        )
        now, pending = cursor.fetchone()
        yield Moment(now - behind, pending, behind)
