import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders.festivals.models import StationDay
from orders.reports.income.files import as_data, csv_of
from orders.reports.income.report import income_figures
from partners.income.models import Statement
from stations.clock import parse_month
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Prints the income report of a closed month: its spread, by county, mode and age, and its cost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", help="like 2015-11")
        parser.add_argument("--format", choices=["json", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = parse_month(options["month"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        report = income_figures(
            month=month, statements=Statement.objects.all(), days=StationDay.objects.all()
        )
        if options["format"] == "csv":
            document = csv_of(report)
        else:
            document = (json.dumps(as_data(report), ensure_ascii=False, indent=1) + "\n").encode()
        raw = getattr(self.stdout, "buffer", None)
        if raw is None:
            self.stdout.write(document.decode(), ending="")
        else:
            raw.write(document)
            raw.flush()
