"""The table of kinds: everything in which one counter service differs from another stands here.

A kind says what is typed in and how it is checked, who renders it, which way the money goes,
whether it is charged at once or booked and confirmed, what the partner earns (its category has
the rate), and whether a county has it before anybody switched it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from orders.counter import fields
from orders.counter.fields import Field
from orders.counter.gateways.registry import Gateway
from partners.journal.kinds import ServiceCategory as Category


class ServiceKind(models.TextChoices):
    MOBILE = "mobile", _("mobile top-up")
    INTERNET = "internet", _("Internet access")
    ELECTRICITY = "electricity", _("electricity bill")
    WATER = "water", _("water bill")
    GAS = "gas", _("gas bill")
    TELEVISION = "television", _("television bill")
    TRAIN = "train", _("train ticket")
    AIR = "air", _("air ticket")
    HOTEL = "hotel", _("hotel room")
    WITHDRAWAL = "withdrawal", _("small cash withdrawal")
    REGISTRATION = "registration", _("hospital registration")
    MEDICINE = "medicine", _("medicine pick-up")
    DIAGNOSIS = "diagnosis", _("remote diagnosis")


class Charging(models.TextChoices):
    """At once: the partner types the amount. Booked: the gateway names the price, then it is confirmed."""

    AT_ONCE = "at_once", _("charged at once")
    BOOKED = "booked", _("booked and confirmed")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is particular about a kind. Amounts in yuan.

    `pays_out`: the money goes from the drawer to the villager, after the success. `standard_fee`
    is what the posted chart starts with (an assumption; fees are rows).
    """

    gateway: Gateway
    category: Category
    charging: Charging
    fields: tuple[Field, ...]
    least: Decimal = Decimal("1.00")
    most: Decimal = Decimal("5000.00")
    standard_fee: Decimal = Decimal("0.00")
    pays_out: bool = False
    on_by_default: bool = True

    @property
    def booked(self) -> bool:
        return self.charging == Charging.BOOKED


def _bill(company: Field) -> Traits:
    return Traits(Gateway.UTILITY, Category.BILL, Charging.AT_ONCE, (company, fields.ACCOUNT, fields.AMOUNT))


def _journey(category: Category, fee: str) -> Traits:
    return Traits(
        Gateway.TRAVEL,
        category,
        Charging.BOOKED,
        (
            fields.FROM_PLACE,
            fields.TO_PLACE,
            fields.DAY,
            fields.TRAVELLER,
            fields.IDENTITY,
            fields.PHONE,
        ),
        most=Decimal("20000.00"),
        standard_fee=Decimal(fee),
    )


def _hospital(*own: Field) -> Traits:
    return Traits(
        Gateway.HOSPITAL,
        Category.REGISTRATION,
        Charging.BOOKED,
        (fields.HOSPITAL, *own, fields.DAY, fields.PATIENT, fields.IDENTITY, fields.PHONE),
        on_by_default=False,
    )


KINDS: dict[str, Traits] = {
    ServiceKind.MOBILE: Traits(
        Gateway.OPERATOR,
        Category.TOP_UP,
        Charging.AT_ONCE,
        (fields.PHONE, fields.OPERATOR, fields.AMOUNT),
        most=Decimal("1000.00"),
    ),
    ServiceKind.INTERNET: Traits(
        Gateway.OPERATOR,
        Category.TOP_UP,
        Charging.AT_ONCE,
        (fields.OPERATOR, fields.ACCOUNT, fields.AMOUNT),
    ),
    ServiceKind.ELECTRICITY: _bill(fields.COMPANY),
    ServiceKind.WATER: _bill(fields.COMPANY),
    ServiceKind.GAS: _bill(fields.COMPANY),
    ServiceKind.TELEVISION: _bill(fields.COMPANY),
    ServiceKind.TRAIN: _journey(Category.TRAIN, "5.00"),
    ServiceKind.AIR: _journey(Category.AIR, "10.00"),
    ServiceKind.HOTEL: Traits(
        Gateway.TRAVEL,
        Category.HOTEL,
        Charging.BOOKED,
        (
            fields.PLACE,
            fields.DAY,
            fields.LAST_DAY,
            fields.GUEST,
            fields.IDENTITY,
            fields.PHONE,
        ),
        most=Decimal("20000.00"),
    ),
    ServiceKind.WITHDRAWAL: Traits(
        Gateway.BANK,
        Category.WITHDRAWAL,
        Charging.AT_ONCE,
        (fields.CARD, fields.HOLDER, fields.IDENTITY, fields.AMOUNT),
        most=Decimal("1000.00"),  # a card and day, domain section 3 (A)
        standard_fee=Decimal("1.00"),
        pays_out=True,
    ),
    ServiceKind.REGISTRATION: _hospital(fields.DEPARTMENT),
    ServiceKind.MEDICINE: _hospital(fields.PRESCRIPTION),
    ServiceKind.DIAGNOSIS: _hospital(fields.COMPLAINT),
}

GATEWAYS = tuple(dict.fromkeys(traits.gateway for traits in KINDS.values()))


def traits_of(kind: str) -> Traits:
    return KINDS[kind]
