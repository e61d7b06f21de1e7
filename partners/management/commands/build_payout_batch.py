from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.payouts.building import build_batch
from stations.clock import parse_month
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Builds a payout batch for a closed month; two people check and release it at the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="like 2015-11")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = build_batch(month=parse_month(options["month"]))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        left_out = batch.left_out.count()
        self.stdout.write(f"{batch}: {batch.count} payouts, {batch.amount} yuan; {left_out} left out")
