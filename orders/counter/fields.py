"""What is typed in for a service, and how each thing is checked: the same for page and API."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.people.identity import check_identity_number, mask_identity_number, plain_identity_number
from stations.clock import today
from stations.money import to_fen
from stations.phones import MOBILE, plain_phone
from stations.refusals import Refused
from stations.wording import masked_phone

# How far ahead is sold: train 15 days by law of the house that sells them, the rest later; 90 days
# cover all and stop a slip of the year.
DAYS_AHEAD = 90
OPERATORS = {
    "mobile": gettext_lazy("China Mobile"),
    "unicom": gettext_lazy("China Unicom"),
    "telecom": gettext_lazy("China Telecom"),
}
# The first three digits that the operators were given. A number of another one is refused: before
# November 2019 nobody took a number along outside a few trial provinces. A prefix that is not listed
# is nobody's mistake.
PREFIXES = {
    "mobile": "134 135 136 137 138 139 147 150 151 152 157 158 159 178 182 183 184 187 188",
    "unicom": "130 131 132 145 155 156 171 175 176 185 186",
    "telecom": "133 149 153 173 177 180 181 189",
}
_OPERATOR_OF = {prefix: name for name, prefixes in PREFIXES.items() for prefix in prefixes.split()}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be typed in. `check` gives back how it is kept, or raises ValidationError.

    `control` chooses the keyboard: text, phone, digits, money, date, choice. A `secret` is kept
    encrypted and shown masked.
    """

    name: str
    label: str | Promise
    check: Callable[[str], str]
    control: str = "text"
    choices: Mapping[str, str | Promise] | None = None
    help: str | Promise = ""
    secret: bool = False
    show: Callable[[str], str] = str


def plain(text: str) -> str:
    """Without spaces around it and full-width characters."""
    return unicodedata.normalize("NFKC", text).replace("\0", "").strip()


def _words(text: str) -> str:
    text = plain(text)
    if len(text) > 60:
        raise ValidationError(_("Say it in 60 characters or fewer."), code="long")
    return text


def _phone(text: str) -> str:
    number = plain_phone(text)
    if not re.match(MOBILE, number):
        raise ValidationError(_("A mobile number has 11 digits and begins with 1."), code="phone")
    return number


def _account(text: str) -> str:
    number = re.sub(r"[\s-]", "", plain(text)).upper()
    if not re.fullmatch(r"[0-9A-Z]{5,20}", number):
        raise ValidationError(_("An account number has 5 to 20 digits or letters."), code="account")
    return number


def _card(text: str) -> str:
    number = re.sub(r"[\s-]", "", plain(text))
    if not re.fullmatch(r"[0-9]{16,19}", number) or not _luhn(number):
        raise ValidationError(
            _("This card number has a slip in it: please type it again from the card."), code="card"
        )
    return number


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _identity(text: str) -> str:
    number = plain_identity_number(text)
    check_identity_number(number)
    return number


def _day(text: str) -> str:
    try:
        day = dt.date.fromisoformat(plain(text))
    except ValueError:
        raise ValidationError(_("Write the day like 2015-11-11."), code="day") from None
    if not today() <= day <= today() + dt.timedelta(days=DAYS_AHEAD):
        raise ValidationError(
            _("Choose a day from today to %(days)s days ahead.") % {"days": DAYS_AHEAD}, code="day"
        )
    return day.isoformat()


def _amount(text: str) -> str:
    written = plain(text).replace(",", "").lstrip("¥ ").removesuffix("元").strip()
    try:
        amount = Decimal(written)
        fits = amount.is_finite() and 0 < amount < 10_000_000 and amount == to_fen(amount)
    except InvalidOperation:
        fits = False
    if not fits:
        raise ValidationError(_("Write the amount in yuan, like 50 or 50.50."), code="amount")
    return str(to_fen(amount))


def _one_of(choices: Mapping[str, Any]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in choices:
            raise ValidationError(_("Please choose."), code="choice")
        return text

    return check


def _ends(number: str) -> str:
    return f"**** {number[-4:]}"


PHONE = Field("phone", gettext_lazy("Mobile number"), _phone, "phone", show=masked_phone)
OPERATOR = Field(
    "operator",
    gettext_lazy("Operator"),
    _one_of(OPERATORS),
    "choice",
    OPERATORS,
    show=lambda name: str(OPERATORS[name]),
)
ACCOUNT = Field(
    "account", gettext_lazy("Account number"), _account, help=gettext_lazy("It stands on the last bill.")
)
COMPANY = Field("company", gettext_lazy("Company"), _words, help=gettext_lazy("Who sends the bill."))
AMOUNT = Field("amount", gettext_lazy("Amount"), _amount, "money")
DAY = Field("day", gettext_lazy("Day"), _day, "date")
LAST_DAY = Field("last_day", gettext_lazy("Day of leaving"), _day, "date")
FROM_PLACE = Field("from_place", gettext_lazy("From"), _words)
TO_PLACE = Field("to_place", gettext_lazy("To"), _words)
PLACE = Field("place", gettext_lazy("Town"), _words)
HOSPITAL = Field("hospital", gettext_lazy("Hospital"), _words)
DEPARTMENT = Field("department", gettext_lazy("Department"), _words)
PRESCRIPTION = Field("prescription", gettext_lazy("Prescription number"), _account)
COMPLAINT = Field("complaint", gettext_lazy("Complaint in a few words"), _words, secret=True)
TRAVELLER = Field("name", gettext_lazy("Traveller's name"), _words)
GUEST = Field("name", gettext_lazy("Guest's name"), _words)
PATIENT = Field("name", gettext_lazy("Patient's name"), _words)
HOLDER = Field("name", gettext_lazy("Name on the card"), _words)
CARD = Field("card", gettext_lazy("Card number"), _card, "digits", secret=True, show=_ends)
IDENTITY = Field(
    "identity", gettext_lazy("Identity number"), _identity, secret=True, show=mask_identity_number
)


def check_fields(fields: tuple[Field, ...], typed: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, as it is kept. Raises Refused with the field for the first that makes no sense."""
    kept = {}
    for field in fields:
        text = str(typed.get(field.name) or "")
        if not plain(text):
            raise Refused(_("Please fill this in."), code="required", field=field.name)
        try:
            kept[field.name] = field.check(text)
        except ValidationError as invalid:
            code = str(invalid.code or "invalid")
            raise Refused(" ".join(invalid.messages), code=code, field=field.name) from None
    _check_together(kept)
    return kept


def _check_together(kept: Mapping[str, str]) -> None:
    """What only two fields together can get wrong."""
    prefix = kept.get("phone", "")[:3]
    operator = kept.get("operator")
    if operator and prefix in _OPERATOR_OF and _OPERATOR_OF[prefix] != operator:
        raise Refused(
            _("%(prefix)s is a number of %(operator)s.")
            % {"prefix": prefix, "operator": OPERATORS[_OPERATOR_OF[prefix]]},
            code="operator",
            field="operator",
        )
    if "last_day" in kept and kept["last_day"] <= kept["day"]:
        raise Refused(_("The day of leaving is after the day of coming."), code="day", field="last_day")
    if "to_place" in kept and kept["to_place"] == kept["from_place"]:
        raise Refused(_("Both places are the same."), code="place", field="to_place")
