"""The web server of production, on a port of its own, for the run's own database."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 120  # seconds, also where other work runs


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def running(*, workers: int = 2, threads: int = 4) -> Iterator[int]:
    """Granian as `config.serve` starts it, with the peer's views beside ours; its port."""
    port = free_port()
    log = ROOT / ".run" / "benchmarks" / "server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "config.wsgi:application",
    ]  # fmt: skip
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"},
            stdout=file,
            stderr=file,
        )
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        with contextlib.suppress(OSError):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            asked.request("GET", "/health/")
            asked.getresponse().read()
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the server does not answer: see .run/benchmarks/server.log")
        time.sleep(0.2)


Send = Callable[[http.client.HTTPConnection, int], int]


def drive(port: int, send: Send, *, requests: Sequence[int], connections: int) -> float:
    """Sends each request once over so many connections, and returns the seconds it took.

    `send` returns a status; anything but 201 and 302 is an AssertionError.
    """
    left = iter(requests)
    lock = threading.Lock()
    wrong: list[str] = []

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            while not wrong:
                with lock:
                    number = next(left, None)
                if number is None:
                    return
                status = send(connection, number)
                if status not in {201, 302}:
                    wrong.append(f"answered with {status}")
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if wrong:
        raise AssertionError(wrong[0])
    return took
