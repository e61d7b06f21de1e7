"""`manage.py forget_personal_data`: what was kept long enough is erased (docs/personal-data.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orders.counter.erasing import erase_old_details
from orders.personal_data.erasing import erase_long_kept, forget_import_files
from partners.recruitment.forgetting import forget_old_applications


class Command(BaseCommand):
    help = (
        "Erases villagers, applicants, files of imports and details of services that were kept long enough."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = {
            "villagers": erase_long_kept(),
            "imports": forget_import_files(),
            "services": erase_old_details(),
            "applications": forget_old_applications(),
        }
        self.stdout.write("; ".join(f"{name}: {count}" for name, count in done.items()))
