"""A checkout in miniature: the real `config.embedded`, alone in a folder of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from config.embedded.place import CHECKOUT, Place, find

ENSURE = """
import json, os
from config.embedded import ensure
ensure()
print(json.dumps({name: os.environ.get(name) for name in
    ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "IDENTITY_KEYS", "DEBUG")}))
"""


@dataclass(frozen=True)
class Checkout:
    path: Path

    def popen(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """A fresh interpreter: what the tests themselves run on must not leak in."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.path,
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ensure(self, **environment: str) -> "subprocess.Popen[str]":
        return self.popen("-c", ENSURE, **environment)

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        process = self.popen(*arguments, **environment)
        output, errors = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def start(self) -> None:
        done = self.run("-m", "config.embedded", "start")
        assert done.returncode == 0, done.stderr

    def stop(self) -> str:
        return self.run("-m", "config.embedded", "stop").stdout

    @property
    def place(self) -> Place:
        place = find(self.path)
        assert place
        return place

    @property
    def postgres_pid(self) -> int:
        return int((self.place.data / "pg" / "postmaster.pid").read_text().splitlines()[0])

    @property
    def valkey_pid(self) -> int:
        return int((self.place.logs / "valkey.pid").read_text())

    def query(self, statement: str) -> list[tuple]:
        with psycopg.connect(host=str(self.place.sockets), user="cunzhan", dbname="cunzhan") as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def redis(self) -> Redis:
        return Redis(unix_socket_path=str(self.place.sockets / "redis.sock"), decode_responses=True)


def make_checkout(path: Path) -> Checkout:
    shutil.copytree(CHECKOUT / "config" / "embedded", path / "config" / "embedded")
    # The project's own also loads Celery, which is beside the point here.
    (path / "config" / "__init__.py").touch()
    return Checkout(path)


@contextlib.contextmanager
def open_temporary_folder() -> Iterator[Path]:
    """One that every user may enter, and with a short path: pytest's own are neither."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with open_temporary_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def checkout() -> Iterator[Checkout]:
    """Below a path with a space and a Chinese name; the servers are running."""
    with open_temporary_folder() as folder:
        made = make_checkout(folder / "my 村站")
        made.start()
        yield made
        made.stop()
        shutil.rmtree(made.place.sockets)
