"""Floats for the demo's last days: most well filled, some low, one on credit, one that asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.placing import NewOrder
from partners.accounts.models import Role, User
from partners.ledger.crediting import confirm_credit, propose_credit
from partners.ledger.topping_up import top_up_float
from stations.clock import day_start, today
from stations.network.models import Station

ON_CREDIT, ASKS_FOR_CREDIT = "FJYX002", "FJYX003"
LOW = frozenset({"FJYX004", "ZJTL003", "GDSX002"})
CREDIT_LIMIT = Decimal(20_000)

# What is left in a float when all is placed that the demo places, in yuan.
_SPARE, _SPARE_LOW, _ON_CREDIT = Decimal(8_000), Decimal(200), Decimal(-6_000)
_STEP = Decimal(500)  # people transfer round sums


def fill_float(station: Station, *, orders: Iterable[NewOrder], staff: User | None, days: int) -> None:
    """Tops a station's float up for the cash orders to come, in two transfers, and lends where planned."""
    needed = sum(
        (
            line.amount if line.amount is not None else line.quantity * line.unit_price
            for order in orders
            if order.paid_at is not None and order.pay_how == AgentOrder.PayHow.CASH
            for line in order.lines
        ),
        Decimal(0),
    )
    spare = _SPARE_LOW if station.code in LOW else _SPARE
    if station.code == ON_CREDIT:
        spare = _ON_CREDIT
        _lend(station, staff=staff)
    total = max(((needed + spare) / _STEP).to_integral_value(ROUND_CEILING) * _STEP, 2 * _STEP)
    first = max(total * 2 // 3 // _STEP * _STEP, _STEP)
    for age, amount in ((days, first), (days // 2, total - first)):
        at = day_start(today() - dt.timedelta(days=age)) + dt.timedelta(hours=9, minutes=20)
        receipt = f"{at:%Y%m%d}{station.pk:06d}"
        top_up_float(actor=staff, station=station, amount=amount, receipt=receipt, at=at)
    if station.code == ASKS_FOR_CREDIT and staff is not None:
        propose_credit(actor=staff, station=station, limit=Decimal(10_000), reason="腊月前备货，合伙人申请")


def _lend(station: Station, *, staff: User | None) -> None:
    second = User.objects.filter(role=Role.OPS).first()
    if staff is None or second is None:
        return
    line = propose_credit(actor=staff, station=station, limit=CREDIT_LIMIT, reason="经营稳定，县中心评估通过")
    confirm_credit(actor=second, line=line)
