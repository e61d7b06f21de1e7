import datetime as dt
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from orders.counter.kinds import GATEWAYS
from orders.counter.reconciling.running import reconcile_gateway
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Holds the gateways' statements of a day against our rows; exits 1 when one cannot be had."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("date", type=dt.date.fromisoformat, help="a day that is over: 2015-11-11")
        parser.add_argument("--gateway", choices=GATEWAYS, help="only this one; all by default")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [options["gateway"]] if options["gateway"] else list(GATEWAYS)
        unfinished = 0
        for code in codes:
            try:
                run = reconcile_gateway(code=code, day=options["date"])
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            if run.trouble:
                unfinished += 1
                self.stdout.write(
                    self.style.ERROR(
                        _("%(code)s: no statement (%(why)s)") % {"code": code, "why": run.trouble}
                    )
                )
                continue
            open_rows = run.discrepancies.filter(settled_at__isnull=True)
            self.stdout.write(
                _("%(code)s: %(lines)d lines, %(ours)d of our rows, %(found)d differences")
                % {"code": code, "lines": run.lines, "ours": run.our_rows, "found": open_rows.count()}
            )
            for row in open_rows.order_by("pk"):
                amounts = " / ".join("—" if one is None else str(one) for one in (row.ours, row.theirs))
                self.stdout.write(f"  {row.order_no} {row.get_kind_display()}: {amounts}")
        if unfinished:
            sys.exit(1)
