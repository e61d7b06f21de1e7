"""The sandbox gateway for tests, and services that go through it."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from orders.counter.driving import drive_gateway
from orders.counter.gateways.sandbox.playing import Play
from orders.counter.gateways.sandbox.server import SandboxServer
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.gateways.signing import signed_headers
from orders.counter.kinds import GATEWAYS
from orders.counter.models import CounterService
from orders.counter.ordering import confirm_service, draft_service, price_service
from stations.network.models import Station
from tests.cast import put_cash

KEY, SECRET = "k2015", "tea-hills"
TYPED: dict[str, dict[str, str]] = {
    "mobile": {"phone": "13812345678", "operator": "mobile", "amount": "50"},
    "internet": {"operator": "telecom", "account": "AD350426001", "amount": "99"},
    "electricity": {"company": "国网尤溪", "account": "3504260012", "amount": "86.40"},
    "water": {"company": "尤溪水务", "account": "8800123", "amount": "31.20"},
    "gas": {"company": "尤溪燃气", "account": "7700456", "amount": "120"},
    "television": {"company": "广电网络", "account": "6600789", "amount": "25"},
    "withdrawal": {
        "card": "6222021001116245702",
        "name": "黄阿婆",
        "identity": "350426199003071215",
        "amount": "300",
    },
}
BOOKED = {"name": "黄阿婆", "identity": "350426199003071215", "phone": "13800000001"}
CALL_BACK = "/gateways/{code}/callback/"


class Sandbox:
    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.play = server.play
        base = f"http://127.0.0.1:{server.server_address[1]}"
        self.accounts: dict[str, Any] = {
            code: {"url": f"{base}/{code}", "keys": {KEY: SECRET}} for code in GATEWAYS
        }

    def be(self, temper: Temper, code: str = "*") -> None:
        self.play.tempers = {code: temper}

    def times(self, service: CounterService) -> int:
        """How often the provider has done it; a number that it knows is done once."""
        return int(self.play.book.find(service.traits.gateway, service.number) is not None)


@contextmanager
def sandbox_running(**play: Any) -> Iterator[Sandbox]:
    server = SandboxServer(("127.0.0.1", 0), Play(KEY, SECRET, callback="", pause=0.0, **play))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Sandbox(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_draft(station: Station, kind: str = "mobile", actor: Any = None, **typed: str) -> CounterService:
    """A service as a partner leaves the form; booked kinds ask the sandbox for their price."""
    day = (timezone.localdate() + timezone.timedelta(days=3)).isoformat()
    given = TYPED.get(kind) or BOOKED | {
        "from_place": "尤溪", "to_place": "福州", "place": "三明", "hospital": "尤溪县医院", "day": day,
        "last_day": (timezone.localdate() + timezone.timedelta(days=4)).isoformat(),
        "department": "内科", "prescription": "RX20151111", "complaint": "咳嗽三天",
    }  # fmt: skip
    details, quote = price_service(station=station, kind=kind, typed=given | typed)
    return draft_service(actor=actor, station=station, kind=kind, details=details, quote=quote)


def make_charged(station: Station, kind: str = "mobile", actor: Any = None, **typed: str) -> CounterService:
    """A service the villager has paid, not sent yet; for a withdrawal the drawer holds enough."""
    if kind == "withdrawal":
        put_cash(station)
    return confirm_service(actor=actor, service=make_draft(station, kind, actor, **typed))


def drive(service: CounterService) -> CounterService:
    """One run of the drain, whatever pause the service was given."""
    first = timezone.now() - timezone.timedelta(days=1)
    CounterService.objects.filter(pk=service.pk, due_at__isnull=False).update(due_at=first)
    drive_gateway(service.traits.gateway, limit=1)
    service.refresh_from_db()
    return service


def call_back(
    service: CounterService,
    status: str = "succeeded",
    *,
    event: str = "",
    amount: Decimal | str | None = None,
    key: str = KEY,
    secret: str = SECRET,
    age: int = 0,
    gateway: str = "",
    body: bytes | None = None,
) -> Any:
    """Posts what a gateway would post, signed; returns the response."""
    told = {
        "order_no": service.number,
        "status": status,
        "amount": str(service.amount if amount is None else amount),
        "reference": "REF1",
        "at": timezone.now().isoformat(),
    }
    raw = json.dumps(told).encode() if body is None else body
    headers = signed_headers(
        key_id=key,
        secret=secret,
        timestamp=int(time.time()) - age,
        event_id=event or uuid.uuid4().hex,
        body=raw,
    )
    address = CALL_BACK.format(code=gateway or service.traits.gateway)
    return Client().post(address, raw, content_type="application/json", headers=headers)
