"""The words of the ledger: whose account it is, and why money moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """Whose money an account tells of: a station's, a person's, or the house's own (one a kind)."""

    STATION_FLOAT = "station_float", _("float of a station")
    PLATFORM_CLEARING = "platform_clearing", _("platform clearing")
    PROVIDER_CLEARING = "provider_clearing", _("provider clearing")
    BANK = "bank", _("bank")
    # What the house owes a partner for closed months; below zero where the partner owes.
    PAYABLE = "payable", _("owed to a partner")
    INCOME_COST = "income_cost", _("cost of income")
    # What a partner has put down for a contract; the house holds it, it is not the house's.
    DEPOSIT = "deposit", _("deposit of a partner")
    # What deposits had to make good: lost parcels, broken equipment.
    RECOVERED = "recovered", _("kept back from deposits")
    # Sent to the bank, and no word of it yet.
    PAYOUT_CLEARING = "payout_clearing", _("payouts under way")
    # Deposits of presales whose balance nobody paid: the platform hands them to the sellers.
    FORFEITED = "forfeited", _("forfeited deposits of presales")
    SUSPENSE = "suspense", _("suspense")


class TransferKind(models.TextChoices):
    TOP_UP = "top_up", _("float topped up")
    PAY_OUT = "pay_out", _("float paid out")
    ORDER_PAID = "order_paid", _("agent order paid in cash")
    ORDER_REFUNDED = "order_refunded", _("refund of an agent order")
    PRESALE_DEPOSIT = "presale_deposit", _("deposit of a presale in cash")
    PRESALE_BACK = "presale_back", _("deposit of a presale given back")
    PRESALE_KEPT = "presale_kept", _("deposit of a presale forfeited")
    SERVICE_PAID = "service_paid", _("service paid to the provider")
    SERVICE_BACK = "service_back", _("service paid by the provider")
    PRODUCE_SETTLED = "produce_settled", _("produce settled with a farmer")
    STATEMENT = "statement", _("month closed")
    PAYOUT_SENT = "payout_sent", _("payout sent")
    PAYOUT_PAID = "payout_paid", _("payout paid")
    PAYOUT_FAILED = "payout_failed", _("payout failed")
    PAYOUT_RETURNED = "payout_returned", _("payout returned")
    DEPOSIT_PAID = "deposit_paid", _("deposit paid in")
    DEPOSIT_DEDUCTED = "deposit_deducted", _("taken from the deposit")
    DEPOSIT_RELEASED = "deposit_released", _("deposit released")
    REVERSAL = "reversal", _("correction")
    OPENING = "opening", _("before the ledger began")


# A person's money, as a float is a station's.
OF_A_PARTNER = frozenset({AccountKind.PAYABLE, AccountKind.DEPOSIT})

# Recorded by somebody's hand, so that a hand may correct it; what an order moved is the order's.
BY_HAND = frozenset({TransferKind.TOP_UP, TransferKind.PAY_OUT})
