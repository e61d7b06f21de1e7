from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.people.rotating import rotate_identity_keys
from stations.refusals import Refused


class Command(BaseCommand):
    help = "Encrypts all identity numbers with the first of IDENTITY_KEYS; afterwards older keys can go."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = rotate_identity_keys()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"identity numbers encrypted anew: {count}")
