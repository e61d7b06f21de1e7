from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from orders.festivals.files import FORMATS
from orders.festivals.models import Festival
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover


class Command(BaseCommand):
    help = "Prints the report of a festival: nation, provinces, counties, stations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument("--output", type=Path, help="a file instead of standard output")
        parser.add_argument(
            "--no-roll-up",
            action="store_true",
            help="report what is rolled up already, without counting new orders first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        festival = Festival.objects.filter(slug=options["slug"]).first()
        if festival is None:
            known = ", ".join(Festival.objects.values_list("slug", flat=True)) or "–"
            raise CommandError(
                _("There is no festival “%(slug)s”. There are: %(known)s")
                % {"slug": options["slug"], "known": known}
            )
        if not options["no_roll_up"]:
            roll_up_turnover(wait=True)
        report = festival_report(festival)
        if report.pending:
            waiting = _("Journal rows not counted yet: %(rows)s") % {"rows": f"{report.pending:,}"}
            self.stderr.write(waiting)
        write, _type = FORMATS[options["format"]]
        document = write(report)
        if options["output"]:
            options["output"].write_bytes(document)
        else:
            self._print(document, binary=options["format"] == "xlsx")

    def _print(self, document: bytes, *, binary: bool) -> None:
        """Only the document, byte for byte: no other encoding, no line of ours."""
        if binary and self.stdout.isatty():
            raise CommandError(_("A workbook is not for a terminal: use --output, or redirect it."))
        raw = getattr(self.stdout, "buffer", None)
        if raw is not None:
            raw.write(document)
            raw.flush()
        elif binary:
            raise CommandError(_("A workbook needs an output that takes bytes: use --output."))
        else:
            self.stdout.write(document.decode(), ending="")
