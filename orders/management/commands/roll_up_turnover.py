from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from orders.festivals.rolling_up import roll_up_turnover


class Command(BaseCommand):
    help = "Adds new rows of the journal to the turnover of stations and counties."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="rows of the journal at most; all by default")

    def handle(self, *args: Any, **options: Any) -> None:
        # The beat's rings may run beside it: what they hold is waited for, so that "done" is true.
        rows = roll_up_turnover(limit=options["limit"], wait=options["limit"] is None)
        self.stdout.write(_("Rolled up: %(rows)s journal rows.") % {"rows": f"{rows:,}"})
