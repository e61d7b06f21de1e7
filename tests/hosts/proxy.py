"""A line that can be cut: TCP on loopback in front of a server's socket.

Cut in each way that a network knows: connections break, new ones are refused, or packets vanish
without a word. For the last the kernel drops what arrives (a socket filter), so that nothing is
acknowledged either: to swallow what was read would look like a live line to TCP.
"""

from __future__ import annotations

import contextlib
import ctypes
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

SO_ATTACH_FILTER, SO_DETACH_FILTER = 26, 27
RETURN_NOTHING = struct.pack("HBBI", 0x06, 0, 0, 0)  # BPF: keep 0 bytes of any packet


class CuttingProxy:
    def __init__(self, upstream: Path) -> None:
        self._upstream = upstream
        self._lines: set[socket.socket] = set()  # both ends of each connection
        self._clients: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        # What comes with these words is passed on; then the line breaks, and no answer comes back.
        self.breaks_after: bytes | None = None
        self._accept()

    def refuse(self) -> None:
        """Breaks every connection and refuses new ones."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        self._listener.close()
        for end in list(self._lines):
            _break(end)

    def swallow(self) -> None:
        """A black hole: what is sent here is neither read nor acknowledged, and nothing is said about it."""
        code = ctypes.create_string_buffer(RETURN_NOTHING)
        program = struct.pack("HL", 1, ctypes.addressof(code))
        for end in (self._listener, *self._clients):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)

    def heal(self) -> None:
        if self._listener.fileno() < 0:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self._accept()
        for end in (self._listener, *self._clients):
            with contextlib.suppress(OSError):  # none attached, or closed meanwhile
                end.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)

    def _accept(self) -> None:
        threading.Thread(target=self._accept_all, args=[self._listener], daemon=True).start()

    def _accept_all(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._upstream))
            except OSError:
                if listener.fileno() < 0:
                    return
                continue
            self._lines |= {client, server}
            self._clients.add(client)
            deaf = threading.Event()
            for pump in (self._ask, self._answer):
                threading.Thread(target=pump, args=[client, server, deaf], daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket, deaf: threading.Event) -> None:
        with self._until_it_breaks(client, server):
            while data := client.recv(1 << 16):
                if self.breaks_after is not None and self.breaks_after in data:
                    self.breaks_after = None
                    deaf.set()
                server.sendall(data)

    def _answer(self, client: socket.socket, server: socket.socket, deaf: threading.Event) -> None:
        with self._until_it_breaks(client, server):
            while (data := server.recv(1 << 16)) and not deaf.is_set():
                client.sendall(data)

    @contextlib.contextmanager
    def _until_it_breaks(self, *ends: socket.socket) -> Iterator[None]:
        try:
            with contextlib.suppress(OSError):
                yield
        finally:
            for end in ends:
                _break(end)
                self._lines.discard(end)
                self._clients.discard(end)


def _break(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
