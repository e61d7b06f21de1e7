"""From a row of a file of sales (docs/sales-format.md) to its values, or to the reasons why not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from orders.agent_orders.platforms import platform_code
from orders.importing import cells as read
from orders.importing.columns import Columns
from orders.produce.codes import CODE
from stations.money import to_fen
from stations.refusals import Refused
from stations.wording import yuan

# In the order in which the documentation shows them.
FORMAT = Columns(
    {
        "platform": "平台",
        "order_no": "订单号",
        "lot": "批次码",
        "quantity": "数量",
        "unit_price": "单价",
        "amount": "金额",
        "buyer_city": "买家城市",
        "sold_at": "付款时间",
        "received_at": "收货时间",
        "refunded": "退款金额",
        "refunded_at": "退款时间",
    }
)
MOST_QUANTITY = Decimal("99999999.99")


class Row(NamedTuple):
    """One sale as the platform reports it: quantity in the lot's unit, amounts in yuan."""

    line: int
    platform: str
    order_no: str
    lot: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    buyer_city: str
    sold_at: dt.datetime
    received_at: dt.datetime | None
    refunded: Decimal
    refunded_at: dt.datetime | None

    @property
    def key(self) -> tuple[str, str]:
        """What names the sale in the whole country."""
        return self.platform, self.order_no


def parse_row(line: int, cells: Sequence[str], *, now: dt.datetime) -> Row | str:
    """Values of one row, or all that is wrong with it in the reader's language."""
    values: list[Any] = []
    reasons: list[str] = []
    for column, parse, cell in zip(FORMAT.names, _PARSERS, cells, strict=False):
        try:
            values.append(parse(cell))
        except Refused as refused:
            reasons.append(f"{FORMAT.word(column)}: {refused}")
    if len(cells) > len(FORMAT.names):
        reasons.append(_("There are more cells than the header names."))
    if not reasons:
        row = Row(line, *values)
        try:
            _check_together(row, now)
            return row
        except Refused as refused:
            reasons.append(in_column(refused))
    return read.printable(" ".join(reasons))


def in_column(refused: Refused, *, called: Mapping[str, str] | None = None) -> str:
    """A refusal behind the column that it is about; `called`: where a verb has another word for a column."""
    field = refused.field or ""
    column = (called or {}).get(field, field)
    return f"{FORMAT.word(column)}: {refused}" if column in FORMAT.names else str(refused)


def _check_together(row: Row, now: dt.datetime) -> None:
    if row.amount != (right := to_fen(row.quantity * row.unit_price)):
        raise Refused(
            _("Quantity times price is %(amount)s.") % {"amount": yuan(right)}, code="amount", field="amount"
        )
    for column in ("sold_at", "received_at", "refunded_at"):
        moment = getattr(row, column)
        if moment is not None and moment > now:
            raise Refused(_("This moment is still to come."), field=column)
        if moment is not None and moment < row.sold_at:
            raise Refused(_("This is before the buyer paid."), field=column)
    if not row.refunded and row.refunded_at is not None:
        raise Refused(_("There is a time but no amount."), field="refunded")
    if row.refunded > row.amount:
        raise Refused(_("More comes back than was paid."), field="refunded")
    if row.refunded and row.refunded_at is None:
        raise Refused(_("Say when the money went back."), field="refunded_at")


_short, _city = read.text(20), read.text(30)
_code = re.compile(CODE)


def _platform(cell: str) -> str:
    return platform_code(_short(cell))


def _lot(cell: str) -> str:
    code = cell.upper().replace(" ", "")
    if not _code.fullmatch(code):
        raise Refused(_("This is no code of a lot: it stands on the label, 12 letters and digits."))
    return code


def _quantity(cell: str) -> Decimal:
    quantity = read.money(cell)
    if not 0 < quantity <= MOST_QUANTITY:
        raise Refused(_("A quantity is above zero, with at most two decimals."))
    return quantity


_PARSERS: tuple[Callable[[str], Any], ...] = (
    _platform,
    read.order_no,
    _lot,
    _quantity,
    read.money,
    read.money,
    _city,
    read.moment,
    read.moment_or_none,
    read.money_or_none,
    read.moment_or_none,
)
