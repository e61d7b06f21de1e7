from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.income.closing import RangeDone, close_month
from stations.clock import parse_month
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Closes a month: one statement for each partner. A second run adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="like 2015-11")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = parse_month(options["month"])
            closed = close_month(month=month, progress=self._tell)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if not closed:
            self.stdout.write(f"{month:%Y-%m} is closed already: nothing added")

    def _tell(self, done: RangeDone) -> None:
        self.stdout.write(
            f"{done.month:%Y-%m}: {done.statements} statements with {done.lines} lines,"
            f" part {done.done} of {done.parts}"
        )
