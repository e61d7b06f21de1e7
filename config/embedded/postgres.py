"""The private PostgreSQL: made once, on a unix socket only, never on TCP."""

import os
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import pq, sql

from config.embedded import binaries
from config.embedded.place import Place
from config.embedded.processes import EmbeddedError, command_line, end, tail, wait_until

NAME = "cunzhan"  # of the database and its owner
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Postgres:
    place: Place

    label = "PostgreSQL"

    @property
    def data(self) -> Path:
        return self.place.data / "pg"

    @property
    def log(self) -> Path:
        return self.place.logs / "postgres.log"

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@/{NAME}?host={quote(str(self.place.sockets))}"

    def answers(self) -> bool:
        conninfo = f"host='{self.place.sockets}' user={NAME} dbname={NAME} connect_timeout=2"
        return pq.PGconn.ping(os.fsencode(conninfo)) == pq.Ping.OK

    def pid(self) -> int | None:
        """The postmaster's, if the process of that number really is ours."""
        noted = self._noted()
        try:
            pid, data = int(noted[0]), noted[1]
        except (ValueError, IndexError):
            return None
        command = command_line(pid)
        return pid if data == str(self.data) and "postgres" in command and str(self.data) in command else None

    def _noted(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _claims_to_be_ready(self) -> bool:
        return [line.strip() for line in self._noted()[7:]] == ["ready"]

    def start(self) -> None:
        """Make it when it is not there, start it when it does not answer.

        Raises EmbeddedError with the end of the log. The caller holds the lock.
        """
        programs = binaries.postgres(self.place)
        if not self.data.exists():
            self._initialise(programs)
        self._check_version(programs)
        if (pid := self.pid()) is not None:
            # Still starting or recovering: wait. Ready, but its socket cleaned away: again.
            wait_until(lambda: self.answers() or self.pid() != pid or self._claims_to_be_ready(), 300)
            if self.answers():
                return
            self._end(pid)
        self._start(programs)
        self._create_database()

    def stop(self) -> bool:
        if (pid := self.pid()) is None:
            return False
        self._end(pid)
        return True

    def _end(self, pid: int) -> None:
        end(pid, lambda: self.pid() == pid, gently=signal.SIGINT, seconds=60)

    def _initialise(self, programs: Path) -> None:
        unfinished = self.data.with_name("pg.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.place.account.own(unfinished)
        complaints = ""
        # Collation is builtin and the same everywhere. LC_CTYPE must know letters:
        # with C, pg_trgm finds no trigrams in Chinese. Not every system has C.UTF-8.
        for ctype in ("C.UTF-8", "en_US.UTF-8"):
            done = self.place.account.run(
                programs / "initdb", "--pgdata", unfinished, "--username", NAME, "--auth=trust",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--lc-collate=C", f"--lc-ctype={ctype}", "--lc-messages=C", "--no-instructions",
                env=ENVIRONMENT,
            )  # fmt: skip
            if done.returncode == 0:
                unfinished.rename(self.data)
                return
            complaints += done.stderr
        raise EmbeddedError(f"PostgreSQL could not be set up in {self.data}:\n{complaints}")

    def _check_version(self, programs: Path) -> None:
        # Only root and its owner may look inside; anybody else is told so here.
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
        except PermissionError as error:
            raise EmbeddedError(
                f"{self.data} belongs to another user: go on as that user, or remove {self.data.parent}"
            ) from error
        except FileNotFoundError as error:
            raise EmbeddedError(f"{self.data} is not a PostgreSQL database: move it away") from error
        version = self.place.account.run(programs / "postgres", "--version").stdout.split()[-1].split(".")[0]
        if made_by != version:
            raise EmbeddedError(
                f"{self.data} was made by PostgreSQL {made_by}, this is {version}: "
                "dump it with the old release or move it away"
            )

    @property
    def settings(self) -> dict[str, str]:
        return {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "wal_level": "minimal",  # nobody replicates it; bulk loads write less
            "max_wal_senders": "0",
            "max_wal_size": "4GB",
            "shared_buffers": "256MB",
            "logging_collector": "off",
            "log_timezone": "UTC",
            # Containers often give 64 MB of /dev/shm: too little for a parallel join.
            **({"dynamic_shared_memory_type": "mmap"} if _shared_memory_is_small() else {}),
        }

    def _start(self, programs: Path) -> None:
        # The process it names is gone or somebody else, and PostgreSQL refuses to start
        # when the number was taken over by another process of the same user. Backends
        # that outlived a killed postmaster are still safe: it knows their shared memory
        # by the data folder's inode, and waits for them below.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.place.sockets.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)
        arguments = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        # After a kill -9 the orphaned backends need a moment to notice and leave.
        deadline = time.monotonic() + 30
        while True:
            process = self.place.account.spawn(
                [programs / "postgres", "-D", self.data, *arguments],
                log=self.log, cwd=self.data, env=ENVIRONMENT,
            )  # fmt: skip
            # Recovery after a crash may take long: wait while it lives.
            while process.poll() is None and not wait_until(self.answers, 0.5):
                pass
            if process.poll() is None:
                return
            if time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL does not start. The end of {self.log}:\n{tail(self.log)}")
            time.sleep(0.5)

    def _create_database(self) -> None:
        with psycopg.connect(
            host=str(self.place.sockets), user=NAME, dbname="postgres", autocommit=True, connect_timeout=10
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def _shared_memory_is_small() -> bool:
    if sys.platform != "linux":
        return False
    try:
        shared = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return True
    return shared.f_bavail * shared.f_frsize < 1 << 30
