"""`manage.py seed_network`: one festival day of the whole nation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders.seeding.network import Network, seed_network
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Adds the national shape of one festival day, and prints the festival's slug."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stations", type=int, default=9278)
        parser.add_argument("--counties", type=int, default=202)
        parser.add_argument("--turnover", type=Decimal, default=Decimal(293_000_000), help="yuan paid")
        parser.add_argument("--day", type=dt.date.fromisoformat, default=dt.date(2015, 11, 11))
        parser.add_argument("--again", action="store_true", help="add another network to this database")

    def handle(self, *args: Any, **options: Any) -> None:
        network = Network(
            stations=options["stations"],
            counties=options["counties"],
            turnover=options["turnover"],
            day=options["day"],
        )
        try:
            festival = seed_network(network, again=options["again"], say=self.stderr.write)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(festival.slug)
