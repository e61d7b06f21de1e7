"""Identity numbers: encrypted at rest, compared by a keyed hash, shown masked."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain_identity_number(text: str) -> str:
    """As it is kept: without spaces, full-width characters and the small x."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_identity_number(value: str) -> None:
    """Raises ValidationError unless the 18 characters carry the right check digit (GB 11643-1999)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        raise ValidationError(_("An identity number has 17 digits and a last digit or X."), code="identity")
    if value[-1] != check_digit(value[:17]):
        raise ValidationError(_("The last digit of the identity number does not fit."), code="identity")


def check_digit(body: str) -> str:
    """The 18th character that goes with 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def mask_identity_number(value: str) -> str:
    """Keeps the first three and the last two characters."""
    return f"{value[:3]}{'*' * 13}{value[-2:]}" if value else ""


def fingerprint(value: str) -> str:
    """A keyed hash by which two equal numbers are found without decrypting any."""
    return hmac.new(settings.SECRET_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()


def box() -> MultiFernet:
    """Encrypts with the first of IDENTITY_KEYS, decrypts with any of them."""
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])


class EncryptedCharField(models.TextField):
    """Text that only the application can read (Fernet; the first key of IDENTITY_KEYS encrypts)."""

    def get_prep_value(self, value: Any) -> Any:
        return box().encrypt(str(value).encode()).decode() if value else ""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str:
        return box().decrypt(value.encode()).decode() if value else ""
