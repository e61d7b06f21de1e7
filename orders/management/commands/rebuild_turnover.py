from typing import Any

from django.core.management.base import BaseCommand

from orders.festivals.rolling_up import rebuild_turnover


class Command(BaseCommand):
    help = "Empties the turnover tables and adds up the whole journal again; orders go on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = rebuild_turnover()
        self.stdout.write(f"rebuilt turnover from {rows:,} journal rows")
