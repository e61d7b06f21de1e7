from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stations.recognition.files import FORMATS
from stations.recognition.report import recognise
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Decides which villages, towns and clusters are recognised in a year, with the reason for each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--format", choices=("json", "csv"), default="json")

    def handle(self, *args: Any, year: int, format: str, **options: Any) -> None:  # noqa: A002 as it is typed
        try:
            report = recognise(year)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        write, _content_type = FORMATS[format]
        # The mark is for Excel; what reads a command's output would take it for a part of the header.
        self.stdout.write(write(report).decode("utf-8-sig"), ending="")
