from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from stations.notices.forgetting import forget_old_notices


class Command(BaseCommand):
    help = "Empties number and text of messages whose time is over; the nightly job, by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"messages: {forget_old_notices()}")
