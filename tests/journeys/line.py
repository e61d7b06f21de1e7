"""The whole line behind a journey: a worker and beat as in production, on the tests' database."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from orders.counter.gateways.sandbox.server import switch_temper
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.kinds import GATEWAYS
from tests.workers import Worker, database_url, running_worker, wait_until

Switch = Callable[[str, Temper], None]


@pytest.fixture
def gateways(settings, monkeypatch, transactional_db: None) -> Iterator[Switch]:
    """The sandbox gateway as a process of its own; calling the fixture switches a gateway's temper.

    Ask for it before `line`: the worker reads from its environment where the gateways are.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    accounts = {code: {"url": f"{base}/{code}", "keys": {"sandbox": "tea-hills"}} for code in GATEWAYS}
    settings.GATEWAYS, settings.GATEWAYS_PRIVATE = accounts, True
    monkeypatch.setenv("GATEWAYS", json.dumps(accounts))
    monkeypatch.setenv("GATEWAYS_PRIVATE", "1")

    def switch(code: str, temper: Temper) -> None:
        switch_temper(base, gateway=code, temper=temper)

    def listens() -> bool:
        assert sandbox.poll() is None, "the sandbox did not start"
        try:
            switch("*", Temper.CALM)
        except OSError:
            return False
        return True

    sandbox = subprocess.Popen(
        [sys.executable, "manage.py", "run_sandbox_gateway", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(listens, what="the sandbox")
        yield switch
    finally:
        sandbox.kill()
        sandbox.wait()


@pytest.fixture
def line(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """Beat rings and a worker works; nobody in the test calls a job."""
    with running_worker(fan_out=True) as worker:
        beat = subprocess.Popen(
            [
                sys.executable, "-m", "celery", "--quiet", "--app", "config", "beat", "--loglevel", "warning",
                "--pidfile=", "--schedule", str(tmp_path / "schedule"),
            ],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url()},
        )  # fmt: skip
        try:
            yield worker
        finally:
            beat.terminate()
            beat.wait(timeout=30)
            # Nothing of the test may be written after its tables were emptied.
            worker.finish()
