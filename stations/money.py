"""Money is Decimal yuan; it is rounded here and nowhere else."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


def to_fen(amount: Decimal) -> Decimal:
    """Rounds half up to the fen. SQL's round() on numeric does the same (half away from zero)."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)
