"""What the commands that import a file have in common."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from orders.importing.report import ImportReport
from partners.accounts.models import User
from stations.progress import progress_on
from stations.refusals import Refused


class ImportCommand(BaseCommand):
    """Imports a file and tells what came of it; exits with 1 where rows were refused and nothing written."""

    run: ClassVar[Callable[..., ImportReport]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--skip-bad", action="store_true", help="leave out what is refused, import the rest"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--user", metavar="NAME", help="import as this login, within its scope")

    def handle(self, *, file: Path, skip_bad: bool, dry_run: bool, user: str | None, **options: Any) -> None:
        actor = _login(user) if user else None
        try:
            with file.open("rb") as opened, progress_on(sys.stderr) as progress:
                report = self.run(
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

    def counts(self, report: ImportReport) -> Iterator[tuple[str, int]]:
        """What is told at the end, word and count."""
        yield _("rows"), report.rows
        yield _("accepted"), report.accepted
        yield _("advanced"), report.advanced
        yield _("already known"), report.known
        yield _("refused"), len(report.refused)

    def _tell(self, report: ImportReport) -> None:
        for row in report.refused:
            self.stdout.write(_("Line %(line)s: %(reason)s") % {"line": row.line, "reason": row.reason})
        for label, count in self.counts(report):
            self.stdout.write(f"{label}: {count}")


def _login(name: str) -> User:
    login: User | None = User.objects.filter(username=name, is_active=True).first()
    if login is None:
        raise CommandError(_("There is no login “%(name)s”.") % {"name": name})
    return login
