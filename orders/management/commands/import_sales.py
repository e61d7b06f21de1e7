"""`manage.py import_sales FILE`: produce sales from a platform's file; see docs/sales-format.md."""

from __future__ import annotations

from orders.importing.command import ImportCommand
from orders.produce.sales.importing.running import import_sales


class Command(ImportCommand):
    help = "Imports produce sales from a CSV or XLSX file, or moves known ones on."
    run = staticmethod(import_sales)
