"""Both servers together: ensure they run, tell how they are, stop them."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from config.embedded import place as places
from config.embedded import sandbox
from config.embedded.keys import load_or_draw
from config.embedded.place import Place
from config.embedded.postgres import Postgres
from config.embedded.processes import EmbeddedError
from config.embedded.valkey import Valkey

URLS = ("DATABASE_URL", "REDIS_URL")


def ensure() -> bool:
    """Put the URLs and keys into the environment, starting what does not answer.

    With DATABASE_URL and REDIS_URL set it does nothing and returns False. Raises
    EmbeddedError with only one of them, and when a server cannot start. Takes the
    checkout's lock only when something has to be started or made.
    """
    given = [name for name in URLS if os.environ.get(name)]
    if len(given) == len(URLS):
        return False
    if given:
        missing = next(name for name in URLS if name not in given)
        raise EmbeddedError(
            f"{given[0]} is set but {missing} is not: set both, or neither for the embedded servers"
        )
    place = places.find()
    if place is None or not (place.data / "keys.json").exists() or not _all_answer(place):
        with _lock():
            place = _start_what_is_down()
    for name, value in _environment(place).items():
        os.environ.setdefault(name, value)
    for name, value in zip(URLS, (Postgres(place).url, Valkey(place).url), strict=True):
        os.environ[name] = value  # an empty variable counts as none
    return True


def revive() -> bool:
    """Start again what died by itself, but not what was stopped; tell whether there was need."""
    place = places.find()
    if place is None or _stopped().exists() or _all_answer(place):
        return False
    with _lock():
        if _stopped().exists():
            return False
        _start_what_is_down()
    return True


def stop() -> list[str]:
    """Stop both, wait until they are gone, and say so."""
    place = places.find()
    if place is None:
        return ["The embedded servers were never started here."]
    with _lock():
        _stopped().touch()
        return [
            f"{server.label} {'stopped' if server.stop() else 'was not running'}."
            for server in (Valkey(place), Postgres(place))
        ]


def status() -> list[str]:
    place = places.find()
    if place is None:
        return ["The embedded servers were never started here."]
    return [_describe(server) for server in (Postgres(place), Valkey(place))]


def _describe(server: Postgres | Valkey) -> str:
    state = "answers" if server.answers() else "does not answer"
    return f"{server.label} {state} on {server.place.sockets}, data in {server.place.data}."


def state_dir() -> Path:
    """Where this checkout may keep what is not part of it (logs, beat's schedule)."""
    folder = places.run_dir()
    folder.mkdir(exist_ok=True)
    return folder


def _stopped() -> Path:
    """There after `stop`: what watches over the servers then leaves them alone."""
    return state_dir() / "stopped"


def _all_answer(place: Place) -> bool:
    return Valkey(place).answers() and Postgres(place).answers()


def _start_what_is_down() -> Place:
    place = places.find() or places.choose()
    places.make_folders(place)
    load_or_draw(place.data)
    # Somebody else may have started them while we waited for the lock.
    for server in (Postgres(place), Valkey(place)):
        if not server.answers():
            server.start()
    _stopped().unlink(missing_ok=True)
    return place


def _environment(place: Place) -> dict[str, str]:
    keys = load_or_draw(place.data)
    return keys | {"DEBUG": "1"} | sandbox.environment(keys["SECRET_KEY"])


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """One at a time per checkout; the system drops it with the process that held it."""
    try:
        file = (state_dir() / "lock").open("w")
    except PermissionError as error:
        raise EmbeddedError(
            f"{places.run_dir()} belongs to another user: go on as that user, or remove it"
        ) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
