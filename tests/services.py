"""Pytest plugin (`-p tests.services`): the servers, before anything reads the settings.

pytest-django loads the settings earlier than any conftest, so this cannot be one.
The tests get their own database (`test_...`, by pytest-django) and their own Redis
numbers: the given one without xdist, the following ones for its workers.
"""

import os
from collections.abc import Generator
from urllib.parse import urlsplit, urlunsplit

import pytest

from config.embedded import EmbeddedError, ensure, state_dir

FIRST_EMBEDDED_NUMBER = 8
# Nothing that a test encrypts outlives it.
KEYS = {
    "SECRET_KEY": "only-for-tests-" + "0123456789" * 4,
    "IDENTITY_KEYS": "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMDA=",
    "DEBUG": "1",
    # A live server's threads would keep theirs beyond the end of the test database.
    "CONN_MAX_AGE": "0",
    # What a test writes nobody replicates; tests/replica has a replica of its own.
    "DATABASE_REPLICA_URL": "",
}


def redis_url(url: str, number: int) -> str:
    """The same server, counted `number` databases further."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        base = int(parts.query.removeprefix("db=") or 0)
        return f"unix://{parts.path}?db={base + number}"
    base = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{base + number}"))


def prepare() -> None:
    os.environ.update(KEYS)
    (state_dir() / "static").mkdir(exist_ok=True)  # WhiteNoise warns without it
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        # The controller has started what was down; its environment is ours.
        os.environ["REDIS_URL"] = redis_url(os.environ["REDIS_URL"], 1 + int(worker.removeprefix("gw")))
        return
    embedded = not (os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"))
    try:
        ensure()
    except EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error
    if embedded:
        os.environ["REDIS_URL"] = redis_url(os.environ["REDIS_URL"], FIRST_EMBEDDED_NUMBER)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where CI is set the browser is there: a journey that skips is a failure."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("journey"):
        report.outcome = "failed"
        report.longrepr = f"a journey must not be skipped here: {report.longreprtext}"
    return report


prepare()
