"""`manage.py seed_demo`: six counties with a year's end of work, and logins to look around with."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from orders.seeding.demo import Demo, demo_totals, seed_demo
from orders.seeding.demo_people import PASSWORD, demo_logins
from stations.progress import progress_on
from stations.refusals import Refused
from stations.wording import count, percent, yuan


class Command(BaseCommand):
    help = "Fills an empty database with the demo; does nothing where it is there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--orders",
            type=Path,
            metavar="FILE",
            help="a CSV or XLSX of your own instead of the demo's orders (docs/import-format.md)",
        )

    def handle(self, *, orders: Path | None, **options: Any) -> None:
        logging.disable(logging.INFO)  # the codes of forty logins that get a password at once
        path = orders or Path(settings.BASE_DIR) / ".run" / "demo-orders.csv"
        try:
            with progress_on(sys.stderr) as progress:
                seed_demo(Demo(path, own=orders is not None, progress=progress), say=self._say)
        except (Refused, OSError) as error:
            if isinstance(error, Refused) and error.code == "in_use":
                # Set-up goes on without a demo where somebody works already.
                self._say(f"  {error}")
                return
            raise CommandError(str(error)) from error
        self._tell()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _tell(self) -> None:
        totals = demo_totals()
        facts = {
            _("counties"): count(totals.counties),
            _("stations"): count(totals.stations),
            _("partners"): count(totals.partners),
            _("agent orders"): count(totals.orders),
            _("paid"): yuan(totals.paid),
            _("refunded"): yuan(totals.refunded),
            _("11 November 2015, orders"): count(totals.festival_orders),
            _("11 November 2015, paid"): yuan(totals.festival_paid),
        }
        for name, value in facts.items():
            self._say(f"  {name}: {value}")
        for report in totals.income:
            self._say(
                _(
                    "  income %(month)s: %(partners)s partners, mean %(mean)s, median %(median)s,"
                    " highest %(highest)s, %(share)s at 5,000 or more"
                )
                % {
                    "month": f"{report.month:%Y-%m}",
                    "partners": report.partners,
                    "mean": yuan(report.mean),
                    "median": yuan(report.median),
                    "highest": yuan(report.highest),
                    "share": percent(report.share_5000),
                }
            )
        self._say(_("  Logins (demo only), all with the password %(password)s:") % {"password": PASSWORD})
        for login in demo_logins():
            self._say(f"    {login.username:14} {login.audience}")
