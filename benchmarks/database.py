"""A database for one run: made on the server of the checkout (or of DATABASE_URL), dropped at its end.

What takes long is kept between runs as templates: the migrated database with register and rates,
and seeded nations of each size. `python -m benchmarks clean` drops them. A run that was killed
leaves a database that the next run drops.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

from config.embedded import ensure

ROOT = Path(__file__).resolve().parent.parent
FAMILY = "cunzhan_benchmark"
LOCK = 715_519  # any number that nobody else locks
SOURCES = (
    "*/migrations/*.py",
    "*/data/*",
    "requirements.txt",
    "orders/seeding/network*.py",
    "benchmarks/filling.py",
)
SET_UP = (
    ["migrate", "--verbosity", "0"],
    ["import_regions"],
    ["load_standard_rates"],
    ["load_standard_fees"],
)


@contextlib.contextmanager
def own_database(name: str) -> Iterator[None]:
    """DATABASE_URL names a new database with schema, register and rates, until the block ends."""
    # A killed run drops its database too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    ensure()
    given = os.environ["DATABASE_URL"]
    own = f"{FAMILY}_run_{os.getpid()}"
    _drop_left_over(given)
    base = _ensure_base(given)
    try:
        _copy(given, base, own)
        os.environ["DATABASE_URL"] = _address(given, own)
        yield
    finally:
        os.environ["DATABASE_URL"] = given
        _drop(given, own)


def template_of_size(label: str) -> str:
    """What a database of this kind and size is called as a template."""
    return f"{FAMILY}_{label}_{_fingerprint()}"


def drop_kept() -> None:
    """Drops the templates, so that the next run makes them again."""
    ensure()
    given = os.environ["DATABASE_URL"]
    for name in _names(given):
        _drop(given, name)


def keep_as_template(name: str) -> None:
    """Copies the run's own database; nobody may be connected to it."""
    _copy(os.environ["DATABASE_URL"], _name_of(os.environ["DATABASE_URL"]), name)


def start_from_template(name: str) -> bool:
    """Makes the run's own database again as a copy; False where there is no such template."""
    given = os.environ["DATABASE_URL"]
    if name not in _names(given):
        return False
    own = _name_of(given)
    _drop(given, own)
    _copy(given, name, own)
    return True


def _ensure_base(given: str) -> str:
    name = template_of_size("base")
    with _server(given) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        there = _names(given)
        if name in there:
            return name
        for old in there:
            if not old.startswith(f"{FAMILY}_run_"):
                _drop(given, old)
        fresh = f"{name}_new"
        _drop(given, fresh)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(fresh)))
        environment = {**os.environ, "DATABASE_URL": _address(given, fresh)}
        for command in SET_UP:
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh), sql.Identifier(name))
        )
    return name


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def _drop_left_over(given: str) -> None:
    for name in _names(given):
        kind, _, pid = name.rpartition("_")
        if kind.endswith("_run") and not Path(f"/proc/{pid}").exists():
            _drop(given, name)


def _names(given: str) -> set[str]:
    with _server(given) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [FAMILY])
        return {row[0] for row in rows}


def _copy(given: str, template: str, name: str) -> None:
    with _server(given) as server:
        # By files: through the log it would be written twice.
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def _drop(given: str, name: str) -> None:
    with _server(given) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextlib.contextmanager
def _server(given: str) -> Iterator[psycopg.Connection]:
    connection = psycopg.connect(_address(given, "postgres").replace("postgres://", "postgresql://"))
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def _name_of(url: str) -> str:
    return urlsplit(url).path.strip("/")


def _address(url: str, name: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host")
    query = f"?host={host[0]}" if host else ""
    return f"postgres://{parts.netloc}/{name}{query}"
