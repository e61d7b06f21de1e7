"""Foreign processes: who runs under a pid, started how, ended how."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


class EmbeddedError(Exception):
    """Something the person at the terminal has to know; shown without a traceback."""


@dataclass(frozen=True)
class Account:
    """Whom a server runs as: ourselves, or for root somebody without rights."""

    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def run(self, *argv: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=env,
            check=False,
            user=None if self.is_us else self.uid,
            group=None if self.is_us else self.gid,
            extra_groups=None if self.is_us else [],
        )

    def spawn(
        self, argv: Sequence[str | Path], *, log: Path, cwd: Path, env: dict[str, str]
    ) -> "subprocess.Popen[bytes]":
        """Start a server that outlives us and our terminal."""
        try:
            with log.open("ab") as output:
                process = subprocess.Popen(
                    [str(part) for part in argv],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    cwd=cwd,
                    env=env,
                    start_new_session=True,
                    user=None if self.is_us else self.uid,
                    group=None if self.is_us else self.gid,
                    extra_groups=None if self.is_us else [],
                )
        except OSError as error:
            raise EmbeddedError(f"cannot start {argv[0]} as uid {self.uid}: {error}") from error
        _spawned[process.pid] = process
        return process

    def own(self, path: Path) -> None:
        if not self.is_us:
            os.chown(path, self.uid, self.gid)


# Kept so that a server of ours that dies is reaped instead of staying a zombie.
_spawned: dict[int, "subprocess.Popen[bytes]"] = {}


def command_line(pid: int) -> str:
    """The command of a living process, or nothing (a zombie has none either)."""
    if pid in _spawned and _spawned[pid].poll() is not None:
        del _spawned[pid]
        return ""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    done = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "" if "<defunct>" in done.stdout else done.stdout


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    pause = 0.01
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)
    return True


def end(pid: int, is_alive: Callable[[], bool], *, gently: signal.Signals, seconds: float) -> None:
    """Ask a process to stop; after the grace period kill it."""
    for number, grace in ((gently, seconds), (signal.SIGKILL, 10.0)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        except PermissionError as error:
            raise EmbeddedError(
                f"process {pid} belongs to another user: stop the servers as the user who started them"
            ) from error
        if wait_until(lambda: not is_alive(), grace):
            return
    raise EmbeddedError(f"process {pid} does not end, not even when killed")


def tail(path: Path, lines: int = 12) -> str:
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"
