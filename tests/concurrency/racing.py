"""Several at once, each with a database connection of its own, and what a lock is when nobody takes it."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

from config.embedded import state_dir
from orders.agent_orders.models import AgentOrder
from tests.workers import Gate, in_thread, wait_until

# Two processes that run the tests, with this many connections each, exhaust a server's hundred.
CROWD = 20


@contextmanager
def one_crowd_at_a_time(size: int) -> Iterator[None]:
    """Waits while the tests' other process has a crowd of its own at the same server."""
    with (state_dir() / "crowd.lock").open("w") as turn:
        if size >= CROWD:
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def at_once(works: Iterable[Callable[[], Any]]) -> list[dict[str, Any]]:
    """Starts everything at the same moment; each outcome holds a "result" or an "error"."""
    works = list(works)
    start = threading.Barrier(len(works))

    def ready(work: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            try:
                connections["default"].ensure_connection()
                start.wait(timeout=120)
            except Exception:
                start.abort()  # the others need not wait for one that can't come
                raise
            return work()

        return run

    with one_crowd_at_a_time(len(works)):
        running = [in_thread(ready(work)) for work in works]
        for thread, _ in running:
            thread.join()
    return [outcome for _, outcome in running]


def all_at_once(works: Iterable[Callable[[], Any]]) -> list[Any]:
    """Their results; raises what the first of them raised."""
    said = at_once(works)
    for one in said:
        if "error" in one:
            raise one["error"]
    return [one["result"] for one in said]


def one_behind_the_other(
    gate: Gate, first: Callable[[], Any], second: Callable[[], Any]
) -> list[dict[str, Any]]:
    """The first stops at the gate with what it has locked; the second runs into that; then both go on."""
    one, one_said = in_thread(first)
    gate.wait_for(1)
    two, two_said = in_thread(second)
    wait_until(lambda: locked_out() >= 2 or not two.is_alive(), what="the second at the lock")
    gate.open()
    one.join()
    two.join()
    return [one_said, two_said]


def locked_out() -> int:
    """How many sessions wait for a lock, the one before the gate included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def read_without_lock(pks: Iterable[int]) -> dict[int, AgentOrder]:
    """What `lock_orders` would be without its lock."""
    return {
        order.pk: order for order in AgentOrder.objects.filter(pk__in=list(pks)).select_related("station")
    }
