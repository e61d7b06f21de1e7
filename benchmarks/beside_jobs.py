"""Intake with and without the jobs of the night beside it.

Point 11 of the plan. Orders come in at full speed through the web server; by turns a real Celery
worker is rung as beat rings it, or nobody is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.intake import Ways, counters
from benchmarks.measuring import Figure, parser_of, report, say
from benchmarks.nation import seeded
from benchmarks.server import Send, drive, running
from config.celery import app
from partners.journal.models import PendingActivity

ROOT = Path(__file__).resolve().parent.parent
TASKS = ("orders.roll_up_turnover", "partners.price_activity")
# Seconds between two rings of each.
RINGS = {
    entry["task"]: float(entry["schedule"])
    for entry in app.conf.beat_schedule.values()
    if entry["task"] in TASKS
}
STARTS_WITHIN = 60


@contextmanager
def worker() -> Iterator[str]:
    """A worker of two processes on a queue of its own; the queue's name."""
    queue = f"benchmark-{uuid.uuid4().hex[:8]}"
    command = [
        sys.executable, "-m", "celery", "--quiet", "--app", "config", "worker", "--queues", queue,
        "--concurrency", "2", "--prefetch-multiplier", "1", "--without-mingle", "--without-gossip",
        "--loglevel", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ))
    try:
        yield queue
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        with app.connection_or_acquire() as connection:
            connection.default_channel.queue_delete(queue)


@contextmanager
def ringing(queue: str) -> Iterator[None]:
    """The clock, for as long as the block takes."""
    over = threading.Event()

    def ring(task: str, every: float) -> None:
        while not over.wait(every):
            app.send_task(task, queue=queue, expires=every)

    threads = [threading.Thread(target=ring, args=item) for item in RINGS.items()]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _wait_until_nothing_waits(queue: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while PendingActivity.objects.exists():
        for task in TASKS:
            app.send_task(task, queue=queue)
        if time.monotonic() > deadline:
            raise RuntimeError("the worker does not take up what waits")
        time.sleep(1)


def phases(send: Send, *, port: int, queue: str, orders: int, rounds: int, connections: int) -> Figure:
    """Orders a second with the jobs beside them, against those without, in turns."""
    rates: dict[str, list[float]] = {"with": [], "without": []}
    drive(port, send, requests=range(connections * 8), connections=connections)
    for number in range(rounds):
        for phase in ("without", "with") if number % 2 == 0 else ("with", "without"):
            # Both begin with nothing waiting.
            _wait_until_nothing_waits(queue)
            began = PendingActivity.objects.count()
            if phase == "with":
                with ringing(queue):
                    took = drive(port, send, requests=range(orders), connections=connections)
                    left = PendingActivity.objects.count()
                    if left - began >= 3 * orders:
                        raise AssertionError("the jobs took nothing up: the phase tells nothing")
            else:
                took = drive(port, send, requests=range(orders), connections=connections)
            rates[phase].append(orders / took)
            say(f"  {phase} jobs: {rates[phase][-1]:.0f} a second")
    ratio = statistics.median(a / b for a, b in zip(rates["with"], rates["without"], strict=True))
    return Figure(
        "intake beside the jobs",
        ratio,
        0.9,
        at_least=True,
        ours=rates["with"],
        peer=rates["without"],
        note="orders a second; the peer is the same intake without jobs",
    )


def measure(*, stations: int, orders: int, rounds: int, connections: int) -> list[Figure]:
    seeded(stations)
    ways = Ways(counters(min(stations, 50)))
    with running() as port, worker() as queue:
        options = {"orders": orders, "rounds": rounds, "connections": connections}
        return [phases(ways.form, port=port, queue=queue, **options)]


def main(arguments: Sequence[str]) -> int:
    parser = parser_of("beside_jobs", __doc__)
    parser.add_argument("--stations", type=int, default=1_000)
    parser.add_argument("--orders", type=int, default=2_000, help="a phase; long enough for several rings")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=4)
    given = parser.parse_args(arguments)
    figures = measure(
        stations=given.stations, orders=given.orders, rounds=given.rounds, connections=given.connections
    )
    size = f"{given.rounds} rounds of {given.orders:,} orders, {given.connections} connections"
    return report(figures, title="Intake beside the jobs", size=size, to=given.json)
