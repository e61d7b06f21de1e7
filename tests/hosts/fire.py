"""The night under fire: orders come in while whatever can die dies, and in the end each fen is there.

Sellers place and refund through the verbs, by COPY where a batch is large. Two real workers and a
beat roll up and price. Meanwhile workers are killed, Redis is flushed twice, and PostgreSQL is killed
and started again once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import Error, close_old_connections, connection, connections

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, place_orders
from orders.agent_orders.refunding import refund_lines
from orders.villagers.models import Villager
from partners.journal.kinds import Category
from partners.journal.models import PendingActivity
from stations.network.models import Station
from tests.cast import DOUBLE_ELEVEN
from tests.private import Servers, start
from tests.workers import wait_until

SMALL, LARGE = 20, 500  # of a batch; the larger goes in by COPY
KILL_EVERY = 3.0


@dataclass
class Counted:
    """What was sold and done, for the reader of the log."""

    orders: int = 0
    refunds: int = 0
    broken: int = 0  # attempts that ended with the database
    kills: int = 0
    flushes: int = 0
    restarts: int = 0


@dataclass
class Fire:
    servers: Servers
    villagers: list[tuple[Station, Villager]]
    orders: int
    seed: int
    folder: Path
    say: Callable[[str], None]
    counted: Counted = field(default_factory=Counted)
    _turn: threading.Condition = field(default_factory=threading.Condition)
    _over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._feats = [(1 / 3, self._flush), (1 / 2, self._restart_postgres), (2 / 3, self._flush)]
        self.workers = [self._worker(number) for number in (1, 2)]
        self.beat = self._celery("beat", "--pidfile=", "--schedule", str(self.folder / "schedule"))

    def burn(self) -> None:
        """Until all orders are in, and what they left to do is done."""
        wait_until(lambda: all(map(_children, self.workers)), what="the workers")
        sellers = [threading.Thread(target=self._sell, args=[number]) for number in (1, 2)]
        for seller in sellers:
            seller.start()
        try:
            self._set_fires(sellers)
        except BaseException:
            self._over.set()
            raise
        finally:
            for seller in sellers:
                seller.join()
        self.say(f"all {self.counted.orders:,} orders are in: {self.counted}")
        wait_until(self._all_is_counted, seconds=600, what="the end of the work")

    def _all_is_counted(self) -> bool:
        self._start_who_gave_up()
        return not PendingActivity.objects.exists()

    def stop(self) -> None:
        self._over.set()
        for process in (self.beat, *self.workers):
            _kill(process)

    # --- who sells ---------------------------------------------------------------

    def _sell(self, number: int) -> None:
        draw = random.Random(f"{self.seed}-{number}")
        try:
            while size := self._take(SMALL if draw.random() < 0.5 else LARGE):
                first, size = size
                self._place([self._order(draw, first + place) for place in range(size)])
                if draw.random() < 0.5:
                    self._refund(draw, first)
        finally:
            connections.close_all()

    def _take(self, size: int) -> tuple[int, int] | None:
        """The numbers of the next orders. Nobody sells past a fire that is due: each burns someone's work."""
        with self._turn:
            while self._is_due() and not self._over.is_set():
                self._turn.wait(0.1)
            size = min(size, self.orders - self.counted.orders)
            self.counted.orders += size
            return (self.counted.orders - size, size) if size and not self._over.is_set() else None

    def _order(self, draw: random.Random, number: int) -> NewOrder:
        station, villager = draw.choice(self.villagers)
        at = DOUBLE_ELEVEN + dt.timedelta(seconds=draw.randrange(86_000))
        lines = [
            NewLine(
                title="年货", category=draw.choice(Category.values), quantity=1,
                unit_price=Decimal(draw.randrange(100, 60_000)) / 100,
            )
            for _ in range(draw.choice((1, 1, 2)))
        ]  # fmt: skip
        return NewOrder(
            station=station, villager=villager, lines=lines, placed_at=at,
            pay_how=AgentOrder.PayHow.CASH if draw.random() < 0.1 else AgentOrder.PayHow.OWN_ACCOUNT,
            paid_at=at + dt.timedelta(seconds=60) if draw.random() < 0.9 else None,
            platform_order_no=_platform_no(number),
        )  # fmt: skip

    def _place(self, orders: list[NewOrder]) -> None:
        """Again until it is in. After a broken commit only the database knows whether it is."""
        while True:
            try:
                if not AgentOrder.objects.filter(platform_order_no=orders[0].platform_order_no).exists():
                    place_orders(actor=None, orders=orders)
            except Error:
                self._breathe()
            else:
                return

    def _refund(self, draw: random.Random, number: int) -> None:
        with contextlib.suppress(AgentOrder.DoesNotExist):
            try:
                order = AgentOrder.objects.get(platform_order_no=_platform_no(number), paid_at__isnull=False)
                line = order.lines.order_by("pk")[0]
                part = draw.choice((line.amount, Decimal("0.37")))
                refund_lines(actor=None, order=order, amounts={line.pk: part}, reason="到货破损")
                self.counted.refunds += 1
            except Error:
                self._breathe()

    def _breathe(self) -> None:
        self.counted.broken += 1
        connection.close()
        time.sleep(0.2)

    # --- who sets fires ----------------------------------------------------------

    def _is_due(self) -> bool:
        return bool(self._feats) and self.counted.orders >= self._feats[0][0] * self.orders

    def _set_fires(self, sellers: list[threading.Thread]) -> None:
        draw, told = random.Random(self.seed), 0.0
        while any(seller.is_alive() for seller in sellers):
            if self._is_due():
                self._feats[0][1]()
                with self._turn:
                    self._feats.pop(0)
                    self._turn.notify_all()
            self._start_who_gave_up()
            self._kill_somebody(draw)
            if time.monotonic() - told > 10:
                told = time.monotonic()
                self.say(f"{self.counted.orders:,} of {self.orders:,} orders; {self.counted}")
            for seller in sellers:
                seller.join(KILL_EVERY / 2)

    def _kill_somebody(self, draw: random.Random) -> None:
        """The process that works, or now and then the whole worker, which is then started again."""
        number = draw.randrange(2)
        children = _children(self.workers[number])
        if children and draw.random() < 0.8:
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        elif children:
            _kill(self.workers[number])
            self.workers[number] = self._worker(number + 1)
        self.counted.kills += bool(children)

    def _start_who_gave_up(self) -> None:
        """As a service manager does: a worker whose processes die while they start ends itself."""
        for number, worker in enumerate(self.workers):
            if worker.poll() is not None:
                self.workers[number] = self._worker(number + 1)

    def _flush(self) -> None:
        with self.servers.redis() as redis:
            redis.flushall()
        self.counted.flushes += 1

    def _restart_postgres(self) -> None:
        pid = self.servers.postgres.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        self.servers.postgres.start()
        close_old_connections()
        self.counted.restarts += 1

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        return self._celery(
            "worker", "--queues", "festival,income", "--concurrency", "1", "--hostname", f"fire{number}@test",
            "--without-mingle", "--without-gossip",
        )  # fmt: skip

    def _celery(self, *arguments: str) -> subprocess.Popen[bytes]:
        celery = ["-m", "celery", "--quiet", "--app", "config", *arguments, "--loglevel", "warning"]
        return start(self.servers, *celery, log=self.folder / "fire.log")


def _platform_no(number: int) -> str:
    return f"{10**12 + number}"


def _children(process: subprocess.Popen[bytes]) -> list[int]:
    """Nobody, while it starts."""
    try:
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        return []
    return [int(pid) for pid in text.split()]


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
