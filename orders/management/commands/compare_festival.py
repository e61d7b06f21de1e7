"""`manage.py compare_festival SLUG`: beside an earlier festival, or beside an ordinary day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders.festivals.comparing.asking import compared
from orders.festivals.comparing.basis import WEEKS, Middle
from orders.festivals.comparing.files import FORMATS
from orders.festivals.rolling_up import roll_up_turnover
from orders.management.festivals import festival_named
from stations.command_output import DocumentCommand
from stations.refusals import Refused


class Command(DocumentCommand):
    help = "Prints a festival beside an earlier one, or beside the usual of the weeks before it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--against", default="", help="an earlier festival; without one an ordinary day")
        parser.add_argument("--weeks", type=int, default=WEEKS, help="how many weeks before it (default 4)")
        parser.add_argument("--middle", choices=[one.value for one in Middle], default=Middle.MEAN.value)
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        self.add_output_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        roll_up_turnover(wait=True)
        asked = {name: options[name] for name in ("against", "weeks", "middle")}
        try:
            comparison = compared(festival_named(options["slug"]), **asked)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        write, _type = FORMATS[options["format"]]
        binary = options["format"] == "xlsx"
        self.print_document(write(comparison), output=options["output"], binary=binary)
