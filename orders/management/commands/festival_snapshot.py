"""`manage.py festival_snapshot ID`: prints what was frozen, or what changed after it."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from orders.festivals.freezing.differences import differences, reading_of_now
from orders.festivals.freezing.document import checksum_of, thaw
from orders.festivals.freezing.files import DIFFERENCE_FORMATS, SNAPSHOT_FORMATS, differences_data
from orders.festivals.freezing.models import SnapshotPart
from stations.command_output import DocumentCommand


class Command(DocumentCommand):
    help = "Prints a snapshot, byte for byte the same for ever, or with --differences its corrections."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("snapshot", type=int)
        parser.add_argument("--county", default="", help="the part of a county, by its code")
        parser.add_argument("--format", choices=sorted(SNAPSHOT_FORMATS), default="json")
        parser.add_argument("--differences", action="store_true", help="what changed up to now")
        parser.add_argument("--against", type=int, help="with --differences: up to this snapshot")
        self.add_output_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        part = _part(options["snapshot"], options["county"])
        if checksum_of(part.document) != part.checksum:
            raise CommandError(_("The document does not fit its checksum: it was changed."))
        kind = options["format"]
        document = _differences(part, options) if options["differences"] else SNAPSHOT_FORMATS[kind][0](part)
        self.print_document(document, output=options["output"], binary=kind == "xlsx")


def _differences(part: SnapshotPart, options: dict[str, Any]) -> bytes:
    before = thaw(part.document)
    if options["against"]:
        after: Any = thaw(_part(options["against"], options["county"]).document)
    else:
        after = reading_of_now(part)
    if not before.precedes(after):
        raise CommandError(_("That is not a later snapshot of the same hours."))
    found = differences(before, after)
    if options["format"] == "json":
        return json.dumps(differences_data(found), ensure_ascii=False, indent=1).encode() + b"\n"
    return DIFFERENCE_FORMATS[options["format"]][0](found)


def _part(pk: int, county: str) -> SnapshotPart:
    rows = SnapshotPart.objects.filter(snapshot=pk)
    part: SnapshotPart | None = (
        rows.filter(center__county=county) if county else rows.filter(center=None)
    ).first()
    if part is None:
        raise CommandError(_("There is no such snapshot."))
    return part
