"""Real Celery workers, real kills, and a gate that stops a job surely in the middle.

A worker here is the process of production: prefork, late acknowledgement, on the tests'
own database and Redis number, with a queue of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections
from redis import Redis

from config.celery import app
from config.queues import QUEUES

GATE = 715_517  # any number that nobody else locks


def wait_until(true: Callable[[], bool], *, seconds: float = 120, what: str = "it") -> None:
    """Waits for something that happens elsewhere; fails loudly when it does not.

    Long enough for a worker that starts on a machine with other work.
    """
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)


def elsewhere() -> psycopg.Connection[Any]:
    """A connection of its own to the tests' database."""
    given = connection.get_connection_params()
    return psycopg.connect(
        autocommit=True,
        **{name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given},
    )


class Gate:
    """Whoever inserts into a table stops before the first row, until `open`."""

    def __init__(self, holder: psycopg.Connection[Any]) -> None:
        self._holder = holder
        holder.execute("SELECT pg_advisory_lock(%s)", [GATE])

    def waiting(self) -> int:
        """How many transactions stand before the gate."""
        # Such a lock is one database's own, but `pg_locks` shows those of the whole server.
        row = self._holder.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted AND objid = %s",
            [GATE],
        ).fetchone()
        return int(row[0]) if row else 0

    def wait_for(self, number: int = 1) -> None:
        wait_until(lambda: self.waiting() >= number, what=f"{number} before the gate")

    def open(self) -> None:
        self._holder.execute("SELECT pg_advisory_unlock_all()")


@contextmanager
def gate_before(table: str, event: str = "INSERT") -> Iterator[Gate]:
    """A gate before the inserts of a table, or its updates. Only in tests with real transactions."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION test_gate() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_advisory_xact_lock_shared({GATE}); RETURN NULL; END $$;
            CREATE TRIGGER test_gate BEFORE {event} ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION test_gate();
            """
        )
    holder = elsewhere()
    try:
        yield Gate(holder)
    finally:
        holder.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER test_gate ON {table}; DROP FUNCTION test_gate();")


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, dict[str, Any]]:
    """Starts work on a database connection of its own; its result or error stands in the dict."""
    outcome: dict[str, Any] = {}

    def run() -> None:
        try:
            outcome["result"] = work()
        except Exception as error:
            outcome["error"] = error
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


def sessions() -> set[int]:
    """The database sessions of everybody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {row[0] for row in cursor.fetchall()}


class Worker:
    """A Celery worker in a process group of its own."""

    def __init__(self, queue: str, *, fan_out: bool) -> None:
        self.queue = queue
        self.queues = [queue, *(QUEUES if fan_out else ())]
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "celery", "--quiet", "--app", "config", "worker",
                "--queues", ",".join(self.queues), "--concurrency", "1",
                "--without-mingle", "--without-gossip", "--loglevel", "warning",
            ],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url()},
            start_new_session=True,
        )  # fmt: skip

    def ring(self, task: str, *arguments: Any) -> None:
        app.send_task(task, args=arguments, queue=self.queue)

    def kill(self) -> None:
        """kill -9 for the worker and its children."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def finish(self) -> None:
        """Waits until nothing it was rung for is left, then ends it.

        By a kill: Celery's own shutdown may take longer than a test can wait.
        """
        if self.process.poll() is None:
            wait_until(lambda: not self._left(), what="the end of the work")
            self.kill()

    def _left(self) -> int:
        """Messages on its queues, and those it holds and has not acknowledged."""
        with Redis.from_url(settings.REDIS_URL) as redis:
            return sum(redis.llen(queue) for queue in self.queues) + len(unacknowledged(redis, self.queues))


@contextmanager
def running_worker(*, fan_out: bool = False) -> Iterator[Worker]:
    """A worker with its queue, both gone afterwards, and what a killed one left unacknowledged too.

    With `fan_out` it also works on what its tasks ring for, on the queues of everybody.
    """
    worker = Worker(f"test-{uuid.uuid4().hex[:8]}", fan_out=fan_out)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.kill()
        with Redis.from_url(settings.REDIS_URL) as redis:
            redis.delete(*worker.queues)
            for tag in unacknowledged(redis, worker.queues):
                redis.hdel("unacked", tag)
                redis.zrem("unacked_index", tag)


def unacknowledged(redis: Redis, queues: list[str]) -> list[bytes]:
    """The tags of what a worker of these queues holds."""
    return [tag for tag, message in redis.hgetall("unacked").items() if json.loads(message)[2] in queues]


def database_url() -> str:
    """The address of the tests' database, which differs from the environment's by its name only."""
    before, _, after = settings.DATABASE_URL.partition("?")
    address = before.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    return f"{address}?{after}" if after else address
