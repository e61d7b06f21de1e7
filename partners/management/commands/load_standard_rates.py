from typing import Any

from django.core.management.base import BaseCommand

from partners.commission.standard_rates import load_standard_rates


class Command(BaseCommand):
    help = "Adds the national commission rates to start from, where a category has none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_standard_rates()} rates added")
