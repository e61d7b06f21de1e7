"""What the sandbox has done, in a file of its own: it remembers an order across a restart."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection


@dataclass(frozen=True, slots=True)
class Done:
    """An order as the sandbox knows it; amounts as text, as they travel."""

    gateway: str
    order_no: str
    status: str
    amount: str
    reference: str
    reason: str
    at: str

    def told(self) -> dict[str, str]:
        return {
            "order_no": self.order_no,
            "status": self.status,
            "amount": self.amount,
            "reference": self.reference,
            "reason": self.reason,
            "at": self.at,
        }


def path_of_book() -> Path:
    """Beside the checkout's other data, one for each database: numbers begin anew with a new one."""
    return Path(settings.BASE_DIR) / ".run" / f"sandbox-{connection.settings_dict['NAME']}.sqlite3"


class Book:
    """SQLite behind one lock: a sandbox is for one person at a time."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.Lock()
        self._rows = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS orders (gateway TEXT, order_no TEXT, status TEXT, amount TEXT,"
            " reference TEXT, reason TEXT, at TEXT, PRIMARY KEY (gateway, order_no))"
        )

    def find(self, gateway: str, order_no: str) -> Done | None:
        with self._lock:
            row = self._rows.execute(
                "SELECT * FROM orders WHERE gateway = ? AND order_no = ?", [gateway, order_no]
            ).fetchone()
        return Done(*row) if row else None

    def put(self, done: Done) -> None:
        """Writes an order, or how it stands now."""
        with self._lock:
            self._rows.execute(
                "INSERT OR REPLACE INTO orders VALUES (?, ?, ?, ?, ?, ?, ?)",
                [done.gateway, done.order_no, done.status, done.amount, done.reference, done.reason, done.at],
            )

    def of_day(self, gateway: str, day: dt.date) -> list[Done]:
        """What was finished on a day in Asia/Shanghai; moments are written with its offset."""
        with self._lock:
            rows = self._rows.execute(
                "SELECT * FROM orders WHERE gateway = ? AND status IN ('succeeded', 'failed')"
                " AND substr(at, 1, 10) = ? ORDER BY order_no",
                [gateway, day.isoformat()],
            ).fetchall()
        return [Done(*row) for row in rows]
