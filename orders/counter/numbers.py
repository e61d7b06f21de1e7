"""How a service is called, at the counter and at its gateway."""

from __future__ import annotations


def service_number(pk: int) -> str:
    """The number people read out and gateways know an order by: FW and nine digits."""
    return f"FW{pk:09d}"


def pk_of(number: str) -> int | None:
    """The row behind a service's number; None for what is no number."""
    digits = number.removeprefix("FW")
    whole = number.startswith("FW") and digits.isascii() and digits.isdigit() and 9 <= len(digits) < 16
    return int(digits) if whole else None
