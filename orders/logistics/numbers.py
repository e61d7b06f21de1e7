"""What a scanner or a thumb sends in, made one way."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from stations.refusals import Refused

_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９－ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
    "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)


def tracking_number(text: str) -> str:
    """The number in capitals and without blanks; raises Refused where it cannot be one."""
    number = re.sub(r"\s", "", text.upper().translate(_HALF_WIDTH))
    if not re.fullmatch(r"[0-9A-Z-]{5,40}", number):
        raise Refused(
            _("A tracking number has 5 to 40 letters and digits. Please scan it again."),
            code="tracking_number",
            field="tracking_number",
        )
    return number


def parcel_label(pk: int) -> str:
    """How a parcel is called where its tracking number is not at hand: BG (包裹) and nine digits."""
    return f"BG{pk:09d}"
