import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.income.models import MonthClosing
from partners.income.report import as_json, as_sheet, income_report
from stations.clock import parse_month
from stations.refusals import Refused
from stations.sheets import csv_lines


class Command(BaseCommand):
    help = "Prints the income of a closed month; only the document goes to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="like 2015-11")
        parser.add_argument("--format", choices=["json", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = parse_month(options["month"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if not MonthClosing.objects.filter(month=month, finished_at__isnull=False).exists():
            self.stderr.write(f"{month:%Y-%m} is not closed: run close_month {month:%Y-%m}")
        report = income_report(month=month)
        if options["format"] == "csv":
            self._print("".join(csv_lines(as_sheet(report))))
        else:
            self._print(json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n")

    def _print(self, document: str) -> None:
        """UTF-8 whatever the terminal thinks, and line ends as they are."""
        raw = getattr(self.stdout, "buffer", None)
        if raw is None:
            self.stdout.write(document, ending="")
        else:
            raw.write(document.encode())
            raw.flush()
