"""All combinations of temper, order, moment and way of the money, against a sandbox in a process of its own.

`make soak`. Calls and callbacks go over HTTP, transactions are real, and the cases come in an order
drawn from the seed that is printed; `SOAK_SEED=... make soak` plays them so again.
"""

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from itertools import product

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from orders.counter.gateways import http
from orders.counter.gateways.sandbox.server import switch_temper
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.gateways.signing import signed_headers
from orders.counter.kinds import GATEWAYS
from tests.concurrency.racing import at_once
from tests.orders.counter.combinations import KINDS, ORDERS, Case, Moment, play, typed_for, wrong_with
from tests.orders.counter.sandbox import CALL_BACK, KEY, SECRET
from tests.soak.seed import SEED
from tests.workers import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
DRAW = random.Random(SEED)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def world(live_server, settings, fjyx001, lin):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    settings.GATEWAYS = {code: {"url": f"{base}/{code}", "keys": {KEY: SECRET}} for code in GATEWAYS}
    settings.GATEWAYS_PRIVATE = True
    sandbox = subprocess.Popen(
        [sys.executable, "manage.py", "run_sandbox_gateway", "--port", str(port)],
        cwd=configured.BASE_DIR,
        env=os.environ | {"GATEWAYS": json.dumps(settings.GATEWAYS), "GATEWAYS_PRIVATE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: _listens(port), seconds=60, what="the sandbox")
        yield OverHttp(base, live_server.url, fjyx001)
    finally:
        sandbox.kill()
        sandbox.wait()


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class OverHttp:
    """The sandbox's process and our own server, each behind its address."""

    def __init__(self, sandbox, ours, station):
        self.sandbox, self.ours, self.station = sandbox, ours, station

    def be(self, temper):
        switch_temper(self.sandbox, gateway="*", temper=temper)

    def call_back(self, service):
        """One word, as often at once as is drawn, under one event or several."""
        told = {
            "order_no": service.number, "status": "succeeded", "amount": str(service.amount),
            "reference": "REF1", "at": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
        }  # fmt: skip
        copies, event = DRAW.choice([1, 1, 2, 4]), uuid.uuid4().hex
        events = [event if DRAW.random() < 0.5 else uuid.uuid4().hex for _copy in range(copies)]
        said = at_once([lambda event=event: self._post(service, told, event) for event in events])
        assert [one.get("result") for one in said] == [200] * copies

    def _post(self, service, told, event):
        body = json.dumps(told).encode()
        headers = signed_headers(
            key_id=KEY, secret=SECRET, timestamp=int(time.time()), event_id=event, body=body
        )
        address = self.ours + CALL_BACK.format(code=service.traits.gateway)
        request = urllib.request.Request(address, body, headers | {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status


def test_every_combination_ends_as_it_must_and_the_books_are_clean(world, monkeypatch, capsys):
    monkeypatch.setattr(http, "READ", 1.0)
    cases = [Case(*row) for row in product(Temper, ORDERS, Moment, KINDS)]
    DRAW.shuffle(cases)
    cases = cases[: int(os.environ.get("SOAK_CASES", len(cases)))]
    wrong, began = [], time.monotonic()
    for number, case in enumerate(cases, start=1):
        found = wrong_with(case, play(world, case, **typed_for(case, number)))
        wrong += found
        if found or number % 20 == 0 or number == len(cases):
            with capsys.disabled():
                took = time.monotonic() - began
                print(f"  {number}/{len(cases)} combinations, {len(wrong)} wrong, {took:.0f} s", flush=True)
                print(*(f"  wrong: {what}" for what in found), sep="\n", end="\n" * bool(found), flush=True)

    assert wrong == []
    call_command("verify_books")  # exits 1 on a difference of a fen
