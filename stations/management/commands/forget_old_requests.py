from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stations.requests.forgetting import forget_old_requests


class Command(BaseCommand):
    help = "Forgets one-time tokens of requests older than --days, and drafts that have expired."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="how long tokens are kept (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("--days is at least 1: a repeat may be seconds away.")
        gone = forget_old_requests(days=options["days"])
        self.stdout.write(f"requests forgotten: {gone.requests}; drafts: {gone.drafts}")
