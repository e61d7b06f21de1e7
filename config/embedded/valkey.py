"""The private Valkey: the bell, on a unix socket only. It keeps nothing on disk."""

import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from config.embedded import binaries
from config.embedded.place import Place
from config.embedded.processes import EmbeddedError, command_line, end, tail, wait_until


@dataclass(frozen=True)
class Valkey:
    place: Place

    label = "Valkey"

    @property
    def socket(self) -> Path:
        return self.place.sockets / "redis.sock"

    @property
    def pidfile(self) -> Path:
        # Not beside the socket: who cleans that away must not make us lose the process.
        return self.place.logs / "valkey.pid"

    @property
    def log(self) -> Path:
        return self.place.logs / "valkey.log"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def pid(self) -> int | None:
        try:
            pid = int(self.pidfile.read_text())
        except (OSError, ValueError):
            return None
        command = command_line(pid)
        return pid if "valkey-server" in command and str(self.socket) in command else None

    def start(self) -> None:
        """Raises EmbeddedError with the end of the log. The caller holds the lock."""
        program = binaries.valkey(self.place)
        self.stop()
        self.socket.unlink(missing_ok=True)
        # PostgreSQL remembers, Redis only rings: no snapshot, no append-only file.
        process = self.place.account.spawn(
            [program, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
             "--pidfile", self.pidfile, "--save", "", "--appendonly", "no", "--daemonize", "no"],
            log=self.log, cwd=self.place.sockets, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        )  # fmt: skip
        wait_until(lambda: self.answers() or process.poll() is not None, 20)
        if not self.answers():
            raise EmbeddedError(f"Valkey does not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> bool:
        if (pid := self.pid()) is None:
            return False
        end(pid, lambda: self.pid() == pid, gently=signal.SIGTERM, seconds=10)
        return True
