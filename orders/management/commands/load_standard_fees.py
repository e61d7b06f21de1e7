from typing import Any

from django.core.management.base import BaseCommand

from orders.counter.fees import load_standard_fees
from orders.logistics.charging import load_standard_parcel_fee


class Command(BaseCommand):
    help = "Adds the national fees to start from, of services and parcels, where there are none."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_standard_fees() + load_standard_parcel_fee()} fees added")
