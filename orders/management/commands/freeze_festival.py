"""`manage.py freeze_festival SLUG --reason ...`: keeps the report as it is now, for ever."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from orders.festivals.freezing.models import SnapshotPart
from orders.festivals.freezing.taking import freeze_festival
from orders.management.festivals import festival_named
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Takes a snapshot of a festival's report: the nation's and each county's, with checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--reason", required=True, help="what for; it stands beside it for ever")

    def handle(self, *, slug: str, reason: str, **options: Any) -> None:
        try:
            snapshot = freeze_festival(actor=None, festival=festival_named(slug), reason=reason)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        nation = SnapshotPart.objects.get(snapshot=snapshot, center=None)
        said = _(
            "Snapshot %(pk)s as of %(as_of)s: %(stations)s stations, %(counties)s counties, sha256 %(sum)s"
        )
        self.stdout.write(
            said
            % {
                "pk": snapshot.pk,
                "as_of": snapshot.as_of.isoformat(timespec="seconds"),
                "stations": nation.stations,
                "counties": snapshot.parts.exclude(center=None).count(),
                "sum": nation.checksum,
            }
        )
