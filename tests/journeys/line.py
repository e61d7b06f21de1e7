"""The whole line behind a journey: a worker and beat as in production, on the tests' database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.workers import Worker, database_url, running_worker


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
            worker.stop()
