"""From a payment to the live page, while orders come in: `python -m benchmarks.live_night --help`.

Orders are fed through the bulk verb at a given rate in a process of its own; a worker and beat roll up as in
production; viewers ask the page over HTTP every two seconds with the mark they have. Printed: the delay from
the commit of a payment to the first answer that holds it, and what a viewer costs beside a bare view.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from config.serve import WORKERS, worker
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, place_orders
from orders.festivals.planning import plan_festival
from orders.seeding.network import Network, seed_network
from orders.villagers.models import Villager
from partners.accounts.models import Role, User
from partners.journal.kinds import Category
from stations.clock import hour_start, today

EVERY = 2.0
PAGE = "/reports/festivals/live/live/now/"
ORDERS = re.compile(r'live-hero.*?<dd class="soft">([\d,]+) order', re.DOTALL)


def main() -> None:
    options = _options()
    cookie = _prepare(options)
    with (
        _serving() as base,
        httpx.Client(base_url=base, cookies=cookie, headers=ENGLISH, timeout=60) as reader,
    ):
        _say("before the orders")
        _cost_of_a_viewer(reader)
        fed, seen = _the_night(options, base, cookie)
        _say("after them")
        _cost_of_a_viewer(reader)
    _report(fed, seen)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rate", type=int, default=1000, help="orders a second")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--copy", action="store_true", help="a copy of the database at hand, as it is")
    parser.add_argument("--stations", type=int, default=500)
    parser.add_argument("--counties", type=int, default=20)
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


ENGLISH = {"accept-language": "en"}


# --- the stage -------------------------------------------------------------------


def _prepare(options: argparse.Namespace) -> dict[str, str]:
    """Tables, register, a network, a festival that runs, and a login; returns its cookie."""

    if not options.copy:
        _say("preparing a database")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("import_regions", verbosity=0)
        yesterday = today() - dt.timedelta(days=1)
        turnover = Decimal(options.stations * 1_000)
        seed_network(Network(options.stations, options.counties, turnover, yesterday))
    hour = hour_start(timezone.now())
    plan_festival(
        actor=None,
        name="The night",
        slug="live",
        starts_at=hour - dt.timedelta(hours=2),
        ends_at=hour + dt.timedelta(hours=8),
        sales_target=Decimal(10_000_000),
    )
    user = User.objects.create_user("benchmark", "only-for-this-run", role=Role.OPS, name="benchmark")
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


@contextmanager
def _serving() -> Iterator[str]:
    """Web, workers and beat as `config.serve` runs them, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "--app", "config"]
    with tempfile.TemporaryDirectory() as folder:
        schedule = str(Path(folder) / "schedule")
        commands = [
            [*python, "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2",
             "--blocking-threads", "4", "--no-ws", "config.wsgi:application"],
            *([*celery, *worker(name, size, queues)] for name, (size, queues) in WORKERS.items()),
            [*celery, "beat", "--loglevel", "error", "--pidfile=", "--schedule", schedule],
        ]  # fmt: skip
        running = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in commands
        ]
        try:
            _wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=60)


def _wait_for(base: str) -> None:
    for _ in range(240):
        try:
            httpx.get(f"{base}/health/", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the web server does not answer")


# --- the night -------------------------------------------------------------------


@dataclass
class Seen:
    """Of one viewer: how many paid orders each answer that came held, and when it came."""

    answers: list[tuple[int, float]] = field(default_factory=list)
    asked: int = 0
    unchanged: int = 0
    failed: int = 0


def _the_night(
    options: argparse.Namespace, base: str, cookie: dict[str, str]
) -> tuple[list[tuple[int, float]], list[Seen]]:
    """Feeds and watches; returns what was committed when (orders so far), and what each viewer saw."""
    forked = get_context("fork")
    connections.close_all()
    told: Any = forked.Queue()
    feeder = forked.Process(target=_feed, args=(options.rate, options.seconds, told))
    stop = threading.Event()
    seen = [Seen() for _ in range(options.viewers)]
    viewers = [
        threading.Thread(target=_view, args=(base, cookie, one, number / len(seen) * EVERY, stop))
        for number, one in enumerate(seen)
    ]
    feeder.start()
    for viewer in viewers:
        viewer.start()
    fed = []
    while (batch := told.get(timeout=600)) is not None:
        fed.append(batch)
    feeder.join()
    time.sleep(10)
    stop.set()
    for viewer in viewers:
        viewer.join()
    return fed, seen


def _view(base: str, cookie: dict[str, str], seen: Seen, after: float, stop: threading.Event) -> None:
    """What a browser does: asks every two seconds, with the mark it has.

    By the plainest client there is: two hundred browsers are not on the machine that serves them.
    """
    headers = ENGLISH | {
        "accept-encoding": "gzip",
        "cookie": "; ".join(f"{name}={value}" for name, value in cookie.items()),
    }
    time.sleep(after)
    client = http.client.HTTPConnection(base.removeprefix("http://"), timeout=30)
    while not stop.wait(EVERY):
        seen.asked += 1
        try:
            client.request("GET", PAGE, headers=headers)
            answer = client.getresponse()
            packed = answer.read()
        except (OSError, http.client.HTTPException):
            client.close()
            seen.failed += 1
            continue
        now = time.time()
        if answer.status == 304:
            seen.unchanged += 1
            continue
        page = gzip.decompress(packed) if answer.headers["content-encoding"] == "gzip" else packed
        found = ORDERS.search(page.decode())
        if answer.status != 200 or not found:
            seen.failed += 1
            continue
        headers["if-none-match"] = answer.headers["etag"]
        seen.answers.append((int(found[1].replace(",", "")), now))
    client.close()


def _feed(rate: int, seconds: int, told: Any) -> None:
    """Pays orders through the bulk verb, half a second's at a time; tells how many were committed when."""
    open_stations = Villager.objects.filter(station__status="open").select_related("station")
    villagers = list(open_stations[:5_000])
    began, done, batch = time.time(), 0, max(rate // 2, 1)
    while time.time() - began < seconds:
        place_orders(actor=None, orders=_orders(villagers, batch, done))
        done += batch
        told.put((done, time.time()))
        ahead = done / rate - (time.time() - began)
        time.sleep(max(ahead, 0))
    told.put(None)


def _orders(villagers: list[Any], count: int, done: int) -> list[Any]:

    now = timezone.now()
    line = NewLine(title="Kettle", category=Category.SMALL_APPLIANCES, quantity=1, unit_price=Decimal(160))
    chosen = [villagers[(done + number) * 61 % len(villagers)] for number in range(count)]
    return [
        NewOrder(
            station=villager.station,
            villager=villager,
            lines=[line],
            pay_how=AgentOrder.PayHow.OWN_ACCOUNT,
            placed_at=now,
            paid_at=now,
        )
        for villager in chosen
    ]


# --- what it says ----------------------------------------------------------------


def _cost_of_a_viewer(reader: httpx.Client, times: int = 150) -> None:
    """Median milliseconds of each kind of request, in turns, so that all have the same weather."""
    mark = reader.get(PAGE).headers["etag"]
    kinds = {"bare": ("/bare/", {}), "304": (PAGE, {"if-none-match": mark}), "200": (PAGE, {})}
    took: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(times):
        for name, (path, headers) in kinds.items():
            began = time.perf_counter()
            reader.get(path, headers=headers)
            took[name].append((time.perf_counter() - began) * 1000)
    medians = {name: statistics.median(each) for name, each in took.items()}
    for name in ("304", "200"):
        ratio, plain = medians[name] / medians["bare"], medians["bare"]
        told = f"{medians[name]:.1f} ms, {ratio:.2f} of a bare view's {plain:.1f}"
        _say(f"  a viewer answered {name}: {told}")


def _report(fed: list[tuple[int, float]], seen: list[Seen]) -> None:
    delays = []
    for one in seen:
        for orders, committed in fed:
            shown = next((at for count, at in one.answers if count >= orders), None)
            if shown is not None:
                delays.append(shown - committed)
    lasted = fed[-1][1] - fed[0][1]
    _say(f"{fed[-1][0]:,} orders in {lasted:.0f} s: {(fed[-1][0] - fed[0][0]) / lasted:,.0f} a second")
    asked, unchanged = sum(one.asked for one in seen), sum(one.unchanged for one in seen)
    failed = sum(one.failed for one in seen)
    _say(f"{len(seen)} viewers asked {asked:,} times: {unchanged:,} answers were 304, {failed} failed")
    missing = len(seen) * len(fed) - len(delays)
    _say(
        f"payment to page: median {statistics.median(delays):.2f} s, 99% {_at(delays, 0.99):.2f} s,"
        f" longest {max(delays):.2f} s; never shown: {missing}"
    )
    _say(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


if __name__ == "__main__":
    main()
