"""Mobile numbers as people type them."""

from __future__ import annotations

import re
import unicodedata

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

MOBILE = r"^1[0-9]{10}\Z"
is_mobile_number = RegexValidator(MOBILE, _("A mobile number has 11 digits and begins with 1."))


def plain_phone(text: str) -> str:
    """Without spaces, dashes, the country code and full-width digits; what is no mobile number stays."""
    digits = re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", text))
    without_country = re.sub(r"^(\+|00)?86(?=1[0-9]{10}\Z)", "", digits)
    return without_country if re.match(MOBILE, without_country) else text.strip()
