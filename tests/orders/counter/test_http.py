"""Where a call may go and what is read of an answer. Real sockets on the loopback; nothing is mocked."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from orders.counter.gateways import http
from orders.counter.gateways.http import HttpGateway
from orders.counter.gateways.protocol import Trouble, Verdict
from orders.counter.gateways.registry import Account, account_of
from orders.counter.gateways.signing import judge

KEYS = {"new": "fresh", "old": "stale"}
GOOD = b'{"order_no": "FW000000001", "status": "processing"}'


@contextmanager
def answering(answer) -> Iterator[tuple[str, list]]:
    """A server whose answer is a function of the handler; its address, and the requests it saw."""
    seen: list = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, dict(self.headers.items()), body))
            answer(self)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()


def say(status=200, body=GOOD, **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def gateway(url, *, private=True):
    return HttpGateway(Account("operator", url, KEYS, private))


def trouble_of(url, **account):
    with pytest.raises(Trouble) as trouble:
        gateway(url, **account).query("FW000000001")
    return str(trouble.value)


def test_a_call_is_signed_with_the_newest_key():
    with answering(say()) as (url, seen):
        assert gateway(url).query("FW000000001").verdict == Verdict.PROCESSING
    path, headers, body = seen[0]
    assert (path, body) == ("/query", b'{"order_no": "FW000000001"}')
    assert headers["X-Cunzhan-Key"] == "new"
    assert judge(headers, body, keys=KEYS, now=int(time.time())).problem == ""
    assert judge(headers, body + b" ", keys=KEYS, now=int(time.time())).problem == "wrong signature"


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "[::1]", "localhost"])
def test_an_address_that_is_not_public_is_refused(host):
    assert trouble_of(f"https://{host}", private=False).startswith("no_address")


def test_outside_of_the_demo_nothing_is_sent_to_our_own_machines():
    with answering(say()) as (url, seen):
        assert trouble_of(url, private=False) == "forbidden: not over TLS"
        assert (
            trouble_of(url.replace("http", "https"), private=False) == "no_address: none, or not a public one"
        )
    assert seen == []


def test_a_redirect_is_not_followed():
    with answering(say()) as (elsewhere, hits):
        for status in (301, 302, 307, 308):
            with answering(say(status, b"", Location=f"{elsewhere}/query")) as (url, _seen):
                assert trouble_of(url) == f"status: {status}"
    assert hits == []


@pytest.mark.parametrize("status", [201, 204, 400, 404, 422, 500, 502, 503])
def test_any_status_but_200_is_no_answer(status):
    body = b'{"order_no": "FW000000001", "status": "failed"}'
    with answering(say(status, b"" if status == 204 else body)) as (url, _seen):
        assert trouble_of(url) == f"status: {status}"


def test_another_orders_answer_is_none_of_ours():
    with answering(say(body=b'{"order_no": "FW000000002", "status": "failed"}')) as (url, _seen):
        assert trouble_of(url).startswith("nonsense")


def test_an_answer_that_unpacks_is_not_unpacked():
    packed = gzip.compress(b" " * 50_000_000)
    assert len(packed) < http.LARGEST_ANSWER
    with answering(say(body=packed, Content_Encoding="gzip")) as (url, seen):
        assert trouble_of(url).startswith("nonsense")
    assert seen[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "])
def test_a_byte_now_and_then_does_not_hold_a_worker(monkeypatch, head):
    """Neither in the body nor in the headers, where nobody sees a part of the answer yet."""
    monkeypatch.setattr(http, "READ", 5)
    stop = threading.Event()

    def drip(handler):
        handler.wfile.write(head)
        for _drop in range(120):
            if stop.wait(0.05):
                return
            handler.wfile.write(b" ")

    with answering(drip) as (url, _seen):
        begun = time.monotonic()
        with pytest.raises(Trouble) as trouble:
            gateway(url)._call("query", {"order_no": "FW000000001"}, deadline=0.5)
        took = time.monotonic() - begun
        stop.set()
    assert trouble.value.kind == "timeout"
    assert took < 4


def test_nobody_listens():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert trouble_of(f"http://127.0.0.1:{port}").startswith("unreachable")


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch):
    with answering(say(500)) as (proxy, seen):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.setenv("ALL_PROXY", proxy)
        with answering(say()) as (url, _seen):
            assert gateway(url).query("FW000000001").verdict == Verdict.PROCESSING
    assert seen == []


def test_keys_are_not_shown_with_an_account(settings):
    settings.GATEWAYS = {"operator": {"url": "https://example.org", "keys": KEYS}}
    assert "fresh" not in repr(account_of("operator"))
    assert account_of("utility") is None
