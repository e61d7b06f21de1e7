"""How money, numbers, times and phones are written for people, in the language in use.

Pages, the admin, exports and the API call the same functions, so that one amount
never looks two ways. `None` is written as a dash.
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils import dateformat
from django.utils.translation import get_language

from stations import clock
from stations.money import FEN

Number = Decimal | int | float
NOTHING = "—"

# The largest unit first; Chinese counts in ten thousands.
CHINESE_UNITS = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
ENGLISH_UNITS = ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "K"))


class YuanParts(NamedTuple):
    """An amount in the three sizes it is set in: ¥, 1,234 and .50."""

    sign: str
    whole: str
    fen: str


def in_chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def rounded(value: Number, step: Decimal) -> Decimal:
    return Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)


def yuan_parts(value: Number | None) -> YuanParts | None:
    if value is None:
        return None
    amount = rounded(value, FEN)
    whole, fen = f"{abs(amount):,.2f}".split(".")
    return YuanParts("-¥" if amount < 0 else "¥", whole, f".{fen}")


def yuan(value: Number | None) -> str:
    """To the fen: ¥1,234.50, -¥5.00."""
    parts = yuan_parts(value)
    return "".join(parts) if parts else NOTHING


def yuan_short(value: Number | None) -> str:
    """As one says it: ¥2.93亿, ¥1,234万 in Chinese, ¥293.0M in English."""
    if value is None:
        return NOTHING
    amount = rounded(value, FEN)
    sign = "-¥" if amount < 0 else "¥"
    chinese = in_chinese()
    size = abs(amount)
    text = ""
    for unit, name in CHINESE_UNITS if chinese else ENGLISH_UNITS:
        scaled = size / unit
        # 99,999,999 is not 10,000万 but 1.00亿: what rounds up to a unit belongs to it.
        if rounded(scaled, Decimal("0.0001")) >= 1:
            text = f"{_three_figures(scaled) if chinese else rounded(scaled, Decimal('0.1')):,}{name}"
            break
    return sign + (text or f"{size:,.2f}")


def yuan_round(value: Number | None) -> str:
    """A round sum as one says it: ¥1,000万, ¥1亿; ¥10M in English."""
    return re.sub(r"(\.\d*?)0+(?=\D*$)", lambda found: found[1].rstrip("."), yuan_short(value))


def _three_figures(scaled: Decimal) -> Decimal:
    """2.93, 36.7, 1,234."""
    for step, limit in ((FEN, 10), (Decimal("0.1"), 100)):
        if rounded(scaled, step) < limit:
            return rounded(scaled, step)
    return rounded(scaled, Decimal(1))


def count(value: Number | None) -> str:
    """A number of things: 9,278."""
    return NOTHING if value is None else f"{rounded(value, Decimal(1)):,}"


def percent(value: Number | None, digits: int = 1) -> str:
    """A share between 0 and 1: 0.098 is 9.8%."""
    if value is None:
        return NOTHING
    share = rounded(Decimal(str(value)) * 100, Decimal(1).scaleb(-digits))
    return f"{share:,}%"


def masked_phone(number: str | None) -> str:
    """138 **** 5678; of any other number only the last four digits."""
    digits = re.sub(r"\D", "", number or "")
    if not digits:
        return NOTHING
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]} **** {digits[-4:]}"
    return f"**** {digits[-4:]}" if len(digits) > 7 else "****"


def full_phone(number: str | None) -> str:
    """138 1234 5678; any other number as it was written."""
    text = (number or "").strip()
    digits = re.sub(r"\D", "", text)
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return text or NOTHING


def day(value: dt.date | None) -> str:
    """11月11日 or Nov 11; with its year when that is not this year."""
    if value is None:
        return NOTHING
    if isinstance(value, dt.datetime):
        value = clock.business_date(value)
    this_year = value.year == clock.today().year
    if in_chinese():
        return dateformat.format(value, "n月j日" if this_year else "Y年n月j日")
    return dateformat.format(value, "M j" if this_year else "M j, Y")


def moment(value: dt.datetime | None) -> str:
    """11月11日 09:30 or Nov 11, 09:30; in Chinese time."""
    if value is None:
        return NOTHING
    local = value.astimezone(clock.SHANGHAI)
    gap = " " if in_chinese() else ", "
    return f"{day(local.date())}{gap}{local:%H:%M}"


def month(value: dt.date | None) -> str:
    """2015年11月 or November 2015."""
    if value is None:
        return NOTHING
    if isinstance(value, dt.datetime):
        value = clock.business_date(value)
    return dateformat.format(value, "Y年n月" if in_chinese() else "F Y")
