from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from stations.recognition.importing import import_neighbours
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Imports which Taobao villages touch each other; may be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            type=Path,
            help="CSV in UTF-8 headed village,neighbour; each a path like 浙江省/温州市/永嘉县/桥下镇/西岙村",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            added = import_neighbours(actor=None, file=file)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(_("%(count)d new pairs of neighbours.") % {"count": added})
