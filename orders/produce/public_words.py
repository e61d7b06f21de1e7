"""What strangers will read must not tell who somebody is."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from orders.produce.models import Farmer
from stations.refusals import Refused

# A mobile number, however it is grouped; or an identity number.
_NUMBER = re.compile(r"(?<!\d)1\d(?:[\s.-]?\d){9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")


def check_public_words(farmer: Farmer, **words: str) -> None:
    """Raises Refused beside the first text that holds a phone or identity number or the farmer's name.

    The name shown to buyers is refused too: once it is taken back it must be gone everywhere.
    """
    names = [name for name in (farmer.villager.name, farmer.display_name) if len(name) > 1]
    for field, text in words.items():
        plain = unicodedata.normalize("NFKC", text)
        if _NUMBER.search(plain):
            raise Refused(
                _("Buyers will read this: leave out phone and identity numbers."), code="number", field=field
            )
        if any(name in plain for name in names):
            raise Refused(
                _("Buyers will read this: leave out the farmer's name. The name shown is set apart."),
                code="name",
                field=field,
            )
