"""Drawer and float against a model of two numbers, over any sequence of what a day may bring."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.refunding import refund_lines
from orders.cash.closing.counting import close_day
from orders.cash.handling import put_in, take_out
from orders.cash.models import CashMovement, Drawer
from partners.journal.kinds import Category
from partners.ledger.models import Balance
from stations.clock import today
from stations.refusals import Refused
from tests.cast import make_center, make_order, make_partner, make_station, make_villager, set_float

FEN = st.integers(1, 40_000).map(lambda fen: Decimal(fen) / 100)


class Day(RuleBasedStateMachine):
    """The model: what the drawer holds, what the float holds, what each order has left."""

    @initialize()
    def morning(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.station = make_station(code="FJYX001", center=make_center())
        make_partner(self.station)
        self.villager = make_villager(self.station)
        set_float(self.station, "600.00")
        self.drawer, self.floating = Decimal(0), Decimal("600.00")
        self.left: dict[int, Decimal] = {}
        self.closed_with: Decimal | None = None

    def tried(self, work, *, allowed: bool) -> None:
        try:
            with transaction.atomic():
                work()
        except Refused:
            assert not allowed
        else:
            assert allowed

    @rule(amount=FEN)
    def order(self, amount: Decimal) -> None:
        allowed = self.floating >= amount
        self.tried(lambda: self._order(amount), allowed=allowed)
        if allowed:
            self.drawer, self.floating = self.drawer + amount, self.floating - amount

    def _order(self, amount: Decimal) -> None:
        order = make_order(self.station, (Category.CLOTHING, str(amount)), villager=self.villager)
        self.left[order.pk] = amount

    @precondition(lambda self: any(self.left.values()))
    @rule(share=st.integers(1, 100), pick=st.integers(0, 10**6))
    def refund(self, share: int, pick: int) -> None:
        open_orders = [pk for pk, left in self.left.items() if left]
        pk = open_orders[pick % len(open_orders)]
        amount = max((self.left[pk] * share / 100).quantize(Decimal("0.01")), Decimal("0.01"))
        order = AgentOrder.objects.get(pk=pk)
        lines = {order.lines.get().pk: amount}
        allowed = self.drawer >= amount
        self.tried(
            lambda: refund_lines(actor=None, order=order, amounts=lines, reason="退货"), allowed=allowed
        )
        if allowed:
            self.drawer, self.floating = self.drawer - amount, self.floating + amount
            self.left[pk] -= amount

    @rule(amount=FEN, comes_in=st.booleans())
    def own_cash(self, amount: Decimal, comes_in: bool) -> None:
        verb = put_in if comes_in else take_out
        allowed = comes_in or self.drawer >= amount
        self.tried(
            lambda: verb(actor=None, station=self.station, amount=amount, reason="零钱"), allowed=allowed
        )
        if allowed:
            self.drawer += amount if comes_in else -amount

    @precondition(lambda self: self.closed_with is None)
    @rule(found=st.integers(-500, 500).map(lambda fen: Decimal(fen) / 100))
    def close(self, found: Decimal) -> None:
        counted = max(self.drawer + found, Decimal(0))
        days = sorted(self.station.cash_days.filter(closed_at=None).values_list("day", flat=True))
        for day in days:
            through = (
                sum(one.amount for one in CashMovement.objects.filter(business_date__lte=day))
                if day < today()
                else counted
            )
            close_day(
                actor=None, station=self.station, day=day, counted=Decimal(through), parcels=0, reason="差额"
            )
        if today() in days:
            self.drawer = self.closed_with = counted

    @invariant()
    def they_hold_what_the_model_says(self) -> None:
        if not hasattr(self, "station"):
            return
        row = Drawer.objects.filter(station=self.station).first()
        assert (row.amount if row else 0) == self.drawer
        assert Balance.objects.get(account__station=self.station).amount == self.floating
        if self.closed_with is not None:
            past = CashMovement.objects.filter(business_date__lte=today())
            assert sum(one.amount for one in past) == self.closed_with

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)


@pytest.mark.django_db
def test_any_day_agrees_with_the_model():
    machine = Day
    machine.TestCase.settings = settings(
        max_examples=8,
        stateful_step_count=15,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    machine.TestCase().runTest()
