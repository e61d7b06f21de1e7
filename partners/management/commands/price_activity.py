from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from partners.income.pricing import CHUNK, price_activity


class Command(BaseCommand):
    help = "Prices every journal row that waits for it; safe to run twice, beside itself, and after a kill."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=CHUNK, help="journal rows a transaction")
        parser.add_argument("--wait", action="store_true", help="wait while another run is pricing")

    def handle(self, *args: Any, **options: Any) -> None:
        done = price_activity(limit=options["limit"], wait=options["wait"])
        self.stdout.write(f"{done.rows} journal rows, {done.lines} new lines, {done.holds} on hold now")
        if done.busy:
            self.stdout.write("another run is pricing; it takes the rest")
