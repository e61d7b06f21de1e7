"""The supervisor: prefixed lines, restarts, one taken port, and nobody left behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded.processes import command_line, wait_until
from config.serve import Output, base_url

# Stand-ins for web, worker and beat: one has a child of its own that holds the pipe,
# as a web server's workers do; one does not listen to SIGTERM.
PROGRAM = """
import signal, sys
from pathlib import Path
from config import serve

FAMILY = (
    "import subprocess, sys, time;"
    "print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
)
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(60)"
)
BRIEF = "print('gone'); raise SystemExit(3)"

serve.GRACE = 1.0
serve.state_dir = lambda: Path(sys.argv[1])
serve.commands = lambda host, port, state: {
    "web": ["-c", FAMILY], "worker": ["-c", DEAF], "beat": ["-c", BRIEF]
}
serve.main()
"""


class Running:
    def __init__(self, folder: Path, port: int, log: str) -> None:
        self.log = folder / log
        environment = os.environ | {"PORT": str(port), "HOST": "127.0.0.1"}
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(PROGRAM), str(folder)],
                stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment,
            )  # fmt: skip

    def says(self, text: str) -> bool:
        return wait_until(lambda: text in self.log.read_text(), 15)

    def grandchild(self) -> int:
        assert wait_until(lambda: bool(self.numbers()), 15)
        return self.numbers()[-1]

    def numbers(self) -> list[int]:
        lines = self.log.read_text().splitlines()
        return [int(line.split("|")[1]) for line in lines if line.startswith("web     | ")]

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path, free_port: int) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def go() -> Running:
        started.append(Running(tmp_path, free_port, f"log{len(started)}"))
        return started[-1]

    yield go
    for running in started:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_all_even_the_deaf(start: Callable[[], Running], number: signal.Signals) -> None:
    running = start()
    assert running.says("worker  | deaf")
    grandchild, children = running.grandchild(), running.children()
    running.process.send_signal(number)
    assert running.process.wait(10) == 0
    assert running.says("cunzhan | stopped")
    assert [pid for pid in [grandchild, *children] if command_line(pid)] == []


@linux
def test_a_killed_child_is_replaced_and_leaves_nobody_behind(start: Callable[[], Running]) -> None:
    running = start()
    grandchild = running.grandchild()
    web = int(Path(f"/proc/{grandchild}/stat").read_text().rsplit(")")[-1].split()[1])
    os.kill(web, signal.SIGKILL)
    assert running.says("cunzhan | web was killed by SIGKILL; starting it again in 1 s")
    assert wait_until(lambda: running.grandchild() != grandchild, 15)
    assert not command_line(grandchild)


def test_one_that_dies_at_once_is_started_later_each_time(start: Callable[[], Running]) -> None:
    running = start()
    assert running.says("beat    | gone")
    assert running.says("cunzhan | beat ended with exit code 3; starting it again in 1 s")
    assert running.says("cunzhan | beat ended with exit code 3; starting it again in 2 s")


@linux
def test_children_do_not_outlive_a_killed_supervisor(start: Callable[[], Running]) -> None:
    running = start()
    grandchild = running.grandchild()
    web = int(Path(f"/proc/{grandchild}/stat").read_text().rsplit(")")[-1].split()[1])
    running.process.kill()
    assert wait_until(lambda: not command_line(web), 10)
    os.kill(grandchild, signal.SIGKILL)  # a real web server takes its workers along on SIGTERM
    for pid in running.numbers():
        assert wait_until(lambda pid=pid: not command_line(pid), 5)


def test_a_taken_port_is_one_line_before_anything_starts(
    start: Callable[[], Running], free_port: int
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        running = start()
        assert running.process.wait(15) == 1
    [line] = running.log.read_text().splitlines()
    assert line.startswith(f"error: cannot serve on 127.0.0.1 port {free_port} (")
    assert line.endswith(f"): try PORT={free_port + 1}")


def test_a_checkout_is_served_once(start: Callable[[], Running]) -> None:
    first = start()
    first.grandchild()
    second = start()
    assert second.process.wait(15) == 1
    assert second.log.read_text() == "error: this checkout is being served already; stop that first\n"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_the_address_can_be_clicked(host: str, url: str) -> None:
    assert base_url(host, 8000) == url


def test_names_are_coloured_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    Output(sys.stdout).line("web", "plain")
    assert capsys.readouterr().out == "web     | plain\n"
