"""What must hold after the fire: clean books, and a report that equals a count of the orders themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.core.management import call_command
from django.db.models import Count, F, Q, Sum

from orders.agent_orders.models import AgentOrder
from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.models import Festival
from orders.festivals.report import festival_report
from tests.cast import DOUBLE_ELEVEN, make_partner, make_rates, make_station, make_villager
from tests.hosts.fire import Counted, Fire
from tests.private import Servers

STATIONS = 12


def exact_after_the_fire(
    servers: Servers, *, orders: int, seed: int, folder: Path, say: Callable[[str], None]
) -> Counted:
    """Plays it with so many orders, and asserts that nothing is missing and nothing counted twice."""
    make_rates()
    stations = [make_station(prepaid="10000000.00") for _ in range(STATIONS)]
    for station in stations:
        make_partner(station)
    villagers = [(station, make_villager(station)) for station in stations for _ in range(5)]
    fire = Fire(servers, villagers, orders, seed, folder, say)
    try:
        fire.burn()
    finally:
        fire.stop()

    assert AgentOrder.objects.count() == orders
    festival = Festival.objects.create(
        name="双十一",
        slug="double-eleven-2015",
        starts_at=DOUBLE_ELEVEN,
        ends_at=DOUBLE_ELEVEN + dt.timedelta(days=1),
    )
    report = festival_report(festival)
    assert report.turnovers == recounted()
    assert sum((station.turnovers for station in report.stations), NOTHING_SOLD) == report.turnovers
    call_command("verify_books")  # exits 1 on a difference of a fen
    return fire.counted


def recounted() -> Turnovers:
    """From the orders, past journal and roll-up. All of them were placed and paid within the day."""
    paid = Q(paid_at__isnull=False)
    sums = AgentOrder.objects.aggregate(
        placed=Sum("amount"),
        placed_orders=Count("pk"),
        paid=Sum("amount", filter=paid),
        paid_orders=Count("pk", filter=paid),
        net=Sum(F("amount") - F("refunded"), filter=paid),
        net_orders=Count("pk", filter=paid & Q(amount__gt=F("refunded"))),
    )
    return Turnovers(
        Decimal(sums["placed"]), sums["placed_orders"],
        Decimal(sums["paid"]), sums["paid_orders"],
        Decimal(sums["net"]), sums["net_orders"],
    )  # fmt: skip
