"""`manage.py make_demo_orders [FILE]`: the demo's agent orders as CSV; without FILE to standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from orders.seeding.demo_orders import FESTIVAL_ORDERS, ORDERS, write_demo_orders


class Command(BaseCommand):
    help = "Writes the demo's agent orders of autumn 2015 as CSV; always the same ones."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--orders", type=int, default=ORDERS)
        parser.add_argument("--festival-orders", type=int, default=FESTIVAL_ORDERS)

    def handle(self, *, file: Path | None, orders: int, festival_orders: int, **options: Any) -> None:
        if file is None:
            write_demo_orders(self.stdout, orders=orders, festival_orders=festival_orders)  # type: ignore[arg-type]
            return
        with file.open("w", encoding="utf-8", newline="") as opened:
            write_demo_orders(opened, orders=orders, festival_orders=festival_orders)
