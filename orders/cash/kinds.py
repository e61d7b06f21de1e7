"""The words of the drawer: why cash came in or went out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CashKind(models.TextChoices):
    ORDER_PAID = "order_paid", _("agent order paid in cash")
    ORDER_REFUNDED = "order_refunded", _("refund of an agent order")
    PRESALE_DEPOSIT = "presale_deposit", _("deposit of a presale, in cash")
    PRESALE_BACK = "presale_back", _("deposit of a presale given back")
    SERVICE_TAKEN = "service_taken", _("service paid in cash")
    SERVICE_BACK = "service_back", _("money of a service given back")
    WITHDRAWAL = "withdrawal", _("cash withdrawal")
    WITHDRAWAL_BACK = "withdrawal_back", _("cash withdrawal taken back")
    PARCEL_FEE = "parcel_fee", _("parcel fee")
    PARCEL_FEE_BACK = "parcel_fee_back", _("parcel fee given back")
    PRODUCE_PAID = "produce_paid", _("produce paid to the farmer")
    PRODUCE_BACK = "produce_back", _("produce money back from the farmer")
    BANKED = "banked", _("taken to the bank")
    PUT_IN = "put_in", _("own cash put in")
    TAKEN_OUT = "taken_out", _("own cash taken out")
    COUNTED = "counted", _("difference found by counting")
    OPENING = "opening", _("before the drawer was counted")


K = CashKind
# Which way cash goes; what was counted may differ either way.
COMES_IN = (
    K.ORDER_PAID,
    K.PRESALE_DEPOSIT,
    K.SERVICE_TAKEN,
    K.WITHDRAWAL_BACK,
    K.PARCEL_FEE,
    K.PRODUCE_BACK,
    K.PUT_IN,
)
GOES_OUT = (
    K.ORDER_REFUNDED,
    K.PRESALE_BACK,
    K.SERVICE_BACK,
    K.WITHDRAWAL,
    K.PARCEL_FEE_BACK,
    K.PRODUCE_PAID,
    K.BANKED,
    K.TAKEN_OUT,
)
# Of the day's own sums: a difference that was found is no business of the day.
FOUND = (K.COUNTED, K.OPENING)
