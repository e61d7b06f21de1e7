"""Whatever is listed, sold, refunded and settled: no jin is sold twice, and no fen is lost or made."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from orders.produce.sales.listing import NewListing, end_listing, list_lot
from orders.produce.sales.models import ProduceListing, ProduceSale, SaleRefund
from orders.produce.sales.receiving import receive_sales
from orders.produce.sales.refunding import refund_sale
from orders.produce.sales.selling import NewSale, cancel_sale, record_sale
from orders.produce.sales.settlement import FarmerClaim, FarmerSettlement
from orders.produce.sales.settling import settle_sales
from orders.produce.sales.shares import farmers_part
from partners.journal.models import Activity
from partners.ledger.models import Transfer
from stations.refusals import Refused
from tests.cast import make_lot, make_partner, make_region, make_station, put_cash

QUANTITIES = st.decimals("0.01", 20, places=2)


def total(rows, field="amount"):
    return rows.aggregate(sum=Sum(field))["sum"] or Decimal(0)


class Market(RuleBasedStateMachine):
    """One lot of thirty jin, its listings and its buyers."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        station = make_station(prepaid="0")
        make_partner(station)
        put_cash(station, "100000.00")
        self.lot = make_lot(station, offered=True, quantity=Decimal(30))
        self.city = make_region("3301")
        self.number = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def attempt(self, verb):
        """What may be is the verbs' to say; that it left nothing behind when it may not, ours."""
        try:
            with transaction.atomic():
                verb()
        except Refused:
            pass

    def one(self, rows, at):
        rows = list(rows.order_by("pk"))
        return rows[at % len(rows)] if rows else None

    @rule(
        quantity=QUANTITIES,
        price=st.decimals("0.01", 99, places=2),
        share=st.decimals(0, "0.15", places=3),
        platform=st.sampled_from(["taobao", "tmall"]),
    )
    def list_it(self, quantity, price, share, platform):
        new = NewListing(self.lot, price, quantity, platform, share)
        self.attempt(lambda: list_lot(actor=None, listing=new))

    @rule(at=st.integers(0, 9), quantity=QUANTITIES)
    def sell(self, at, quantity):
        if listing := self.one(ProduceListing.objects, at):
            self.number += 1
            new = NewSale(listing, f"P{self.number}", quantity, self.city)
            self.attempt(lambda: record_sale(actor=None, sale=new))

    @rule(at=st.integers(0, 9))
    def end(self, at):
        if listing := self.one(ProduceListing.objects, at):
            self.attempt(lambda: end_listing(actor=None, listing=listing))

    @rule(at=st.integers(0, 9))
    def cancel(self, at):
        if sale := self.one(ProduceSale.objects, at):
            self.attempt(lambda: cancel_sale(actor=None, sale=sale, reason="不要了"))

    @rule(at=st.integers(0, 9))
    def receive(self, at):
        if sale := self.one(ProduceSale.objects, at):
            self.attempt(lambda: receive_sales(actor=None, received_at={sale.pk: timezone.now()}))

    @rule(at=st.integers(0, 9), amount=st.decimals("0.01", 300, places=2))
    def refund(self, at, amount):
        if sale := self.one(ProduceSale.objects, at):
            self.attempt(lambda: refund_sale(actor=None, sale=sale, amount=amount, reason="坏果"))

    @rule(count=st.integers(1, 3), how=st.sampled_from(["cash", "own_account"]))
    def settle(self, count, how):
        sales = ProduceSale.objects.to_settle().order_by("pk")[:count]
        self.attempt(lambda: settle_sales(actor=None, farmer=self.lot.farmer, sales=sales, paid_how=how))

    @invariant()
    def no_jin_is_sold_twice(self):
        self.lot.refresh_from_db()
        kept = ProduceSale.objects.exclude(status="cancelled")
        aside = sum(listing.left for listing in ProduceListing.objects.still_open())
        assert self.lot.sold == total(kept, "quantity")
        assert self.lot.listed == aside
        assert self.lot.sold + self.lot.listed + self.lot.left == 30
        assert self.lot.left >= 0

    @invariant()
    def the_journal_holds_what_buyers_paid_for_good(self):
        journal = Activity.objects.filter(business="produce", kind__in=["paid", "refund"])
        sales = ProduceSale.objects.all()
        assert total(journal) == total(sales) - total(sales, "refunded")
        assert total(SaleRefund.objects.all()) == total(sales, "refunded")

    @invariant()
    def the_farmer_has_the_part_of_it_less_what_is_owed(self):
        claims = FarmerClaim.objects.all()
        owed = total(claims) - total(claims, "closed")
        parts = sum(
            farmers_part(sale.net, sale.listing.share)
            for sale in ProduceSale.objects.filter(settlement__isnull=False).select_related("listing")
        )
        assert total(FarmerSettlement.objects.all()) == parts + owed

    @invariant()
    def only_cash_moves_the_ledger(self):
        cash = FarmerSettlement.objects.filter(paid_how="cash")
        assert total(Transfer.objects.filter(kind="produce_settled")) == total(cash)


@pytest.mark.django_db
def test_the_market_adds_up_whatever_happens():
    run_state_machine_as_test(
        Market,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
