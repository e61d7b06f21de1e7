"""Real Celery workers on the test's own database and Redis number, to be killed or to work.

One process each (`solo`): a kill -9 leaves nobody behind to tidy up.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from config.celery import app

ROOT = Path(__file__).resolve().parent.parent


def _environment() -> dict[str, str]:
    """That of the test, with the test database in place of the one it was made beside."""
    url = urlsplit(os.environ["DATABASE_URL"])
    url = url._replace(path=f"/{connection.settings_dict['NAME']}")
    return {**os.environ, "DATABASE_URL": urlunsplit(url), "DJANGO_SETTINGS_MODULE": "config.settings"}


@contextmanager
def celery_worker(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that is ready for tasks; what it says goes to `log`. Ended, if it lives, on leaving."""
    app.control.purge()
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo", "-l", "info"]
    with log.open("wb") as said:
        worker = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "-n", f"{log.stem}@test"],
            cwd=ROOT,
            env=_environment(),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: b" ready." in log.read_bytes() or worker.poll() is not None, seconds=60)
        assert worker.poll() is None, log.read_text()
        yield worker
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait(10)
        app.control.purge()


def kill_minus_nine(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(10) == -signal.SIGKILL


def wait_until(true: Callable[[], Any], *, seconds: float = 20) -> None:
    """Asks until the answer is true; fails the test when it never is."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds:.0f} s in vain")
        time.sleep(0.05)


def waits_for_a_lock(text: str) -> bool:
    """Whether some other session stands in the middle of a statement that contains `text`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND strpos(query, %s) > 0",
            [text],
        )
        return bool(cursor.fetchone()[0])
