"""What a test of the ledger looks at."""

from decimal import Decimal

from partners.ledger.models import Balance, CreditLine, Transfer


def balance(station) -> Decimal:
    return Balance.objects.get(account__station=station).amount


def limit(station) -> Decimal:
    return Balance.objects.get(account__station=station).credit_limit


def ledger():
    """All of it, to be compared before and after."""
    return (
        list(Transfer.objects.order_by("pk").values()),
        list(Balance.objects.order_by("pk").values()),
        list(CreditLine.objects.order_by("pk").values()),
    )
