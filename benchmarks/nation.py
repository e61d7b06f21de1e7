"""A nation of any size in the run's own database: the shape of the national day, scaled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import connection, connections

from benchmarks.database import keep_as_template, start_from_template, template_of_size
from benchmarks.filling import fill
from benchmarks.measuring import say
from orders.festivals.models import Festival
from orders.seeding.network import Network, seed_network
from stations.money import to_fen

DAY = dt.date(2015, 11, 11)
STATIONS, COUNTIES, TURNOVER = 9_278, 202, Decimal(293_000_000)


def network_of(stations: int) -> Network:
    """The national day for so many stations: as much turnover and as many orders to each."""
    return Network(
        stations=stations,
        counties=max(1, round(stations * COUNTIES / STATIONS)),
        turnover=to_fen(TURNOVER * stations / STATIONS),
        day=DAY,
    )


def filled(stations: int) -> None:
    """The same nation with what grows beside the orders; kept as a template of its own."""
    name = template_of_size(f"filled_{stations}")
    connections.close_all()
    if start_from_template(name):
        say(f"{stations:,} stations and what grows beside their orders, as the last run left them")
        return
    seeded(stations)
    fill()
    connections.close_all()
    keep_as_template(name)


def seeded(stations: int, *, keep: bool = True) -> Festival:
    """The festival of a nation that is rolled up and priced; kept as a template for the next run."""
    name = template_of_size(f"nation_{stations}")
    connections.close_all()
    if keep and start_from_template(name):
        say(f"{stations:,} stations, as the last run left them")
        return Festival.objects.get()
    start_from_template(template_of_size("base"))
    festival = seed_network(network_of(stations), say=lambda line: say(f"  {line}"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    if keep:
        connections.close_all()
        keep_as_template(name)
    return festival
