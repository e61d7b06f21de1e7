"""`manage.py import_orders FILE`: agent orders from a platform's file; see docs/import-format.md."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from orders.agent_orders.importing.report import ImportReport
from orders.agent_orders.importing.running import import_orders
from partners.accounts.models import User
from stations.progress import progress_on
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Imports agent orders from a CSV or XLSX file, or moves known ones on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--skip-bad", action="store_true", help="leave out refused orders, import the rest"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--user", metavar="NAME", help="import as this login, within its scope")

    def handle(self, *, file: Path, skip_bad: bool, dry_run: bool, user: str | None, **options: Any) -> None:
        actor = _login(user) if user else None
        try:
            with file.open("rb") as opened, progress_on(sys.stderr) as progress:
                report = import_orders(
                    actor=actor, file=opened, skip_bad=skip_bad, dry_run=dry_run, progress=progress
                )
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(error)s") % {"file": file, "error": error.strerror}
            ) from error
        except Refused as refused:
            raise CommandError(f"{file.name}: {refused}") from refused
        except IntegrityError as error:
            raise CommandError(
                _("Somebody recorded one of these orders just now. Nothing was written: run it again.")
            ) from error
        self._tell(report)
        if report.refused and not skip_bad:
            raise CommandError(
                _("%(count)s rows are refused: nothing was written.") % {"count": len(report.refused)}
            )
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was written."))

    def _tell(self, report: ImportReport) -> None:
        for row in report.refused:
            self.stdout.write(_("Line %(line)s: %(reason)s") % {"line": row.line, "reason": row.reason})
        for label, count in (
            (_("rows"), report.rows),
            (_("accepted"), report.accepted),
            (_("advanced"), report.advanced),
            (_("already known"), report.known),
            (_("refused"), len(report.refused)),
            (_("new orders"), report.orders_added),
            (_("new villagers"), report.villagers_added),
        ):
            self.stdout.write(f"{label}: {count}")


def _login(name: str) -> User:
    login: User | None = User.objects.filter(username=name, is_active=True).first()
    if login is None:
        raise CommandError(_("There is no login “%(name)s”.") % {"name": name})
    return login
