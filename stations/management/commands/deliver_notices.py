from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from stations.notices.delivering import A_RING, deliver_notices


class Command(BaseCommand):
    help = "Sends due messages to villagers; what the clock rings for, by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=A_RING, help=f"messages at most ({A_RING})")

    def handle(self, *args: Any, **options: Any) -> None:
        done = deliver_notices(limit=options["limit"])
        told = "; ".join(f"{state.value}: {count}" for state, count in sorted(done.by_state.items()))
        self.stdout.write(told or "nothing is due")
