from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from orders.festivals.files import FORMATS
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover
from orders.management.festivals import festival_named
from stations.command_output import DocumentCommand


class Command(DocumentCommand):
    help = "Prints the report of a festival: nation, provinces, counties, stations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        self.add_output_argument(parser)
        parser.add_argument(
            "--no-roll-up",
            action="store_true",
            help="report what is rolled up already, without counting new orders first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        festival = festival_named(options["slug"])
        if not options["no_roll_up"]:
            roll_up_turnover(wait=True)
        report = festival_report(festival)
        if report.pending:
            waiting = _("Journal rows not counted yet: %(rows)s") % {"rows": f"{report.pending:,}"}
            self.stderr.write(waiting)
        write, _type = FORMATS[options["format"]]
        binary = options["format"] == "xlsx"
        self.print_document(write(report), output=options["output"], binary=binary)
