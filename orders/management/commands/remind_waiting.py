from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orders.agent_orders.telling import remind_waiting


class Command(BaseCommand):
    help = "Reminds villagers, once, of goods that have waited at the station; the daily job, by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"reminded: {remind_waiting()}")
