"""A PostgreSQL and a Valkey of one test's own: to be cut off, killed, restarted and replicated."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from config.embedded import binaries
from config.embedded import place as places
from config.embedded.place import Place
from config.embedded.postgres import ENVIRONMENT, NAME, Postgres
from config.embedded.valkey import Valkey
from tests.embedded.conftest import open_temporary_folder
from tests.workers import database_url


@dataclass(frozen=True)
class Replicable(Postgres):
    """As in production: replicas may follow it."""

    @property
    def settings(self) -> dict[str, str]:
        return super().settings | {
            "wal_level": "replica",
            "max_wal_senders": "4",
            "hot_standby_feedback": "on",
            "wal_receiver_status_interval": "1",
            # The machine does not fall here, only processes do.
            "fsync": "off",
            "shared_buffers": "128MB",
        }


@dataclass
class Servers:
    """Both of them, with the tests' tables and nothing in these."""

    folder: Path
    place: Place
    postgres: Replicable
    valkey: Valkey
    replicas: list[Replicable] = field(default_factory=list)

    def redis(self) -> Redis:
        return Redis(unix_socket_path=str(self.valkey.socket))

    def environment(self, **more: str) -> dict[str, str]:
        """Of a process of ours that works on them."""
        return {**os.environ, "DATABASE_URL": self.postgres.url, "REDIS_URL": self.valkey.url, **more}

    def add_replica(self) -> Replicable:
        """A streaming replica, by `pg_basebackup` as in production."""
        folder = self.folder / f"replica{len(self.replicas)}"
        folder.mkdir(mode=0o700)
        place = Place(self.place.account, folder, folder / "sock")
        place.account.own(folder)
        places.make_folders(place)
        replica = Replicable(place)
        done = place.account.run(
            binaries.postgres(place) / "pg_basebackup", "--host", self.place.sockets, "--username", NAME,
            "--pgdata", replica.data, "--write-recovery-conf", "--checkpoint", "fast",
            "--wal-method", "stream", env=ENVIRONMENT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        replica.start()
        self.replicas.append(replica)
        return replica


@pytest.fixture(scope="module")
def servers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Servers]:
    """A module's own; meanwhile the tests' connection, and so every verb and fixture, works on them."""
    with django_db_blocker.unblock(), _running() as servers:
        yield servers


@contextmanager
def _running() -> Iterator[Servers]:
    with open_temporary_folder() as folder:
        (folder / ".run").mkdir()
        place = places.choose(folder)
        places.make_folders(place)
        servers = Servers(folder, place, Replicable(place), Valkey(place))
        try:
            servers.valkey.start()
            servers.postgres.start()
            _copy_tables(servers.postgres)
            with _connected_to(servers.postgres):
                yield servers
        finally:
            for server in (servers.valkey, *servers.replicas, servers.postgres):
                server.stop()
            if place.data != folder / ".run":
                shutil.rmtree(place.data)


def _copy_tables(postgres: Postgres) -> None:
    """What the migrations made, from the tests' database: quicker than migrating again."""
    programs = binaries.postgres(postgres.place)
    dump = subprocess.Popen(
        [programs / "pg_dump", "--no-owner", "--dbname", database_url()], stdout=subprocess.PIPE
    )
    load = [programs / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    subprocess.run(
        [*load, "--host", postgres.place.sockets, "--username", NAME, "--dbname", NAME],
        stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    assert dump.wait() == 0


@contextmanager
def _connected_to(postgres: Postgres) -> Iterator[None]:
    own: dict[str, Any] = connection.settings_dict
    before = {name: own[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD", "OPTIONS")}
    connection.close()
    # What is committed here has to outlive the server, unlike in the other tests (tests/conftest.py).
    options = own["OPTIONS"] | {"options": own["OPTIONS"]["options"] + " -c synchronous_commit=on"}
    own.update(NAME=NAME, HOST=str(postgres.place.sockets), PORT="", USER=NAME, PASSWORD="", OPTIONS=options)
    try:
        yield
    finally:
        connection.close()
        own.update(before)


def start(servers: Servers, *arguments: str, log: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A process of ours on these servers, in a group of its own, that writes to `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=servers.environment(**environment),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
