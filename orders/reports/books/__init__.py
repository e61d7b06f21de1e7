"""The books, counted a second time: `manage.py verify_books`."""

from orders.reports.books.check import Check
from orders.reports.books.comparing import Difference, Finding, verify

__all__ = ["Check", "Difference", "Finding", "verify"]
