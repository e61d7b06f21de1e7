"""`place_order` beside django-oscar's OrderCreator, on the same PostgreSQL, in turns.

Point 10 of the plan. An order of two goods, from what a request tells until it is placed. Ours goes
through `once`: token, order, two lines, log of two steps, journal and what waits for two consumers,
one transaction an order. The peer fills the basket that OrderCreator asks for and places it: 56 queries,
where the plan counted 57. It lives in an environment of its own below `.run/`, made from
benchmarks/requirements.txt. How many OrderCreator places whose baskets are full already is told beside.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.intake import GOODS
from benchmarks.measuring import Figure, parser_of, report, say, seconds
from benchmarks.nation import seeded
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewLine, NewOrder, place_order
from orders.villagers.models import Villager
from partners.accounts.models import Role, User
from partners.journal.kinds import Category
from stations.requests.claiming import once

ROOT = Path(__file__).resolve().parent.parent
OSCAR = ROOT / ".run" / "benchmarks" / "oscar"
REQUIREMENTS = ROOT / "benchmarks" / "requirements.txt"


def environment() -> Path:
    """The peer's Python, installed when its requirements changed."""
    installed = OSCAR / "installed.txt"
    python = OSCAR / "bin" / "python"
    if not installed.exists() or installed.read_text() != REQUIREMENTS.read_text():
        say("installing the peer")
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", "--clear", OSCAR], check=True)
        subprocess.run([*uv, "pip", "install", "--quiet", "--python", python, "-r", REQUIREMENTS], check=True)
        installed.write_text(REQUIREMENTS.read_text())
    return python


class Peer:
    """OrderCreator in its own process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        first = self._answer()
        self.queries, self.creator_queries = int(first["queries"]), int(first["creator_queries"])
        # Of each round, orders a second of OrderCreator alone.
        self.creator_rates: list[float] = []

    def place(self, count: int) -> float:
        """Seconds for so many orders."""
        assert self._process.stdin
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        answer = self._answer()
        self.creator_rates.append(count / float(answer["creator_seconds"]))
        return float(answer["seconds"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or "{}")
        if not answer:
            raise RuntimeError("the peer died")
        return answer


@contextmanager
def oscar() -> Iterator[Peer]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA oscar")
    process = subprocess.Popen(
        [environment(), "-m", "benchmarks.peer_oscar.place"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.peer_oscar.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Peer(process)
    finally:
        process.kill()
        process.wait()


CUP = NewLine(
    title=GOODS["title"], category=GOODS["category"], quantity=1, unit_price=Decimal(GOODS["amount"])
)
RICE = NewLine(title="大米", category=Category.FOOD, quantity=1, unit_price=Decimal("35.00"))


def order_at(actor: User, villager: Villager, lines: Sequence[NewLine] = (CUP, RICE)) -> None:
    """One order with its token, as form and API place it."""
    order = NewOrder(
        station=villager.station, villager=villager, lines=lines, pay_how=AgentOrder.PayHow.OWN_ACCOUNT
    )
    once(
        actor=actor,
        token=uuid.uuid4().hex,
        purpose="benchmark",
        content={},
        work=lambda: {"order": place_order(actor=actor, order=order).pk},
    )


def measure(*, stations: int, orders: int, rounds: int) -> list[Figure]:
    seeded(stations)
    actor = User.objects.create_user("bench-counter", role=Role.OPS)
    villagers = list(Villager.objects.select_related("station").order_by("phone")[:200])
    with CaptureQueriesContext(connection) as asked:
        order_at(actor, villagers[0])
    rates: dict[str, list[float]] = {"ours": [], "peer": []}

    def ours(count: int) -> float:
        def work() -> None:
            for number in range(count):
                order_at(actor, villagers[number % len(villagers)])

        return seconds(work)

    with oscar() as peer:
        sides = [("ours", ours, orders * 10), ("peer", peer.place, orders)]
        for number in range(rounds):
            for side, place, count in sides if number % 2 == 0 else reversed(sides):
                rates[side].append(count / place(count))
                say(f"  {side}: {rates[side][-1]:.1f} a second")
        alone = statistics.median(peer.creator_rates)
        note = (
            f"orders a second; {len(asked)} queries an order, the peer {peer.queries}; OrderCreator alone: "
            f"{peer.creator_queries} queries, {alone:.0f} a second"
        )
    ratio = statistics.median(a / b for a, b in zip(rates["ours"], rates["peer"], strict=True))
    name = "place_order beside basket and OrderCreator"
    return [Figure(name, ratio, 10, at_least=True, ours=rates["ours"], peer=rates["peer"], note=note)]


def main(arguments: Sequence[str]) -> int:
    parser = parser_of("orders_a_second", __doc__)
    parser.add_argument("--stations", type=int, default=1_000)
    parser.add_argument("--orders", type=int, default=100, help="of the peer in a round; ours are ten times")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    figures = measure(stations=given.stations, orders=given.orders, rounds=given.rounds)
    size = f"{given.rounds} rounds of {given.orders:,} and {given.orders * 10:,} orders"
    return report(figures, title="Orders a second", size=size, to=given.json)
