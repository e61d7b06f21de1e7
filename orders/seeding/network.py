"""The national shape of one festival day (domain, section 4), written set-based in one transaction.

The only place that writes past the verbs: `verify_books` judges what it leaves.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from orders.seeding import network_sql as sql
from partners.income.pricing import price_activity
from stations.centers.models import CountyCenter
from stations.clock import day_end, day_start
from stations.money import FEN
from stations.refusals import Refused
from stations.regions.models import Region

# Five letters: two of the province, three of a serial. The demo's centers have four.
SEEDED = r"^[A-Z]{5}$"
SERIALS = 26**3


@dataclass(frozen=True, slots=True)
class Network:
    """How large, how much and when. `turnover` in yuan paid on `day`; `mean_order` in yuan."""

    stations: int
    counties: int
    turnover: Decimal
    day: dt.date
    mean_order: Decimal = Decimal(160)


Say = Callable[[str], None]


def seed_network(network: Network, *, again: bool = False, say: Say = lambda line: None) -> Festival:
    """Writes centers, stations, partners, villagers and one day's paid orders with their journal.

    Paid turnover is `network.turnover` to the fen. Rolls up and prices with the real jobs and
    returns the festival of the day. Raises Refused: the database was seeded before (unless
    `again`), the register is missing or too small, the figures make no sense; then nothing is written.
    """
    _check(network, again=again)
    with transaction.atomic():
        festival = _festival_of(network.day)
        with connection.cursor() as cursor:
            # random() repeats itself from here on: the same call gives the same network.
            cursor.execute("SELECT setseed(0.1111)")
            for name, statement in sql.STEPS:
                began = time.monotonic()
                cursor.execute(statement, _values(network))
                say(f"{name}: {cursor.rowcount:,} ({time.monotonic() - began:.1f} s)")
            cursor.execute("SELECT count(*) FROM seeded_station")
            (stations,) = cursor.fetchone()
            if stations != network.stations:
                raise Refused(
                    _("The register has room for %(stations)s stations in %(counties)s counties only.")
                    % {"stations": stations, "counties": network.counties},
                    code="room",
                )
            cursor.execute(sql.DROP)
    for table in sql.WRITTEN:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table}")
    began = time.monotonic()
    roll_up_turnover()
    say(f"roll_up_turnover: {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    price_activity(wait=True)
    say(f"price_activity: {time.monotonic() - began:.1f} s")
    return festival


def _check(network: Network, *, again: bool) -> None:
    if network.stations < network.counties or network.counties < 1:
        raise Refused(_("Every county needs a station."), code="stations", field="stations")
    if network.turnover < network.stations * network.mean_order / 10:
        raise Refused(
            _("This turnover is too small for so many stations."), code="turnover", field="turnover"
        )
    seeded = CountyCenter.objects.filter(code__regex=SEEDED).count()
    if seeded and not again:
        raise Refused(
            _("A network was seeded here before. Say --again to add another one."),
            code="seeded",
            conflict=True,
        )
    if seeded + network.counties > SERIALS:
        raise Refused(_("There are no codes left for so many counties."), code="counties", field="counties")
    if not Region.objects.filter(level=Region.Level.VILLAGE).exists():
        raise Refused(_("Import the national register first: manage.py import_regions."), code="register")


def _festival_of(day: dt.date) -> Festival:
    double_eleven = (day.month, day.day) == (11, 11)
    slug = f"double-eleven-{day.year}" if double_eleven else f"festival-{day:%Y-%m-%d}"
    name = f"{day.year} 双十一" if double_eleven else f"{day.year}-{day.month}-{day.day}"
    festival, _created = Festival.objects.get_or_create(
        slug=slug, defaults={"name": name, "starts_at": day_start(day), "ends_at": day_end(day)}
    )
    return festival


def _values(network: Network) -> dict[str, int | dt.date]:
    return {
        "stations": network.stations,
        "counties": network.counties,
        "fen": int(network.turnover / FEN),
        "mean_fen": int(network.mean_order / FEN),
        "day": network.day,
        "midnight": day_start(network.day),
        "villagers": 60,
        "per_county": -(-network.stations // network.counties),
    }
