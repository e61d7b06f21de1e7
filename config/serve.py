"""`python -m config.serve`: web, workers and beat under one small supervisor.

For a person's machine. In production each of them is a service of its own
(docs/operations.md). Ctrl-C, SIGTERM and SIGHUP stop them all; one that dies is
started again, later each time it dies at once.
"""

import asyncio
import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from config.embedded import EmbeddedError, ensure, revive, sandbox, state_dir

GRACE = 12.0  # seconds for running requests and tasks, then SIGKILL
CALM = 60.0  # having run this long, a child's next death counts as its first
LONGEST_DELAY = 30.0
PR_SET_PDEATHSIG = 1
# How many processes, for which queues (config/queues.py). The night waits for nobody; calls wait for
# other people's servers; a month that is closed or a long file holds up only its own kind.
WORKERS: dict[str, tuple[int, tuple[str, ...]]] = {
    "night": (1, ("festival",)),
    "calls": (2, ("gateway", "notices")),
    "desk": (2, ("income", "house")),
}
ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 (bound only when asked for)


def commands(host: str, port: int, state: Path) -> dict[str, list[str]]:
    """What runs: web, workers and beat; and the sandbox, where it stands in for real gateways."""
    celery = ["-m", "celery", "--quiet", "--app", "config"]
    workers = {name: [*celery, *worker(name, size, queues)] for name, (size, queues) in WORKERS.items()}
    children = {
        "web": [
            "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers",
            "--workers-kill-timeout", "5", "config.wsgi:application",
        ],
        **workers,
        "beat": [
            *celery, "beat", "--loglevel", "warning", "--pidfile=",
            "--schedule", str(state / "beat-schedule"),
        ],
    }  # fmt: skip
    if sandbox.is_in_use(port):
        children["sandbox"] = sandbox.command(base_url(host, port), port)
    return children


def worker(name: str, size: int, queues: tuple[str, ...]) -> list[str]:
    return [
        "worker", "--hostname", f"{name}@%h", "--queues", ",".join(queues), "--concurrency", str(size),
        "--prefetch-multiplier", "1", "--loglevel", "info", "--without-mingle", "--without-gossip",
    ]  # fmt: skip


class Output:
    """Whole lines, each with the name of whom it came from."""

    COLOURS = {"web": 36, **dict.fromkeys(WORKERS, 33), "beat": 35, "sandbox": 34, "cunzhan": 32}

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.coloured = stream.isatty() and not os.environ.get("NO_COLOR")

    def line(self, name: str, text: str) -> None:
        label = f"{name:<7} |"
        if self.coloured:
            label = f"\x1b[{self.COLOURS.get(name, 39)}m{label}\x1b[0m"
        # A closed pipe (`make run | head`) must not take the children's leave from us.
        with contextlib.suppress(BrokenPipeError):
            self.stream.write(f"{label} {text}\n")
            self.stream.flush()


@dataclass
class Child:
    name: str
    argv: list[str]
    output: Output
    process: asyncio.subprocess.Process | None = None
    started: float = 0.0
    deaths: int = 0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep_running(self) -> None:
        """Start it, pass its lines on, start it again when it dies, until told to stop."""
        while not self.stopping.is_set():
            code = await self._run_once()
            if self.stopping.is_set():
                return
            if time.monotonic() - self.started > CALM:
                self.deaths = 0
            delay = min(2.0**self.deaths, LONGEST_DELAY)
            self.deaths += 1
            self.output.line("cunzhan", f"{self.name} {_ended(code)}; starting it again in {delay:.0f} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), delay)

    async def _run_once(self) -> int:
        self.started = time.monotonic()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, *self.argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # A session of its own: the terminal's Ctrl-C reaches only the supervisor,
            # which then ends them in order, and what it leaves behind can be found.
            start_new_session=True,
            preexec_fn=die_with_parent(),
            limit=1 << 20,
        )  # fmt: skip
        lines = asyncio.create_task(self._pass_lines_on(self.process))
        # Not `wait()`: that also waits for the pipe to close, and a child that was killed
        # could not take its own children along. They would go on serving, and hold the
        # pipe and the port open.
        while self.process.returncode is None:
            await asyncio.sleep(0.2)
        self.signal(signal.SIGKILL)
        await lines
        return self.process.returncode

    async def _pass_lines_on(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        while not process.stdout.at_eof():
            with contextlib.suppress(ValueError):  # a line longer than the limit is dropped
                line = await process.stdout.readline()
                if line.strip():
                    self.output.line(self.name, line.decode(errors="replace").rstrip())

    def signal(self, number: signal.Signals) -> None:
        """SIGKILL goes to the whole group, anything gentler to its leader."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            elif self.process.returncode is None:
                os.kill(self.process.pid, number)


def die_with_parent() -> Callable[[], None] | None:
    """Ask Linux to send SIGTERM to the child when its parent is gone, even by kill -9.

    Elsewhere there is no such request: a killed supervisor leaves its children, and
    the next start says that the port is taken.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork: nothing may load after it
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask


def _ended(code: int) -> str:
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


class Supervisor:
    def __init__(self, host: str, port: int, output: Output, *, embedded: bool) -> None:
        self.address = (host, port)
        self.embedded = embedded
        self.output = output
        self.children = [
            Child(name, argv, output) for name, argv in commands(host, port, state_dir()).items()
        ]
        self.asked = 0

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        tasks = [asyncio.create_task(child.keep_running()) for child in self.children]
        others = [asyncio.create_task(self._announce()), asyncio.create_task(self._watch_servers())]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in others:
                task.cancel()
            for child in self.children:
                child.signal(signal.SIGKILL)
        self.output.line("cunzhan", "stopped (the embedded servers stay up; `make stop` ends them)")

    def stop(self) -> None:
        """The first time gently, with a limit; the second time at once."""
        self.asked += 1
        loop = asyncio.get_running_loop()
        if self.asked == 1:
            self.output.line("cunzhan", "stopping; once more to stop at once")
            loop.call_later(GRACE, self._signal, signal.SIGKILL)
        for child in self.children:
            child.stopping.set()
        self._signal(signal.SIGTERM if self.asked == 1 else signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        for child in self.children:
            child.signal(number)

    async def _watch_servers(self) -> None:
        """The embedded servers are nobody's children: look after them from time to time."""
        while self.embedded:
            await asyncio.sleep(3)
            try:
                if await asyncio.to_thread(revive):
                    self.output.line("cunzhan", "an embedded server had died; it is back")
            except EmbeddedError as error:
                self.output.line("cunzhan", f"an embedded server has died: {error}")

    async def _announce(self) -> None:
        """Say where to go, once the first page comes."""
        host, port = self.address
        while not await _serves("127.0.0.1" if host in ANYWHERE else host, port):
            await asyncio.sleep(0.1)
        url = base_url(host, port)
        self.output.line("cunzhan", f"ready: {url} (partners), {url}admin/ (counties), {url}reports/ (ops)")


async def _serves(host: str, port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    try:
        writer.write(b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return (await reader.readline()).startswith(b"HTTP/")
    except OSError:
        return False
    finally:
        writer.close()


def base_url(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ANYWHERE else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def read_address() -> tuple[str, int]:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"error: PORT={port} is not a port number")
    return host, int(port)


def check_free(host: str, port: int) -> None:
    """Exits with one line when the address cannot be bound."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the web server does: a connection in TIME_WAIT is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"error: cannot serve on {host} port {port} ({error.strerror}): try PORT={port + 1}")


def main() -> None:
    host, port = read_address()
    try:
        lock = (state_dir() / "serve.lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("error: this checkout is being served already; stop that first")
    except PermissionError as error:
        sys.exit(f"error: {error.filename} belongs to another user: go on as that user, or remove it")
    check_free(host, port)
    if "--check" in sys.argv:
        return
    try:
        embedded = ensure()
    except EmbeddedError as error:
        sys.exit(f"error: {error}")
    if sandbox.is_in_use(port):
        check_free("127.0.0.1", sandbox.port_of(port))
    os.environ["PYTHONUNBUFFERED"] = "1"
    # In a container one is root; Celery's warning is about pickle, which is off.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    asyncio.run(Supervisor(host, port, Output(sys.stdout), embedded=embedded).run())


if __name__ == "__main__":
    main()
