"""What of a sale is the farmer's and what stays with the house: worked out here and nowhere else."""

from __future__ import annotations

from decimal import Decimal

from stations.money import to_fen

# A listing may leave at most this share with the house; an assumption, above every commission.
HIGHEST_SHARE = Decimal("0.15")


def share_of(net: Decimal, share: Decimal) -> Decimal:
    """What stays with the house of what the buyer has paid for good, in yuan, rounded once."""
    return to_fen(net * share)


def farmers_part(net: Decimal, share: Decimal) -> Decimal:
    """What the farmer gets of it: all but the share, in yuan."""
    return net - share_of(net, share)
