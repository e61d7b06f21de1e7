"""`manage.py score_levels`: scores the months that are due, or one month again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from orders.reports.levels.ruling import load_standard_rule
from orders.reports.levels.scoring import score_due_months, score_month
from stations.clock import parse_month
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Scores the stations of each month that is over and not scored; --month YYYY-MM scores one again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", metavar="YYYY-MM", help="from the same rows as before")
        parser.add_argument(
            "--standard", action="store_true", help="enter the first rule where there is none"
        )

    def handle(self, *, month: str | None, standard: bool, **options: Any) -> None:
        if standard:
            load_standard_rule()
        try:
            if month is None:
                scored = [f"{one:%Y-%m}" for one in score_due_months()]
            else:
                scored = [f"{score_month(month=parse_month(month)).month:%Y-%m}"]
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_("Scored: %(months)s") % {"months": ", ".join(scored) or "—"})
