from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from stations.recognition.importing import (
    BUNDLED_TOWNS,
    BUNDLED_VILLAGES,
    LISTED_BY,
    import_published_towns,
    import_villages,
)
from stations.recognition.models import MatchedBy
from stations.recognition.telling import tell_unmatched
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Imports a list of recognised Taobao villages and matches it to the register; may be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            type=Path,
            default=BUNDLED_VILLAGES,
            help="CSV in UTF-8: province,city,county,town,village; the bundled list of 2015 unless given",
        )
        parser.add_argument("--year", type=int, required=True, help="the year that the list is of")
        parser.add_argument("--source", default=LISTED_BY, help="who published it")
        parser.add_argument(
            "--towns",
            type=Path,
            help="also the list of towns with their counts (province,city,county,town,villages)",
        )

    def handle(
        self, *args: Any, file: Path, year: int, source: str, towns: Path | None, **options: Any
    ) -> None:
        # The bundled list has its own towns beside it.
        if towns is None and file == BUNDLED_VILLAGES:
            towns = BUNDLED_TOWNS
        try:
            done = import_villages(actor=None, year=year, file=file, source=source)
            printed = import_published_towns(actor=None, year=year, file=towns) if towns else 0
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stdout.write(
            _(
                "%(rows)d villages, %(added)d of them new: %(letter)d matched letter by letter,"
                " %(rule)d by rule, %(alias)d by alias, %(nothing)d stay under their printed names."
            )
            % {
                "rows": done.rows,
                "added": done.added,
                "letter": done.by[MatchedBy.LETTER],
                "rule": done.by[MatchedBy.RULE],
                "alias": done.by[MatchedBy.ALIAS],
                "nothing": done.by[MatchedBy.NOTHING],
            }
        )
        tell_unmatched(self.stdout, done)
        if printed:
            self.stdout.write(_("%(count)d printed towns to hold the counts against.") % {"count": printed})
