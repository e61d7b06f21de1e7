"""A real SMS gateway on loopback, small and ill-behaved on demand."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "only-for-tests"


class Call:
    """One request as it came, and ways to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler
        self.path = handler.path
        self.headers = handler.headers
        self.body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.told: dict[str, Any] = json.loads(self.body)

    def say(self, accepted: bool, *, status: int = 200, **more: Any) -> None:
        said = {"message_id": self.told["message_id"], "accepted": accepted, **more}
        self.write(status, json.dumps(said).encode())

    def write(self, status: int, body: bytes, **headers: str) -> None:
        self._handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def reset(self) -> None:
        """Breaks the connection off without a word (RST)."""
        linger = struct.pack("ii", 1, 0)
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._handler.connection.close()


class Stub:
    """Takes messages at /sms, tells of them at /status; counts what it took by message id and by number."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.calls: list[Call] = []
        self.accepted: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()
        self.behave: Callable[[Call], None] = self.accept
        self.on_status: Callable[[Call], None] = self.tell
        self.held = threading.Event()
        self.free = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sms"

    @property
    def status_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/status"

    def take(self, call: Call) -> None:
        """What a gateway does when it takes a message on: the phone rings."""
        self.accepted[call.told["message_id"]] += 1
        self.numbers[call.told["to"]] += 1

    # --- ways to behave --------------------------------------------------------------

    def accept(self, call: Call) -> None:
        self.take(call)
        call.say(True)

    def accept_and_reset(self, call: Call) -> None:
        self.take(call)
        call.reset()

    def accept_and_hold(self, call: Call) -> None:
        """Takes the message and does not answer until `free`."""
        self.take(call)
        self.hold(call)

    def hold(self, call: Call) -> None:
        self.held.set()
        self.free.wait(timeout=60)
        call.reset()

    def tell(self, call: Call) -> None:
        call.say(call.told["message_id"] in self.accepted)


@contextmanager
def running_gateway() -> Iterator[Stub]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            call = Call(self)
            stub.calls.append(call)
            (stub.on_status if call.path == "/status" else stub.behave)(call)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    stub = Stub(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.free.set()
        server.shutdown()
        server.server_close()
