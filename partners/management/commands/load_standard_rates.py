from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.commission.standard_rates import load_standard_rates
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Adds the national commission rates to start from, where a category has none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{load_standard_rates()} rates added")
        except Refused as refused:
            raise CommandError(str(refused)) from refused
