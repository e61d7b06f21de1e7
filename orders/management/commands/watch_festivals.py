from typing import Any

from django.core.management.base import BaseCommand

from orders.festivals.standstills.watching import watch_running_festivals


class Command(BaseCommand):
    help = "Notes stations that stand still in a festival that runs, and ends what is none any more."

    def handle(self, *args: Any, **options: Any) -> None:
        watch_running_festivals()
