"""What an import of orders did, or would do, beside its rows."""

from __future__ import annotations

from dataclasses import dataclass

from orders.importing import report


@dataclass(slots=True)
class ImportReport(report.ImportReport):
    """Rows are order lines; beside them orders and villagers are counted."""

    orders_added: int = 0
    orders_advanced: int = 0
    villagers_added: int = 0
