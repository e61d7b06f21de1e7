import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from orders.logistics.queries import OVERDUE_DAYS
from orders.reports.second_leg.files import as_data, csv_of
from orders.reports.second_leg.report import second_leg_report
from stations.clock import today
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Prints the report of the second leg; only the document goes to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first_day", type=dt.date.fromisoformat)
        parser.add_argument("--to", dest="last_day", type=dt.date.fromisoformat)
        parser.add_argument("--overdue-days", type=int, default=OVERDUE_DAYS)
        parser.add_argument("--format", choices=["json", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        last_day = options["last_day"] or today()
        try:
            report = second_leg_report(
                first_day=options["first_day"] or last_day - dt.timedelta(days=29),
                last_day=last_day,
                overdue_days=options["overdue_days"],
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["format"] == "csv":
            self._print(csv_of(report))
        else:
            document = json.dumps(as_data(report), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
            self._print(f"{document}\n".encode())

    def _print(self, document: bytes) -> None:
        """UTF-8 whatever the terminal thinks, and line ends as they are."""
        raw = getattr(self.stdout, "buffer", None)
        if raw is None:
            self.stdout.write(document.decode(), ending="")
        else:
            raw.write(document)
            raw.flush()
