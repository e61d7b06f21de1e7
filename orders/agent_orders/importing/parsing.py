"""From a row of text to a row of values, or to the reasons why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from orders.agent_orders.importing.format import CATEGORY_BY_NAME, COLUMNS, FORMAT
from orders.agent_orders.placing import NewLine, check_line, check_moments
from orders.agent_orders.platforms import platform_code
from orders.importing import cells as read
from orders.importing.columns import plain
from stations.phones import is_mobile_number, plain_phone
from stations.refusals import Refused

_COUNT = re.compile(r"\d{1,9}")
_MOBILE = re.compile(r"1\d{10}", re.ASCII)


class Row(NamedTuple):
    """One order line as the platform reports it."""

    line: int
    platform: str
    order_no: str
    line_no: int
    station: str
    villager: str
    phone: str
    title: str
    category: str
    quantity: int
    unit_price: Decimal
    amount: Decimal
    placed_at: dt.datetime
    paid_at: dt.datetime | None
    handed_over_at: dt.datetime | None
    refunded: Decimal
    refunded_at: dt.datetime | None

    @property
    def key(self) -> tuple[str, str]:
        """What names the order in the whole country."""
        return self.platform, self.order_no


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used. Platform and number are kept as far as they can be read."""

    line: int
    platform: str
    order_no: str
    reason: str


def parse_row(line: int, cells: Sequence[str], *, now: dt.datetime) -> Row | BadRow:
    """Values of one row, or all that is wrong with it in the reader's language."""
    values: list[Any] = []
    reasons: list[str] = []
    for column, parse, cell in zip(COLUMNS, _PARSERS, cells, strict=False):
        try:
            values.append(parse(cell))
        except Refused as refused:
            reasons.append(f"{FORMAT.word(column)}: {refused}")
    if len(cells) > len(COLUMNS):
        reasons.append(_("There are more cells than the header names."))
    if not reasons:
        row = Row(line, *values)
        try:
            _check_together(row, now)
            return row
        except Refused as refused:
            reasons.append(f"{FORMAT.word(refused.field)}: {refused}" if refused.field else str(refused))
    key = read.part_of_key(_platform, cells[0]), read.part_of_key(read.order_no, cells[1])
    return BadRow(line, *key, read.printable(" ".join(reasons)))


def _check_together(row: Row, now: dt.datetime) -> None:
    check_line(NewLine(row.title, row.category, row.quantity, row.unit_price, row.amount))
    check_moments(row.placed_at, row.paid_at, row.handed_over_at)
    for column in ("placed_at", "paid_at", "handed_over_at", "refunded_at"):
        moment = getattr(row, column)
        if moment is not None and moment > now:
            raise Refused(_("This moment is still to come."), field=column)
    if not row.refunded:
        if row.refunded_at is not None:
            raise Refused(_("There is a time but no amount."), field="refunded")
        return
    if row.paid_at is None:
        raise Refused(_("Nothing was paid that could come back."), field="refunded")
    if row.refunded > row.amount:
        raise Refused(_("More comes back than was paid."), field="refunded")
    if row.refunded_at is None:
        raise Refused(_("Say when the money went back."), field="refunded_at")
    if row.refunded_at < row.paid_at:
        raise Refused(_("Money does not go back before it came."), field="refunded_at")


# --- one cell ------------------------------------------------------------------------


_short, _code = read.text(20), read.text(12)


def _platform(cell: str) -> str:
    return platform_code(_short(cell))


def _station(cell: str) -> str:
    return _code(cell).upper()


def _phone(cell: str) -> str:
    if _MOBILE.fullmatch(cell):
        return cell
    number = plain_phone(cell)
    if not _MOBILE.fullmatch(number):
        raise Refused(is_mobile_number.message)
    return number


def _category(cell: str) -> str:
    category = CATEGORY_BY_NAME.get(cell) or CATEGORY_BY_NAME.get(plain(cell))
    if category is None:
        raise Refused(_("The category “%(name)s” is not known.") % {"name": cell[:40]})
    return category


def _count(highest: int) -> Callable[[str], int]:
    def parse(cell: str) -> int:
        if not _COUNT.fullmatch(cell) or not 1 <= int(cell) <= highest:
            raise Refused(_("This is not a whole number from 1 to %(highest)s.") % {"highest": highest})
        return int(cell)

    return parse


_PARSERS: tuple[Callable[[str], Any], ...] = (
    _platform,
    read.order_no,
    _count(32_767),
    _station,
    read.text(60),
    _phone,
    read.text(200),
    _category,
    _count(1_000_000),
    read.money,
    read.money,
    read.moment,
    read.moment_or_none,
    read.moment_or_none,
    read.money_or_none,
    read.moment_or_none,
)
