"""What the sandbox keeps to: two keys, and one event however often it is sent."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from orders.counter.gateways.sandbox.playing import Play
from orders.counter.gateways.signing import EVENT, judge
from tests.orders.counter.sandbox import KEY, SECRET, drive, make_charged, sandbox_running


@pytest.mark.usefixtures("lin")
def test_a_change_of_keys_loses_no_order(settings, fjyx001, transactional_db):
    """We sign with the new key while it still signs with its old one."""
    with sandbox_running(other_keys={"new": "fresh"}) as sandbox:
        told = {"new": "fresh", KEY: SECRET}
        settings.GATEWAYS = {code: it | {"keys": told} for code, it in sandbox.accounts.items()}
        settings.GATEWAYS_PRIVATE = True
        assert drive(make_charged(fjyx001)).status == "succeeded"

        settings.GATEWAYS = {
            code: it | {"keys": {"new": "stolen", KEY: SECRET}} for code, it in sandbox.accounts.items()
        }
        assert drive(make_charged(fjyx001)).status == "unknown"


def test_a_callback_that_is_not_taken_comes_again_as_the_same_event():
    seen = []

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.headers[EVENT], judge(self.headers, body, keys={KEY: SECRET}, now=time.time())))
            self.send_response(500 if len(seen) == 1 else 200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    play = Play(KEY, SECRET, f"http://127.0.0.1:{server.server_address[1]}/{{code}}/")

    play._post("operator", b"{}")
    server.shutdown()
    server.server_close()

    assert len(seen) == 2
    assert not any(signed.problem for _event, signed in seen)
    assert len({event for event, _signed in seen}) == 1
