"""`manage.py verify_books`: counts the books a second time, and exits 1 on a difference of one fen."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from orders.reports.books import Finding, verify


class Command(BaseCommand):
    help = "Recomputes journal, turnover, earnings and statements by a second way; exits 1 on any difference."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for finding in verify():
            wrong += not finding.clean
            self._say(finding)
        if wrong:
            self.stdout.write(self.style.ERROR(_("%(wrong)d checks found differences.") % {"wrong": wrong}))
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS(_("The books are clean.")))

    def _say(self, finding: Finding) -> None:
        mark = self.style.SUCCESS("ok  ") if finding.clean else self.style.ERROR("DIFF")
        self.stdout.write(f"{mark} {finding.check.name}: {finding.rows:,} rows")
        for name, recorded, recounted in zip(
            finding.check.figures, finding.recorded, finding.recounted, strict=True
        ):
            self.stdout.write(f"       {name:14} {_written(recorded):>20} = {_written(recounted):>20}")
        if finding.clean:
            return
        self.stdout.write(
            _("       %(count)d keys differ, for example (recorded, recounted):")
            % {"count": finding.differing}
        )
        for example in finding.examples:
            sides = (", ".join(map(_written, side)) for side in (example.recorded, example.recounted))
            self.stdout.write(f"       {example.key}: {' | '.join(sides)}")


def _written(value: Decimal | int) -> str:
    return f"{value:,}"
