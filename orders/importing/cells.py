"""One cell of a platform's file: from its text to a value, or a Refused in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from stations.clock import SHANGHAI
from stations.money import FEN, ZERO
from stations.refusals import Refused

_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?")
_MONEY = re.compile(r"\d{1,12}(\.\d{1,2}0*)?")
# How spreadsheets write a long number after they have cut its last figures off.
_CUT_NUMBER = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def text(longest: int) -> Callable[[str], str]:
    """A parser of words that must be there, on one line."""

    def parse(cell: str) -> str:
        if not cell:
            raise Refused(_("This is missing."))
        if len(cell) > longest:
            raise Refused(_("This is longer than %(longest)s characters.") % {"longest": longest})
        if _CONTROL.search(cell):
            raise Refused(_("There is a line break or another control character in it."))
        return cell

    return parse


_number = text(40)


def order_no(cell: str) -> str:
    """A platform's order number, unless a spreadsheet has spoilt it."""
    if _CUT_NUMBER.fullmatch(cell):
        raise Refused(_("A spreadsheet has cut this number: keep the column as text."))
    return _number(cell)


def money(cell: str) -> Decimal:
    """An amount in yuan, zero or more, at most two decimals."""
    if not _MONEY.fullmatch(cell):
        raise Refused(_("An amount is written like 1234.50, not “%(text)s”.") % {"text": cell[:20]})
    return Decimal(cell).quantize(FEN)


def money_or_none(cell: str) -> Decimal:
    """An amount in yuan; empty is none."""
    return money(cell) if cell else ZERO


def moment(cell: str) -> dt.datetime:
    """A time; without a zone it is Asia/Shanghai's."""
    try:
        if not _TIME.fullmatch(cell):
            raise ValueError
        told = dt.datetime.fromisoformat(cell)
        if told.year < 2000:
            raise ValueError
        return told if told.tzinfo else told.replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Refused(
            _("A time is written like 2015-11-11 09:30 or 2015-11-11 09:30:15, not “%(text)s”.")
            % {"text": cell[:30]}
        ) from None


def moment_or_none(cell: str) -> dt.datetime | None:
    """A time, or nothing."""
    return moment(cell) if cell else None


def part_of_key(parse: Callable[[str], str], cell: str) -> str:
    """Platform or number of a row that cannot be used, as far as it can be read."""
    try:
        return parse(cell)
    except Refused:
        return ""


def printable(reasons: str) -> str:
    """Reasons repeat what stands in the cell, which may be what no table can hold (NUL)."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", reasons)
