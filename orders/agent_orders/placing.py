"""An order comes into the house."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.cash import take_cash
from orders.agent_orders.changing import lock_order, save_steps, step
from orders.agent_orders.drawing_codes import PickupCodes, draw_code
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import CODE_ONCE, AgentOrder, AgentOrderChange, AgentOrderLine
from orders.agent_orders.platforms import TAOBAO
from orders.agent_orders.recording import Belonging, event_rows, hand_over_row
from orders.villagers.holding import hold_villagers
from orders.villagers.models import Villager
from partners.journal.kinds import Category, Kind
from partners.journal.models import Activity
from partners.journal.posting import post_many
from stations.bulk import insert_many, insert_unless_taken, keep_related
from stations.money import ZERO, to_fen
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused

# A card's and a platform's upper bound alike; a typing slip of three zeros stops here.
HIGHEST_AMOUNT = Decimal("10000000.00")
_CATEGORIES = frozenset(Category.values)


@dataclass(frozen=True, slots=True)
class NewLine:
    """What is bought. `amount` is what is paid; None: quantity times unit price."""

    title: str
    category: str
    quantity: int
    unit_price: Decimal
    amount: Decimal | None = None
    line_no: int | None = None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to be placed. A moment that is not given is now; `paid_at` is set for paid orders only.

    `handed_over_at` is for what a platform reports: the goods were fetched before we heard of them.
    `deposit` is a presale's, which also moves it.
    """

    station: Station
    villager: Villager
    lines: Sequence[NewLine]
    pay_when: str = AgentOrder.PayWhen.NOW
    pay_how: str = AgentOrder.PayHow.CASH
    platform: str = TAOBAO
    platform_order_no: str = ""
    placed_at: dt.datetime | None = None
    paid_at: dt.datetime | None = None
    handed_over_at: dt.datetime | None = None
    deposit: Decimal = ZERO


def place_order(*, actor: Any, order: NewOrder) -> AgentOrder:
    """Places one order; an order that is paid now is paid in the same transaction.

    Raises Refused: the station is not open, the villager belongs elsewhere, a line makes no
    sense, the platform's number is known already, the villager's data were erased, the float does
    not suffice for cash. A refusal undoes the whole transaction that this is part of, not only the
    order. Holds the villager; takes no other lock but the unique keys and, for cash, the float's.

    The order that is returned knows its lines and changes without a query.
    """
    _check_open(order.station)
    now = timezone.now()
    paid_at = order.paid_at or (now if order.pay_when == AgentOrder.PayWhen.NOW else None)
    order = replace(order, placed_at=order.placed_at or now, paid_at=paid_at)
    row = _row(order, actor=actor, code=draw_code() if _is_on_the_way(order) else "")
    with transaction.atomic(savepoint=False):
        (placed,) = _place(actor=actor, orders=[order], rows=[row], insert=_insert_drawing)
    keep_related(placed.order, lines=placed.lines, changes=placed.changes)
    return placed.order


def place_orders(*, actor: Any, orders: Sequence[NewOrder]) -> list[AgentOrder]:
    """Places many orders in one transaction, each with its own moments.

    An order with `paid_at` is paid, one with `handed_over_at` handed over as well; nobody is told
    of that. Raises Refused for the first that makes no sense, or where a float does not suffice
    for what was paid in cash; then nothing is written. The edge has checked platform numbers
    before (the unique key is the backstop: IntegrityError).
    """
    while True:
        codes = PickupCodes(order.station.pk for order in orders if _is_on_the_way(order))
        rows = [
            _row(order, actor=actor, code=codes.new(order.station.pk) if _is_on_the_way(order) else "")
            for order in orders
        ]
        try:
            with transaction.atomic():
                _place(actor=actor, orders=orders, rows=rows, insert=insert_many)
            return rows
        except IntegrityError as error:  # a code that was drawn elsewhere at the same moment
            if CODE_ONCE not in str(error):
                raise


@dataclass(frozen=True, slots=True)
class _Placed:
    """An order and what was written with it."""

    order: AgentOrder
    lines: list[AgentOrderLine]
    changes: list[AgentOrderChange]

    def events(self, belonging: Belonging) -> list[Activity]:
        """What the journal gets of it."""
        order = self.order
        assert order.placed_at is not None
        rows = event_rows(order, self.lines, kind=Kind.PLACED, at=order.placed_at, belonging=belonging)
        if order.paid_at is not None:
            payment = event_rows(order, self.lines, kind=Kind.PAID, at=order.paid_at, belonging=belonging)
            rows += payment
            if order.handed_over_at is not None:
                rows += [hand_over_row(part, at=order.handed_over_at) for part in payment]
        return rows


def _place(
    *,
    actor: Any,
    orders: Sequence[NewOrder],
    rows: Sequence[AgentOrder],
    insert: Callable[[Sequence[AgentOrder]], None],
) -> list[_Placed]:
    """Writes them in the caller's transaction."""
    hold_villagers({row.villager_id for row in rows})
    insert(rows)
    placed = [
        _Placed(row, _lines(row, order), _first_changes(row, actor=actor))
        for row, order in zip(rows, orders, strict=True)
    ]
    belonging = Belonging(rows)
    post_many(
        [event for one in placed for event in one.events(belonging)],
        beside=[
            [line for one in placed for line in one.lines],
            [change for one in placed for change in one.changes],
        ],
    )
    take_cash(actor=actor, orders=rows)
    return placed


def draft_order(*, actor: Any, order: NewOrder) -> AgentOrder:
    """Keeps an order that is not placed yet; it counts nowhere until `place_draft`.

    Raises Refused: the villager belongs elsewhere, a line makes no sense, the platform's number
    is known already.
    """
    row = _row(replace(order, placed_at=None, paid_at=None), actor=actor, code="")
    row.status = OrderStatus.DRAFT
    with transaction.atomic():
        hold_villagers([row.villager_id])
        _insert_drawing([row])
        lines = _lines(row, order)
        insert_many(lines)
    keep_related(row, lines=lines, changes=[])
    return row


def place_draft(*, actor: Any, order: AgentOrder) -> AgentOrder:
    """Places a draft, and pays it when it is to be paid now. Locks the order, then the float.

    Raises Refused when it is no draft any more, the station is not open, or the float does not
    suffice for cash.
    """
    with transaction.atomic():
        order = lock_order(order)
        hold_villagers([order.villager_id])
        _check_open(order.station)
        now = timezone.now()
        changes = [step(order, OrderStatus.PLACED, actor=actor, at=now)]
        order.placed_at = now
        order.pickup_code = PickupCodes([order.station_id]).new(order.station_id)
        kinds = [Kind.PLACED]
        if order.pay_when == AgentOrder.PayWhen.NOW:
            changes.append(step(order, OrderStatus.PAID, actor=actor, at=now))
            order.paid_at = now
            kinds.append(Kind.PAID)
        # The table is kept step by step in the database too.
        final, order.status = order.status, OrderStatus.PLACED
        save_steps([order], changes, ["placed_at", "pickup_code"])
        if final != OrderStatus.PLACED:
            order.status = final
            order.save(update_fields=["status", "paid_at"])
        belonging = Belonging([order])
        lines = list(order.lines.all())
        post_many(
            [
                row
                for kind in kinds
                for row in event_rows(order, lines, kind=kind, at=now, belonging=belonging)
            ]
        )
        take_cash(actor=actor, orders=[order])
    return order


def _check_open(station: Station) -> None:
    if station.status != StationStatus.OPEN:
        raise Refused(
            _("Station %(code)s is not open: it cannot take orders now.") % {"code": station.code},
            code="station_closed",
            conflict=True,
        )


def _insert_drawing(rows: Sequence[AgentOrder]) -> None:
    """Writes an order, whichever codes are taken.

    Of a million codes a station has few hundred open: which, nobody is asked. The unique key refuses
    one, also of a draw of the same moment, and another is drawn. Raises Refused for a platform order
    number that is known already; not told where, since that may be another county's order.
    """
    (row,) = rows
    while not insert_unless_taken(row):
        number = {"platform": row.platform, "platform_order_no": row.platform_order_no}
        if row.platform_order_no and AgentOrder.objects.filter(**number).exists():
            raise Refused(
                _("This platform order number cannot be used."), code="number", field="platform_order_no"
            )
        row.pickup_code = draw_code()


def check_lines(lines: Sequence[NewLine]) -> None:
    """Raises Refused, with the field, for the first line that makes no sense."""
    if not lines:
        raise Refused(_("An order has at least one line."), code="lines", field="lines")
    for line in lines:
        check_line(line)


def check_line(line: NewLine) -> None:
    """Raises Refused, with the field, unless the line makes sense."""
    if not line.title.strip():
        raise Refused(_("Say what is bought."), code="title", field="title")
    if line.category not in _CATEGORIES:
        raise Refused(_("This category is not known."), code="category", field="category")
    if line.quantity < 1:
        raise Refused(_("The quantity is at least 1."), code="quantity", field="quantity")
    amount = _amount(line)
    if line.unit_price < 0 or not 0 < amount <= HIGHEST_AMOUNT:
        raise Refused(
            _("The amount must be above zero and at most 10,000,000 yuan."), code="amount", field="amount"
        )
    if amount > to_fen(line.quantity * line.unit_price):
        raise Refused(_("The amount is more than quantity times unit price."), code="amount", field="amount")


def _amount(line: NewLine) -> Decimal:
    return to_fen(line.quantity * line.unit_price if line.amount is None else line.amount)


def _row(order: NewOrder, *, actor: Any, code: str) -> AgentOrder:
    if order.villager.station_id != order.station.pk:
        raise Refused(_("This villager is not on file at the station."), code="villager", field="villager")
    check_moments(order.placed_at, order.paid_at, order.handed_over_at)
    check_lines(order.lines)
    status = OrderStatus.PLACED
    if order.paid_at is not None:
        status = OrderStatus.PAID if order.handed_over_at is None else OrderStatus.HANDED_OVER
    return AgentOrder(
        station=order.station,
        villager=order.villager,
        platform=order.platform,
        platform_order_no=order.platform_order_no,
        pay_when=order.pay_when,
        pay_how=order.pay_how,
        status=status,
        amount=sum((_amount(line) for line in order.lines), Decimal(0)),
        deposit=order.deposit,
        pickup_code=code,
        created_by=actor,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        handed_over_at=order.handed_over_at,
    )


def check_moments(
    placed_at: dt.datetime | None, paid_at: dt.datetime | None, handed_over_at: dt.datetime | None
) -> None:
    """Raises Refused unless placing, payment and hand-over follow one another."""
    if placed_at is not None and paid_at is not None and paid_at < placed_at:
        raise Refused(_("An order is not paid before it is placed."), code="paid_at", field="paid_at")
    if handed_over_at is not None and (paid_at is None or handed_over_at < paid_at):
        raise Refused(
            _("An order is not handed over before it is paid."), code="handed_over_at", field="handed_over_at"
        )


def _lines(row: AgentOrder, order: NewOrder) -> list[AgentOrderLine]:
    return [
        AgentOrderLine(
            order_id=row.pk,
            line_no=line.line_no or number,
            title=line.title.strip(),
            category=line.category,
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=_amount(line),
        )
        for number, line in enumerate(order.lines, start=1)
    ]


def _first_changes(row: AgentOrder, *, actor: Any) -> list[AgentOrderChange]:
    steps = [
        (OrderStatus.DRAFT, OrderStatus.PLACED, row.placed_at),
        (OrderStatus.PLACED, OrderStatus.PAID, row.paid_at),
        (OrderStatus.PAID, OrderStatus.HANDED_OVER, row.handed_over_at),
    ]
    return [
        AgentOrderChange(order_id=row.pk, before=before, after=after, actor=actor, at=at)
        for before, after, at in steps
        if at is not None
    ]


def _is_on_the_way(order: NewOrder) -> bool:
    """Whether a villager will come for it with a code."""
    return order.placed_at is not None and order.handed_over_at is None
