"""A database and a Redis number of a benchmark's own, on the server at hand."""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg

from config.embedded import ensure

REDIS_NUMBER = 6


def run_in_own_database(module: str, arguments: list[str]) -> int:
    """Runs a module of ours as a program, with a new database that is dropped afterwards; its exit code."""
    ensure()
    server, name = os.environ["DATABASE_URL"], "benchmark_live_night"
    environment = os.environ | {
        "DATABASE_URL": _named(server, name),
        "REDIS_URL": _numbered(os.environ["REDIS_URL"]),
        "DJANGO_SETTINGS_MODULE": "benchmarks.live_night.settings",
    }
    # Models can be imported once the settings are there.
    program = f"import django, runpy; django.setup(); runpy.run_module({module!r}, run_name='__main__')"
    # A copy takes seconds where a new one takes minutes; nobody may be connected to what is copied.
    copied = urlsplit(server).path.strip("/") if "--copy" in arguments else "template1"
    _drop(server, name)
    with psycopg.connect(_plain(_named(server, "postgres")), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copied}"')
    try:
        return subprocess.run(
            [sys.executable, "-c", program, *arguments], env=environment, check=False
        ).returncode
    finally:
        _drop(server, name)


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _numbered(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return urlunsplit(parts._replace(query=f"db={REDIS_NUMBER}"))
    return urlunsplit(parts._replace(path=f"/{REDIS_NUMBER}"))


def _drop(server: str, name: str) -> None:
    with psycopg.connect(_plain(_named(server, "postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _plain(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql"))
