"""Whatever is paid, refunded, lent and corrected: nothing is lost, and no float falls too far."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.models import AgentOrder
from partners.accounts.models import Role
from partners.journal.kinds import Category
from partners.ledger.crediting import confirm_credit, propose_credit
from partners.ledger.models import Account, Balance, Transfer
from partners.ledger.reversing import reverse_transfer
from partners.ledger.topping_up import pay_out_float, top_up_float
from stations.refusals import Refused
from tests.cast import make_order, make_partner, make_station, make_user, make_villager

AMOUNTS = st.decimals("0.01", 500, places=2)


class Floats(RuleBasedStateMachine):
    """Two stations, everything that moves their floats, and a model of what they must hold."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.stations = [make_station(prepaid="0") for _ in range(2)]
        for station in self.stations:
            make_partner(station)
        self.villagers = [make_villager(station) for station in self.stations]
        self.one, self.two = (make_user(Role.OPS) for _ in range(2))
        self.holds = [Decimal(0), Decimal(0)]
        self.limits = [Decimal(0), Decimal(0)]
        self.number = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, verb, allowed):
        try:
            with transaction.atomic():
                done = verb()
        except Refused:
            assert not allowed
            return None
        assert allowed
        return done

    def receipt(self):
        self.number += 1
        return f"R{self.number}"

    @rule(at=st.integers(0, 1), amount=AMOUNTS)
    def top_up(self, at, amount):
        top_up_float(actor=None, station=self.stations[at], amount=amount, receipt=self.receipt())
        self.holds[at] += amount

    @rule(at=st.integers(0, 1), amount=AMOUNTS)
    def pay_out(self, at, amount):
        allowed = amount <= self.holds[at]
        verb = lambda: pay_out_float(  # noqa: E731
            actor=None, station=self.stations[at], amount=amount, receipt=self.receipt()
        )
        if self.attempt(verb, allowed):
            self.holds[at] -= amount

    @rule(at=st.integers(0, 1), amount=AMOUNTS, cash=st.booleans())
    def order(self, at, amount, cash):
        allowed = not cash or amount <= self.holds[at] + self.limits[at]
        verb = lambda: make_order(  # noqa: E731
            self.stations[at],
            (Category.FOOD, str(amount)),
            villager=self.villagers[at],
            pay_how="cash" if cash else "own_account",
        )
        if self.attempt(verb, allowed) and cash:
            self.holds[at] -= amount

    @rule()
    def cancel(self):
        order = AgentOrder.objects.filter(status="paid", station__in=self.stations).first()
        if order is not None:
            cancel_order(actor=None, order=order, reason="缺货")
            if order.pay_how == "cash":
                self.holds[self.stations.index(order.station)] += order.amount

    @rule(at=st.integers(0, 1), limit=st.integers(0, 400))
    def lend(self, at, limit):
        verb = lambda: confirm_credit(  # noqa: E731
            actor=self.two,
            line=propose_credit(
                actor=self.one, station=self.stations[at], limit=Decimal(limit), reason="备货"
            ),
        )
        if self.attempt(verb, self.holds[at] + limit >= 0):
            self.limits[at] = Decimal(limit)

    @rule()
    def correct(self):
        wrong = Transfer.objects.filter(kind="top_up", reversed_by=None, station__in=self.stations).first()
        if wrong is not None:
            at = self.stations.index(wrong.station)
            allowed = wrong.amount <= self.holds[at] + self.limits[at]
            if self.attempt(lambda: reverse_transfer(actor=None, transfer=wrong, reason="错"), allowed):
                self.holds[at] -= wrong.amount

    @invariant()
    def balances_are_the_sums_and_stay_within_their_limits(self):
        total = Decimal(0)
        for account in Account.objects.all():
            came = account.transfers_in.aggregate(sum=Sum("amount"))["sum"] or 0
            went = account.transfers_out.aggregate(sum=Sum("amount"))["sum"] or 0
            total += came - went
            if account.station_id:
                at = self.stations.index(account.station)
                assert account.balance.amount == came - went == self.holds[at]
                assert account.balance.available >= 0
        assert total == 0
        assert Balance.objects.count() == Account.objects.filter(kind="station_float").count()


@pytest.mark.django_db
def test_whatever_happens_the_books_balance():
    run_state_machine_as_test(
        Floats,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
