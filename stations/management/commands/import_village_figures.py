from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from stations.recognition.importing import import_figures
from stations.recognition.telling import tell_unmatched
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Imports households, active shops and turnover of villages in a year; may be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            type=Path,
            help="CSV in UTF-8: province,city,county,town,village,households,shops,turnover and, where known,"
            " product,source,from_authority,poverty,b2b",
        )
        parser.add_argument("--year", type=int, required=True, help="the year that the figures are of")

    def handle(self, *args: Any, file: Path, year: int, **options: Any) -> None:
        try:
            done = import_figures(actor=None, year=year, file=file)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(
            _("Figures of %(rows)d villages, %(added)d of them new.")
            % {"rows": done.rows, "added": done.added}
        )
        tell_unmatched(self.stdout, done)
