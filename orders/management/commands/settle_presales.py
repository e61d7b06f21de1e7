from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orders.presale.overdue import settle_ended
from orders.presale.telling import tell_due_balances


class Command(BaseCommand):
    help = "Tells villagers that balances are due, and settles deposits that are overdue; the job, by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"told: {tell_due_balances()}")
        self.stdout.write(f"settled: {settle_ended()}")
