"""Reports may be read from a streaming replica: this is the one place that chooses.

A report function that says `@reads_replica` is a pure read that nobody waits for to the second. It
reads from the replica when there is one, it answers, and it is not too far behind; else from the
primary. Everything else, and every write, is the primary's: so nobody misses what they just wrote.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction

log = structlog.get_logger(__name__)

REPLICA = "replica"
# Having failed, it is not asked again for so many seconds: each report would wait for it in vain.
LEFT_ALONE = 15.0

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Source:
    """The database that a report is read from, and how old what stands there is."""

    alias: str
    behind: dt.timedelta


PRIMARY = Source(DEFAULT_DB_ALIAS, dt.timedelta())
_source: ContextVar[Source] = ContextVar("source", default=PRIMARY)
_asked_again_at = 0.0


class Unfit(Exception):
    """The replica answers, but not for us: it is too far behind, or no replica at all."""


def source() -> Source:
    """What the report that is being made reads from; outside of one, the primary."""
    return _source.get()


def reads_replica(report: Callable[P, R]) -> Callable[P, R]:
    """Lets a report be read from the replica, as one snapshot.

    What it returns holds no queryset: that would be read later and elsewhere. Inside a transaction
    the primary is read, since the caller may have written. When the replica fails in the middle the
    report is made again from the primary; so it may do nothing but read.
    """

    @functools.wraps(report)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        if not _may_be_asked():
            return report(*args, **kwargs)
        written = _written()
        try:
            with _reading_replica(written):
                return report(*args, **kwargs)
        except Unfit as reason:
            log.warning("replica_passed_over", reason=str(reason))
        except Error as error:
            _leave_alone(error)
        return report(*args, **kwargs)

    return made


class ReportsFromReplica:
    """The database router. Only a report's reads leave the primary; never a write, never a lock."""

    def db_for_read(self, model: object, **hints: object) -> str:
        # Said in any case: by default a row that came from the replica would go on reading there.
        return source().alias

    def db_for_write(self, model: object, **hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        return True  # the same rows, in two places

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == DEFAULT_DB_ALIAS


def _may_be_asked() -> bool:
    return (
        REPLICA in connections.databases
        and source() is PRIMARY
        and not connections[DEFAULT_DB_ALIAS].in_atomic_block
        and time.monotonic() >= _asked_again_at
    )


def _leave_alone(error: Error) -> None:
    global _asked_again_at
    _asked_again_at = time.monotonic() + LEFT_ALONE
    connections[REPLICA].close()
    log.warning("replica_failed", error=str(error).strip(), left_alone_seconds=LEFT_ALONE)


def _written() -> str:
    """How far the primary's log is on disk by now: a replica that has replayed this lacks nothing."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()::text")
        return str(cursor.fetchone()[0])


@contextmanager
def _reading_replica(written: str) -> Iterator[None]:
    with transaction.atomic(using=REPLICA), connections[REPLICA].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        behind = _behind(cursor, written)
        token = _source.set(Source(REPLICA, behind))
        try:
            yield
        finally:
            _source.reset(token)


def _behind(cursor: Any, written: str) -> dt.timedelta:
    """How old the newest commit replayed there is, or nothing when no later one is known.

    Raises Unfit. The query also takes the report's snapshot, so the age is that of its rows.
    """
    cursor.execute(
        "SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,"
        " clock_timestamp() - pg_last_xact_replay_timestamp()",
        [written],
    )
    replays, has_all, age = cursor.fetchone()
    if not replays:
        raise Unfit("it is not a replica (any more)")
    if has_all:
        return dt.timedelta()
    if age is None or age > dt.timedelta(seconds=settings.REPLICA_MAX_LAG):
        raise Unfit(f"it is {age} behind, more than {settings.REPLICA_MAX_LAG} s")
    newest: dt.timedelta = max(dt.timedelta(), age)
    return newest
