import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from stations.progress import progress_on
from stations.refusals import Refused
from stations.regions.importing import BUNDLED, import_regions


class Command(BaseCommand):
    help = "Imports the national register of administrative divisions; may be run again."
    requires_system_checks = []  # it needs one table, not the admin and the API

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            type=Path,
            default=BUNDLED,
            help="CSV headed code,name in UTF-8, plain or .xz; the bundled register unless given",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        began = time.monotonic()
        try:
            with progress_on(self.stderr) as progress:
                done = import_regions(file=file, progress=progress)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        if not connection.in_atomic_block:
            # Marks the pages as all visible, so that counts and prefixes read the index alone.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE) stations_region")
        self.stdout.write(
            _(
                "%(rows)s rows: %(added)s added, %(changed)s changed, %(unchanged)s unchanged; "
                "%(not_in_file)s known ones are not in the file. %(seconds).1f s"
            )
            % {
                "rows": f"{done.rows:,}",
                "added": f"{done.added:,}",
                "changed": f"{done.changed:,}",
                "unchanged": f"{done.unchanged:,}",
                "not_in_file": f"{done.not_in_file:,}",
                "seconds": time.monotonic() - began,
            }
        )
