"""Agent orders through the web form and the API beside a bare view that inserts the same rows.

Point 10 of the plan. Both stand behind the same server, middleware, login and token, in the same
process; rounds go A B B A, many and short, since a machine that others use is quicker in one minute
than in the next. What both leave is compared row by row.
"""

from __future__ import annotations

import http.client
import json
import statistics
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from rest_framework.authtoken.models import Token

from benchmarks.measuring import Figure, parser_of, report, say
from benchmarks.nation import seeded
from benchmarks.night_jobs import digest
from benchmarks.server import Send, drive, running
from orders.villagers.models import Villager
from partners.accounts.models import Role, User
from partners.people.models import Partner, Tenure

GOODS = {"title": "保温杯", "category": "daily_goods", "amount": "89.90"}


@dataclass(frozen=True)
class Counter:
    """A partner at the counter, and the number of somebody who buys there."""

    cookies: str
    csrf: str
    api_token: str
    station_code: str
    phone: str


def counters(count: int) -> list[Counter]:
    """Partners with a login, a session, an API token and a villager on file."""
    found = []
    for tenure in Tenure.objects.select_related("station", "partner").order_by("pk")[:count]:
        partner, station = tenure.partner, tenure.station
        if partner.user is None:
            name = f"bench-{partner.pk}"
            partner.user = User.objects.create_user(username=name, role=Role.PARTNER, name=name)
            Partner.objects.filter(pk=partner.pk).update(user=partner.user)
        client = Client()
        client.force_login(partner.user)
        csrf = _get_new_csrf_string()
        villager = Villager.objects.filter(station=station).order_by("pk")[:1].get()
        found.append(
            Counter(
                cookies=f"sessionid={client.cookies['sessionid'].value}; csrftoken={csrf}",
                csrf=csrf,
                api_token=Token.objects.get_or_create(user=partner.user)[0].key,
                station_code=station.code,
                phone=villager.phone or "",
            )
        )
    return found


class Ways:
    """The four ways an order comes in; each sends one request, ours and the bare view's the same."""

    def __init__(self, at: Sequence[Counter]) -> None:
        self.at = at

    def form(self, to: http.client.HTTPConnection, number: int) -> int:
        return self._send_form(to, "/orders/new/", number)

    def bare_form(self, to: http.client.HTTPConnection, number: int) -> int:
        return self._send_form(to, "/orders/bare/", number)

    def api(self, to: http.client.HTTPConnection, number: int) -> int:
        return self._send_json(to, "/api/v1/agent-orders/", number)

    def bare_api(self, to: http.client.HTTPConnection, number: int) -> int:
        return self._send_json(to, "/api/v1/agent-orders/bare/", number)

    def _of(self, number: int) -> Counter:
        return self.at[number % len(self.at)]

    def _send_form(self, to: http.client.HTTPConnection, path: str, number: int) -> int:
        here = self._of(number)
        told = {
            "token": uuid.uuid4().hex, "phone": here.phone, "pay_when": "now", "pay_how": "own_account",
            "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-title": GOODS["title"],
            "lines-0-category": GOODS["category"], "lines-0-unit_price": GOODS["amount"],
            "lines-0-quantity": 1,
        }  # fmt: skip
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": here.cookies,
            "X-CSRFToken": here.csrf,
        }
        return _ask(to, path, urlencode(told), headers)

    def _send_json(self, to: http.client.HTTPConnection, path: str, number: int) -> int:
        here = self._of(number)
        line = {
            "title": GOODS["title"], "category": GOODS["category"], "quantity": 1,
            "unit_price": GOODS["amount"],
        }  # fmt: skip
        told = {
            "station": here.station_code, "villager": {"phone": here.phone}, "lines": [line],
            "pay_when": "now", "pay_how": "own_account",
        }  # fmt: skip
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Token {here.api_token}",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        return _ask(to, path, json.dumps(told), headers)


def _ask(to: http.client.HTTPConnection, path: str, body: str, headers: dict[str, str]) -> int:
    to.request("POST", path, body=body.encode(), headers=headers)
    answer = to.getresponse()
    text = answer.read()
    if answer.status not in {201, 302}:
        say(f"  {path}: {answer.status} {text[:300]!r}")
    return answer.status


TABLES = {
    "orders_agentorder": "station_id, villager_id, platform, platform_order_no, pay_when, pay_how, status, "
    "amount, refunded, length(pickup_code), created_by_id, arrived_at, handed_over_at, wrong_codes",
    "orders_agentorderline": "line_no, title, category, quantity, unit_price, amount, refunded",
    "orders_agentorderchange": "before, after, actor_id, reason",
    "partners_activity": "partner_id, station_id, center_id, business, kind, category, amount, orders, "
    "category_orders, split_part(source_key, ':', 1), split_part(source_key, ':', 3), "
    "split_part(source_key, ':', 4)",
    "partners_pendingactivity": "consumer",
    "stations_requesttoken": "actor_id, result IS NULL",
}


def last_ids() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}', coalesce(max(id), 0) FROM {table}" for table in TABLES)
        )
        return dict(cursor.fetchall())


def written_since(before: dict[str, int]) -> tuple[Any, ...]:
    """What has been written in every table of an order, without ids and moments."""
    return tuple(digest(table, columns, f"id > {before[table]}") for table, columns in TABLES.items())


def beside(
    name: str, ours: Send, bare: Send, *, port: int, orders: int, rounds: int, connections: int
) -> Figure:
    """Orders a second of ours and of the bare view, in turns."""
    rates: dict[str, list[float]] = {"ours": [], "peer": []}
    sides = [("ours", ours), ("peer", bare)]
    for _side, send in sides:
        drive(port, send, requests=range(connections * 4), connections=connections)
    for number in range(rounds):
        left = {}
        for side, send in sides if number % 2 == 0 else reversed(sides):
            before = last_ids()
            took = drive(port, send, requests=range(orders), connections=connections)
            rates[side].append(orders / took)
            left[side] = written_since(before)
            say(f"  {name}, {side}: {rates[side][-1]:.0f} a second")
        if left["ours"] != left["peer"]:
            raise AssertionError(f"{name}: the two leave different rows: {left}")
    ratio = statistics.median(a / b for a, b in zip(rates["ours"], rates["peer"], strict=True))
    return Figure(
        name, ratio, 0.6, at_least=True, ours=rates["ours"], peer=rates["peer"], note="orders a second"
    )


def measure(*, stations: int, orders: int, rounds: int, connections: int) -> list[Figure]:
    seeded(stations)
    ways = Ways(counters(min(stations, 50)))
    options = {"orders": orders, "rounds": rounds, "connections": connections}
    with running() as port:
        return [
            beside("web form", ways.form, ways.bare_form, port=port, **options),
            beside("API", ways.api, ways.bare_api, port=port, **options),
        ]


def main(arguments: Sequence[str]) -> int:
    parser = parser_of("intake", __doc__)
    parser.add_argument("--stations", type=int, default=1_000)
    parser.add_argument("--orders", type=int, default=300, help="a round and side")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--connections", type=int, default=4)
    given = parser.parse_args(arguments)
    figures = measure(
        stations=given.stations, orders=given.orders, rounds=given.rounds, connections=given.connections
    )
    size = f"{given.rounds} rounds of {given.orders:,} orders, {given.connections} connections"
    return report(figures, title="Intake", size=size, to=given.json)
