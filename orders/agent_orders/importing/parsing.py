"""From a row of text to a row of values, or to the reasons why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from orders.agent_orders.importing.format import CATEGORY_BY_NAME, COLUMNS, column_word, plain
from orders.agent_orders.placing import NewLine, check_line, check_moments
from orders.agent_orders.platforms import platform_code
from stations.clock import SHANGHAI
from stations.money import FEN, ZERO
from stations.phones import is_mobile_number, plain_phone
from stations.refusals import Refused

_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?")
_MONEY = re.compile(r"\d{1,12}(\.\d{1,2}0*)?")
_COUNT = re.compile(r"\d{1,9}")
_MOBILE = re.compile(r"1\d{10}", re.ASCII)
# How spreadsheets write a long number after they have cut its last figures off.
_CUT_NUMBER = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


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
            reasons.append(f"{column_word(column)}: {refused}")
    if len(cells) > len(COLUMNS):
        reasons.append(_("There are more cells than the header names."))
    if not reasons:
        row = Row(line, *values)
        try:
            _check_together(row, now)
            return row
        except Refused as refused:
            reasons.append(f"{column_word(refused.field)}: {refused}" if refused.field else str(refused))
    # Reasons repeat what stands in the cell, which may be what no table can hold (NUL).
    reason = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(reasons))
    return BadRow(line, _key_part(_platform, cells[0]), _key_part(_order_no, cells[1]), reason)


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


def _key_part(parse: Callable[[str], str], cell: str) -> str:
    """Platform or number of a bad row, by which the other rows of its order are found."""
    try:
        return parse(cell)
    except Refused:
        return ""


# --- one cell ------------------------------------------------------------------------


def _text(longest: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not cell:
            raise Refused(_("This is missing."))
        if len(cell) > longest:
            raise Refused(_("This is longer than %(longest)s characters.") % {"longest": longest})
        if _CONTROL.search(cell):
            raise Refused(_("There is a line break or another control character in it."))
        return cell

    return parse


_short, _number, _code = _text(20), _text(40), _text(12)


def _order_no(cell: str) -> str:
    if _CUT_NUMBER.fullmatch(cell):
        raise Refused(_("A spreadsheet has cut this number: keep the column as text."))
    return _number(cell)


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


def _money(cell: str) -> Decimal:
    if not _MONEY.fullmatch(cell):
        raise Refused(_("An amount is written like 1234.50, not “%(text)s”.") % {"text": cell[:20]})
    return Decimal(cell).quantize(FEN)


def _money_or_none(cell: str) -> Decimal:
    return _money(cell) if cell else ZERO


def _moment(cell: str) -> dt.datetime:
    try:
        if not _TIME.fullmatch(cell):
            raise ValueError
        moment = dt.datetime.fromisoformat(cell)
        if moment.year < 2000:
            raise ValueError
        return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Refused(
            _("A time is written like 2015-11-11 09:30 or 2015-11-11 09:30:15, not “%(text)s”.")
            % {"text": cell[:30]}
        ) from None


def _moment_or_none(cell: str) -> dt.datetime | None:
    return _moment(cell) if cell else None


_PARSERS: tuple[Callable[[str], Any], ...] = (
    _platform,
    _order_no,
    _count(32_767),
    _station,
    _text(60),
    _phone,
    _text(200),
    _category,
    _count(1_000_000),
    _money,
    _money,
    _moment,
    _moment_or_none,
    _moment_or_none,
    _money_or_none,
    _moment_or_none,
)
