"""Long work shows itself: a bar on a terminal, plain lines elsewhere, nothing by default."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress:
    """What a verb tells while it works. This one keeps it to itself."""

    def stage(self, title: str) -> None:
        """A new part of the work begins."""

    def advance(self, done: int, whole: int) -> None:
        """So much of the present part is done."""


SILENT = Progress()


class _Lines(Progress):
    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def stage(self, title: str) -> None:
        self.stream.write(f"{title}\n")
        self.stream.flush()


class _Bar(Progress):
    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.task: Any = None

    def stage(self, title: str) -> None:
        self._finish()
        self.task = self.bars.add_task(title, total=None)

    def advance(self, done: int, whole: int) -> None:
        if self.task is not None:
            self.bars.update(self.task, completed=done, total=whole)

    def _finish(self) -> None:
        if self.task is not None:
            self.bars.update(self.task, completed=1, total=1)
            self.bars.stop_task(self.task)


@contextmanager
def progress_on(stream: TextIO | OutputWrapper) -> Iterator[Progress]:
    """For commands: `with progress_on(self.stderr) as progress: verb(..., progress=progress)`."""
    stream = cast(TextIO, getattr(stream, "_out", stream))  # what Django wraps would be all red
    if not stream.isatty():
        yield _Lines(stream)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(file=stream)) as bars:
        bar = _Bar(bars)
        yield bar
        bar._finish()
