"""While a draft is played back to its owner nothing is done; see `drafts`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_playing: ContextVar[bool] = ContextVar("playing_back", default=False)


@contextmanager
def playing_back() -> Iterator[None]:
    """No form is valid within, and no request is claimed."""
    before = _playing.set(True)
    try:
        yield
    finally:
        _playing.reset(before)


def is_playing_back() -> bool:
    return _playing.get()
