"""A lot is listed and sold, and never more of it than there is."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from orders.produce.lifecycle import LotStatus
from orders.produce.models import ProduceLot
from orders.produce.offering import offer_lot, sell_out_lot, withdraw_lot
from orders.produce.sales.listing import (
    NewListing,
    end_listing,
    list_lot,
    pause_listing,
    resume_listing,
    usual_share,
)
from orders.produce.sales.models import ListingChange, ProduceListing, ProduceSale
from orders.produce.sales.selling import NewSale, cancel_sale, record_sale, record_sales
from partners.commission.models import CommissionRate
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import make_listing, make_lot, make_region, make_sale


def refused(verb, *args, **kwargs):
    with pytest.raises(Refused) as said:
        verb(*args, **kwargs)
    return said.value.code, said.value.field


def new(listing, **fields):
    given = {"platform_order_no": "T1", "quantity": Decimal("2.5"), "buyer_city": make_region("3301")}
    return NewSale(listing=listing, **(given | fields))


def test_a_listing_sets_its_goods_aside_and_an_ended_one_gives_them_back(listing, goods):
    assert goods(listing) == ("0.00", "10.00", "0.00")
    make_sale(listing, quantity="3.50")
    assert goods(listing) == ("3.50", "6.50", "3.50")
    end_listing(actor=None, listing=listing)
    assert goods(listing) == ("3.50", "0.00", "3.50")
    assert listing.lot.left == Decimal("9.00")


def test_two_platforms_never_offer_the_same_tea(listing):
    def also(quantity, platform="tmall"):
        return list_lot(actor=None, listing=NewListing(listing.lot, Decimal(90), Decimal(quantity), platform))

    assert refused(also, "2.51") == ("quantity", "quantity")
    assert refused(also, "1.00", "淘宝") == ("listed", "platform")
    assert also("2.50").left == Decimal("2.50")
    assert ProduceListing.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"price": Decimal(0)}, "price"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"share": Decimal("0.151")}, "share"),
        ({"share": Decimal("-0.01")}, "share"),
    ],
)
def test_a_listing_that_makes_no_sense_is_refused(offered, wrong, field):
    given = {"price": Decimal(80), "quantity": Decimal(10)} | wrong
    assert refused(list_lot, actor=None, listing=NewListing(lot=offered, **given))[1] == field
    assert not ProduceListing.objects.exists()


def test_only_what_is_offered_is_listed(lot):
    assert refused(make_listing, lot)[0] == "transition"


def test_the_usual_share_is_the_commission_of_the_day(offered):
    assert usual_share(offered) == 0
    CommissionRate.objects.create(
        business="produce", category="tea", rate=Decimal("0.08"), valid_from="2014-10-01"
    )
    assert make_listing(offered, share=None).share == Decimal("0.080")


def test_paused_goods_stay_set_aside_and_each_step_is_logged(listing, lin, goods):
    pause_listing(actor=lin.user, listing=listing)
    assert goods(listing) == ("0.00", "10.00", "0.00")
    assert refused(pause_listing, actor=None, listing=listing)[0] == "transition"
    resume_listing(actor=lin.user, listing=listing)
    end_listing(actor=lin.user, listing=listing)
    assert refused(resume_listing, actor=None, listing=listing)[0] == "transition"
    assert list(ListingChange.objects.values_list("before", "after")) == [
        ("on_sale", "paused"),
        ("paused", "on_sale"),
        ("on_sale", "ended"),
    ]


@pytest.mark.parametrize("verb", [sell_out_lot, lambda **lot: withdraw_lot(**lot, reason="受潮")])
def test_a_lot_that_is_over_ends_its_listings(listing, goods, verb):
    verb(actor=None, lot=listing.lot)
    assert goods(listing) == ("0.00", "0.00", "0.00")
    assert listing.status == "ended"


def test_a_sale_is_rounded_once_and_stands_in_the_journal(listing, lin, fjyx001, goods):
    sale = record_sale(
        actor=lin.user, sale=new(listing, quantity=Decimal("0.35"), unit_price=Decimal("9.90"))
    )
    assert (sale.amount, sale.number, sale.status) == (Decimal("3.47"), f"SX{sale.pk:09d}", "sold")
    assert goods(listing) == ("0.35", "9.65", "0.35")
    rows = Activity.objects.filter(business="produce").order_by("pk")
    assert [(row.kind, row.category, str(row.amount), row.orders, row.partner_id) for row in rows] == [
        ("placed", "tea", "3.47", 1, lin.pk),
        ("paid", "tea", "3.47", 1, lin.pk),
    ]
    assert {row.subject for row in rows} == {sale.subject}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"quantity": Decimal("10.01")}, "quantity"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"unit_price": Decimal(0)}, "price"),
        ({"platform_order_no": " "}, "number"),
    ],
)
def test_a_sale_that_makes_no_sense_changes_nothing(listing, goods, wrong, code):
    assert refused(record_sale, actor=None, sale=new(listing, **wrong))[0] == code
    assert goods(listing) == ("0.00", "10.00", "0.00")
    assert not Activity.objects.exists()


def test_sales_together_are_all_or_nothing(listing, goods):
    sales = [new(listing), new(listing, platform_order_no="T2", quantity=Decimal(8))]
    assert refused(record_sales, actor=None, sales=sales)[0] == "quantity"
    assert goods(listing) == ("0.00", "10.00", "0.00")


def test_a_platform_number_is_sold_once_for_ever(listing, fjyx002):
    cancel_sale(actor=None, sale=record_sale(actor=None, sale=new(listing)), reason="拍错")
    elsewhere = make_listing(make_lot(fjyx002, offered=True))
    assert refused(record_sale, actor=None, sale=new(elsewhere)) == ("number", "platform_order_no")
    twice = [new(elsewhere, platform_order_no="T9"), new(elsewhere, platform_order_no="T9")]
    assert refused(record_sales, actor=None, sales=twice)[0] == "number"
    assert ProduceSale.objects.count() == 1


def test_the_last_jin_sells_the_lot_out_and_a_cancelled_sale_offers_it_again(offered, goods):
    listing = make_listing(offered, quantity="12.50")
    sale = make_sale(listing, quantity="12.50")
    assert (goods(listing), listing.status, listing.lot.status) == (
        ("12.50", "0.00", "12.50"),
        "ended",
        LotStatus.SOLD_OUT,
    )
    assert refused(record_sale, actor=None, sale=new(listing))[0] == "transition"

    cancel_sale(actor=None, sale=sale, reason="买家不要了")

    assert (goods(listing), listing.lot.status) == (("0.00", "0.00", "0.00"), LotStatus.OFFERED)
    sale.refresh_from_db()
    assert (sale.status, sale.refunded) == ("cancelled", sale.amount)
    refund = Activity.objects.get(kind="refund")
    assert (refund.amount, refund.orders, refund.turnover_at) == (-sale.amount, -1, sale.sold_at)


def test_what_is_packed_is_no_longer_cancelled(listing, goods):
    sale = make_sale(listing, to="packed")
    assert refused(cancel_sale, actor=None, sale=sale, reason="晚了")[0] == "transition"
    assert goods(listing) == ("2.00", "8.00", "2.00")


def test_offering_again_after_a_slip_leaves_what_was_sold(listing, goods):
    make_sale(listing)
    sell_out_lot(actor=None, lot=listing.lot)
    offer_lot(actor=None, lot=listing.lot)
    assert goods(listing) == ("2.00", "0.00", "2.00")


# --- what the database refuses by itself ------------------------------------------


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("producelot", "listed = 12.51", "lot_never_sold_twice"),
        ("producelisting", "sold = 10.01", "listing_sells_what_it_offers"),
        ("producelisting", "price = 70", "listing_facts_stay"),
        ("producesale", "amount = 1", "sale_facts_stay"),
        ("producesale", "refunded = -0.01", "sale_refund_within_payment"),
        ("producesale", "refunded = 160.00", "sale_over_is_all_given_back"),
        ("producesale", "status = 'received'", "sale_received_has_its_moment"),
        ("producesale", "status = 'settled'", "sale_lifecycle"),
    ],
)
def test_the_database_refuses_it_too(listing, table, change, rule):
    make_sale(listing)
    broken = pytest.raises((IntegrityError, ProgrammingError))
    with broken as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE orders_{table} SET {change}")
    assert rule in str(said.value) or "Cannot" in str(said.value) or "Invalid" in str(said.value)


def test_an_amount_that_is_not_the_rounded_product_is_refused(listing):
    sale = make_sale(listing)
    sale.pk, sale.platform_order_no, sale.amount = None, "X", Decimal("160.01")
    sale._state.adding = True
    with pytest.raises(IntegrityError, match="sale_amount_is_rounded_once"), transaction.atomic():
        sale.save(force_insert=True)
    assert ProduceLot.objects.get().sold == 2
