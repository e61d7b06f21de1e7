"""Counter services of the demo: each kind through the sandbox, some of them going wrong."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from orders.counter.driving import drive_gateway
from orders.counter.fees import load_standard_fees
from orders.counter.gateways.sandbox.book import Book, path_of_book
from orders.counter.gateways.sandbox.playing import Play
from orders.counter.gateways.sandbox.server import SandboxServer
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.kinds import GATEWAYS, KINDS
from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService
from orders.counter.ordering import confirm_service, draft_service, price_service
from orders.counter.settling import refund_service
from orders.counter.switching import switch_service
from partners.accounts.models import Role, User
from partners.people.models import Tenure
from stations.clock import today
from stations.network.models import Station

# One county has everything, so that each form can be seen.
COUNTY = "FJYX"
STATIONS = 3
_IDENTITY = "350426199003071215"


def make_services() -> int:
    """Fees, switches, and services of every kind at a few stations; returns how many services.

    They go through a sandbox in this process, whose book the one of `make run` opens again.
    """
    load_standard_fees()
    stations = list(
        Station.objects.filter(center__code=COUNTY).select_related("center").order_by("code")[:STATIONS]
    )
    if not stations:
        return 0
    for kind in KINDS:
        switch_service(actor=None, center=stations[0].center, kind=kind, on=True)
    with _sandbox(path_of_book()) as play:
        for number, station in enumerate(stations):
            _one_of_each(station, number)
        _send()
        _take_one_back(stations[1])
        _leave_some_open(stations[0], play)
    return CounterService.objects.count()


def _one_of_each(station: Station, number: int) -> None:
    tenure = Tenure.objects.covering(today()).select_related("partner__user").get(station=station)
    for kind in KINDS:
        _confirm(station, kind, tenure.partner.user, _typed(kind, number))


def _confirm(station: Station, kind: str, actor: object, typed: dict[str, str]) -> CounterService:
    details, quote = price_service(station=station, kind=kind, typed=typed)
    draft = draft_service(actor=actor, station=station, kind=kind, details=details, quote=quote)
    return confirm_service(actor=actor, service=draft)


def _send() -> None:
    """Until everything that takes a moment is done too."""
    for _round in range(3):
        CounterService.objects.filter(status__in=DUE).update(due_at=dt.datetime.now(dt.UTC))
        for code in GATEWAYS:
            drive_gateway(code)


def _take_one_back(station: Station) -> None:
    """A ticket that the railway took back: its fee goes back with it."""
    staff = User.objects.filter(role=Role.COUNTY_STAFF, center=station.center).first()
    ticket = CounterService.objects.get(station=station, kind="train", status=ServiceStatus.SUCCEEDED)
    refund_service(actor=staff, service=ticket, reason="列车停运，铁路已退款")


def _leave_some_open(station: Station, play: Play) -> None:
    """One whose answer was lost, one that failed, one of another amount: all have their receipt."""
    tenure = Tenure.objects.covering(today()).select_related("partner__user").get(station=station)
    actor = tenure.partner.user
    _confirm(station, "electricity", actor, _typed("electricity", 0) | {"account": "3504260000"})
    drive_gateway("utility")
    play.tempers["operator"] = Temper.WRONG_AMOUNT
    _confirm(station, "internet", actor, _typed("internet", 7))
    drive_gateway("operator")
    play.tempers["operator"] = Temper.NONSENSE
    _confirm(station, "mobile", actor, _typed("mobile", 7))
    drive_gateway("operator")


def _typed(kind: str, number: int) -> dict[str, str]:
    day = (today() + dt.timedelta(days=5 + number)).isoformat()
    after = (today() + dt.timedelta(days=6 + number)).isoformat()
    person = {"name": "黄秀英", "identity": _IDENTITY, "phone": f"1380000{number:02d}11"}
    typed: dict[str, dict[str, str]] = {
        "mobile": {"phone": f"1390000{number:02d}21", "operator": "mobile", "amount": "50"},
        "internet": {"operator": "telecom", "account": f"AD059800{number:02d}1", "amount": "99"},
        "train": person | {"from_place": "尤溪", "to_place": "福州", "day": day},
        "air": person | {"from_place": "福州", "to_place": "北京", "day": day},
        "hotel": person | {"place": "三明", "day": day, "last_day": after},
        "withdrawal": {
            "card": "6222021001116245702",
            "name": "黄秀英",
            "identity": _IDENTITY,
            "amount": "200",
        },
        "registration": person | {"hospital": "尤溪县医院", "department": "内科", "day": day},
        "medicine": person | {"hospital": "尤溪县医院", "prescription": f"RX201511{number:02d}", "day": day},
        "diagnosis": person | {"hospital": "尤溪县医院", "complaint": "咳嗽三天", "day": day},
    }
    return typed.get(kind) or {
        "company": "尤溪水务" if kind == "water" else "国网福建电力",
        "account": f"35042600{number:02d}1",
        "amount": "86.40",
    }


@contextmanager
def _sandbox(book: Path) -> Iterator[Play]:
    """A sandbox for as long as the demo is made; the gateways of this process lead to it."""
    key_id, secret = "sandbox", "demo"
    if settings.GATEWAYS:
        key_id, secret = next(iter(next(iter(settings.GATEWAYS.values()))["keys"].items()))
    book.parent.mkdir(parents=True, exist_ok=True)
    book.unlink(missing_ok=True)  # of a demo that was broken off
    server = SandboxServer(("127.0.0.1", 0), Play(key_id, secret, "", Book(str(book)), pause=0.0))
    base = f"http://127.0.0.1:{server.server_address[1]}"
    kept = settings.GATEWAYS, settings.GATEWAYS_PRIVATE
    settings.GATEWAYS = {code: {"url": f"{base}/{code}", "keys": {key_id: secret}} for code in GATEWAYS}
    settings.GATEWAYS_PRIVATE = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.play
    finally:
        settings.GATEWAYS, settings.GATEWAYS_PRIVATE = kept
        server.shutdown()
        server.server_close()
