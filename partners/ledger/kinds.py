"""The words of the ledger: whose account it is, and why money moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """Whose money an account tells of; all but the float are one for the whole country."""

    STATION_FLOAT = "station_float", _("float of a station")
    PLATFORM_CLEARING = "platform_clearing", _("platform clearing")
    PROVIDER_CLEARING = "provider_clearing", _("provider clearing")
    BANK = "bank", _("bank")
    SUSPENSE = "suspense", _("suspense")


class TransferKind(models.TextChoices):
    TOP_UP = "top_up", _("float topped up")
    PAY_OUT = "pay_out", _("float paid out")
    ORDER_PAID = "order_paid", _("agent order paid in cash")
    ORDER_REFUNDED = "order_refunded", _("refund of an agent order")
    SERVICE_PAID = "service_paid", _("service paid to the provider")
    SERVICE_BACK = "service_back", _("service paid by the provider")
    REVERSAL = "reversal", _("correction")
    OPENING = "opening", _("before the ledger began")


# Recorded by somebody's hand, so that a hand may correct it; what an order moved is the order's.
BY_HAND = frozenset({TransferKind.TOP_UP, TransferKind.PAY_OUT})
