"""The books, as tests ask them: all checks, or only those whose names begin with some words."""

from __future__ import annotations

from orders.reports.books import verify
from orders.reports.books.comparing import CHECKS


def differing(*beginnings: str) -> dict[str, int]:
    """The checks that find something, each with the number of its keys; run are those that are asked for."""
    asked = [check for check in CHECKS if not beginnings or check.name.startswith(beginnings)]
    assert asked, beginnings
    return {finding.check.name: finding.differing for finding in verify(asked) if not finding.clean}
