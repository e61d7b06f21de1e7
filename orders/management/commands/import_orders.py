"""`manage.py import_orders FILE`: agent orders from a platform's file; see docs/import-format.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from orders.agent_orders.importing.running import import_orders
from orders.importing.command import ImportCommand


class Command(ImportCommand):
    help = "Imports agent orders from a CSV or XLSX file, or moves known ones on."
    run = staticmethod(import_orders)

    def counts(self, report: Any) -> Iterator[tuple[str, int]]:
        yield from super().counts(report)
        yield _("new orders"), report.orders_added
        yield _("new villagers"), report.villagers_added
