"""A host of ours: web, worker and beat as processes, with cuttable lines to PostgreSQL and Redis."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from config.embedded.place import SOCKET_NAME
from config.queues import QUEUES
from tests.hosts.proxy import CuttingProxy
from tests.orders.agent_orders.api import URL, new
from tests.private import Servers, start
from tests.workers import wait_until

PATIENCE = 45.0  # of a phone; longer than any request may take


class Host:
    def __init__(self, name: str, servers: Servers, token: str, folder: Path) -> None:
        self.name, self.token = name, token
        self.database = CuttingProxy(servers.postgres.place.sockets / SOCKET_NAME)
        self.redis = CuttingProxy(servers.valkey.socket)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"http://127.0.0.1:{free.getsockname()[1]}"
        environment = {
            "DATABASE_URL": f"postgres://cunzhan_app@127.0.0.1:{self.database.port}/cunzhan",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis.port}/0",
            "API_PER_PERSON": "0",
            "API_PER_ADDRESS": "0",
            "CONN_MAX_AGE": "60",
        }
        self.log = folder / f"{name}.log"
        port = self.address.rpartition(":")[2]
        self.web = start(
            servers, "-m", "granian", "--interface", "wsgi", "--port", port, "--workers", "1",
            "--blocking-threads", "4", "--no-ws", "config.wsgi:application", log=self.log, **environment,
        )  # fmt: skip
        self.worker = start(
            servers, "-m", "celery", "--quiet", "--app", "config", "worker", "--queues", ",".join(QUEUES),
            "--concurrency", "1", "--without-mingle", "--without-gossip", "--loglevel", "warning",
            "--beat", "--schedule", str(folder / f"{name}-schedule"), "--hostname", f"{name}@test",
            log=self.log, **environment,
        )  # fmt: skip
        # What its villagers' partner was told: by key the order's number; keys answered a second time.
        self.numbers: dict[str, str] = {}
        self.replayed: set[str] = set()
        self.failed = 0
        self.longest = 0.0

    def lines(self) -> tuple[CuttingProxy, CuttingProxy]:
        return self.database, self.redis

    def health(self) -> int:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/health/", timeout=PATIENCE).status_code
        return 0

    def wait_until_up(self) -> None:
        wait_until(lambda: self.health() == 200, what=f"host {self.name}")

    def place(self, key: str) -> bool:
        """One attempt at an order. Whoever gets no answer knows nothing, and may ask again with the key."""
        began = time.monotonic()
        try:
            answer = httpx.post(
                self.address + URL,
                json=new(),
                headers={"Authorization": f"Token {self.token}", "Idempotency-Key": key},
                timeout=PATIENCE,
            )
        except httpx.HTTPError:
            answer = None
        self.longest = max(self.longest, time.monotonic() - began)
        if answer is None or answer.status_code >= 500:
            self.failed += 1
            return False
        assert answer.status_code in {200, 201}, answer.text
        if answer.status_code == 200:
            self.replayed.add(key)
        self.numbers[key] = answer.json()["number"]
        return True

    @contextmanager
    def selling(self) -> Iterator[None]:
        """Orders one after the other, each asked for until it is answered."""
        closed = threading.Event()
        seller = threading.Thread(target=self._sell, args=[closed])
        seller.start()
        try:
            yield
        finally:
            closed.set()
            seller.join()

    def _sell(self, closed: threading.Event) -> None:
        number = 0
        while not closed.is_set():
            number += 1
            while not self.place(f"{self.name}-{number}"):
                time.sleep(0.2)
            closed.wait(0.1)

    def wait_for_orders(self, more: int) -> None:
        enough = len(self.numbers) + more
        wait_until(lambda: len(self.numbers) >= enough, what=f"{more} orders at host {self.name}")

    def stop_working(self) -> None:
        """kill -9 for worker and beat."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def stop(self) -> None:
        self.stop_working()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        for line in self.lines():
            line.refuse()
