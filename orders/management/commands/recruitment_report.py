import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from orders.reports.recruitment.files import as_csv, as_data
from orders.reports.recruitment.report import recruitment_report
from orders.reports.recruitment.web import usual_first
from stations.clock import parse_month, today
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Prints the report on recruitment; only the document goes to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", help="the first month, like 2015-01; else twelve months")
        parser.add_argument("--to", dest="last", help="the last month, like 2015-12; else this one")
        parser.add_argument("--format", choices=["json", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = recruitment_report(
                None, _month(options["first"], usual_first()), _month(options["last"], today())
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["format"] == "csv":
            self._print(as_csv(report))
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


def _month(text: str | None, usual: dt.date) -> dt.date:
    return parse_month(text) if text else usual
