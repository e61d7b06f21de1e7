"""`manage.py forget_personal_data`: what was kept long enough is erased (docs/personal-data.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from orders.personal_data.erasing import erase_long_kept, forget_import_files


class Command(BaseCommand):
    help = "Erases villagers and files of imports whose time is over; the nightly job, by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"villagers: {erase_long_kept()}; imports: {forget_import_files()}")
