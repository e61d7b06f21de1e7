"""The sandbox over HTTP: a process of its own, on a loopback address."""

from __future__ import annotations

import json
import socket
import struct
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from orders.counter.gateways.sandbox.playing import Play
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.gateways.signing import judge

VERBS = ("quote", "submit", "query", "statement")
SLOW = 20.0  # seconds; longer than anybody waits
HUGE = 10 * 1024 * 1024
LARGEST = 1024 * 1024


class SandboxServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], play: Play) -> None:
        super().__init__(address, Handler)
        self.play = play


class Handler(BaseHTTPRequestHandler):
    """POST /<gateway>/<verb>; POST /temper with {"gateway": ..., "temper": ...} switches it."""

    server: SandboxServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LARGEST))
        code, _slash, verb = self.path.strip("/").partition("/")
        if code == "temper":
            self._switch(json.loads(body))
        elif verb not in VERBS:
            self._send(404, b"{}")
        elif problem := self._problem(body):
            self._send(401, json.dumps({"problem": problem}).encode())
        else:
            self._play(code, verb, json.loads(body))

    def _problem(self, body: bytes) -> str:
        headers = dict(self.headers.items())
        return judge(headers, body, keys=self.server.play.keys, now=int(time.time())).problem

    def _switch(self, told: dict[str, str]) -> None:
        self.server.play.tempers[told.get("gateway", "*")] = Temper(told["temper"])
        self._send(200, b"{}")

    def _play(self, code: str, verb: str, told: dict[str, Any]) -> None:
        """Does what was asked, then answers as the temper has it."""
        play, temper = self.server.play, self.server.play.temper(code)
        if temper == Temper.ERROR_FIRST and verb != "quote":
            key = f"{code} {told.get('order_no', told.get('day'))}"
            if key not in play.erred:
                play.erred.add(key)
                self._send(500, b"Internal Server Error")
                return
        answer = self._answer(play, code, verb, told)
        if temper == Temper.SLOW:
            time.sleep(SLOW)
        elif temper == Temper.SILENT:
            time.sleep(3600)
        elif temper == Temper.RESET:
            # Closing with no time to linger sends a reset, as a machine that went down does.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        elif temper == Temper.NONSENSE:
            answer = b"<html><body>System maintenance</body></html>"
        elif temper == Temper.HUGE:
            answer = b'{"pad": "' + b"x" * HUGE + b'"}'
        self._send(200, answer)

    @staticmethod
    def _answer(play: Play, code: str, verb: str, told: dict[str, Any]) -> bytes:
        match verb:
            case "quote":
                return json.dumps(play.quote(told)).encode()
            case "submit":
                return json.dumps(play.submit(code, told)).encode()
            case "query":
                return json.dumps(play.query(code, told)).encode()
        return play.statement(code, told)

    def _send(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def log_message(self, *args: Any) -> None:
        """Said by whoever asks; twice would be noise."""


def switch_temper(base: str, *, gateway: str, temper: Temper) -> None:
    """Asks a running sandbox to behave otherwise. Raises OSError when none is there."""
    host, _colon, port = base.removeprefix("http://").rstrip("/").partition(":")
    body = json.dumps({"gateway": gateway, "temper": temper}).encode()
    with socket.create_connection((host, int(port)), timeout=5) as line:
        head = f"POST /temper HTTP/1.0\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body)
        if b" 200 " not in line.recv(64):
            raise OSError("the sandbox did not take it")
