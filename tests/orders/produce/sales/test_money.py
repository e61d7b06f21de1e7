"""Refunds, settlements and what a farmer owes: never more than was paid, and every fen somewhere."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from orders.cash.handling import take_out
from orders.cash.models import CashMovement, Drawer
from orders.personal_data.erasing import erase_person
from orders.personal_data.held import held_about
from orders.produce.blocking import not_settled
from orders.produce.sales.listing import end_listing
from orders.produce.sales.models import ProduceSale, SaleRefund
from orders.produce.sales.receipts import receipt_lines
from orders.produce.sales.refunding import refund_sale, waive_claim
from orders.produce.sales.settlement import ClaimPart, FarmerClaim, FarmerSettlement
from orders.produce.sales.settling import settle_sales
from orders.reports.books import verify
from orders.villagers.models import NO_NAME
from partners.journal.models import Activity
from partners.ledger.models import Balance, Transfer
from partners.people.checks import reasons_to_stay
from stations.clock import today
from stations.refusals import Refused
from tests.cast import make_listing, make_lot, make_sale, make_villager


def refused(verb, *args, **kwargs):
    with pytest.raises(Refused) as said:
        verb(*args, **kwargs)
    return said.value.code


def refund(sale, amount):
    return refund_sale(actor=None, sale=sale, amount=Decimal(amount), reason="少了一两")


def settle(*sales, how="cash", **more):
    return settle_sales(actor=None, farmer=sales[0].listing.lot.farmer, sales=sales, paid_how=how, **more)


def test_a_refund_in_two_parts_ends_the_sale_and_never_exceeds_it(listing):
    sale = refund(make_sale(listing, to="sent"), "60.00")
    assert (sale.status, sale.net, sale.due) == ("sent", Decimal("100.00"), Decimal("94.00"))
    assert refused(refund, sale, "100.01") == "amount"
    sale = refund(sale, "100.00")
    assert (sale.status, sale.net) == ("refunded", 0)
    assert refused(refund, sale, "0.01") == "over"
    rows = Activity.objects.filter(kind="refund").order_by("pk").values_list("amount", "orders")
    assert list(rows) == [(Decimal("-60.00"), 0), (Decimal("-100.00"), -1)]
    listing.lot.refresh_from_db()
    assert listing.lot.sold == Decimal("2.00")  # the goods are gone


def test_a_refund_wants_a_reason_and_an_amount(listing):
    sale = make_sale(listing)
    assert refused(refund_sale, actor=None, sale=sale, amount=Decimal(1), reason=" ") == "reason"
    assert refused(refund, sale, "0.00") == "amount"
    assert not SaleRefund.objects.exists()


def test_cash_for_the_farmer_fills_the_float_from_the_platforms_money(listing, lin, fjyx001):
    before = Balance.objects.get(account__station=fjyx001).amount
    sales = [make_sale(listing, to="received"), make_sale(listing, quantity="0.33", to="received")]

    paid = settle(*sales, expected=Decimal("175.22"))

    assert (paid.due, paid.claims, paid.amount) == (Decimal("175.22"), 0, Decimal("175.22"))
    moved = Transfer.objects.get(kind="produce_settled")
    assert (moved.from_account.kind, moved.to_account.station, moved.amount) == (
        "platform_clearing",
        fjyx001,
        Decimal("175.22"),
    )
    assert Balance.objects.get(account__station=fjyx001).amount - before == Decimal("175.22")
    out = CashMovement.objects.get(kind="produce_paid")
    assert (out.amount, out.subject) == (Decimal("-175.22"), paid.subject)
    assert Drawer.objects.get(station=fjyx001).amount == Decimal("4824.78")
    told = ProduceSale.objects.order_by("pk").values_list("status", "settled_amount")
    assert list(told) == [("settled", Decimal("150.40")), ("settled", Decimal("24.82"))]
    assert sum(line.amount for line in receipt_lines(paid)) == paid.amount
    assert refused(settle, sales[0]) == "transition"


def test_a_drawer_that_does_not_hold_so_much_pays_nobody(listing, fjyx001):
    sale = make_sale(listing, to="received")
    take_out(actor=None, station=fjyx001, amount=Decimal("4849.61"), reason="回家")
    assert refused(settle, sale) == "drawer"
    assert not FarmerSettlement.objects.exists()
    assert not Transfer.objects.filter(kind="produce_settled").exists()
    assert settle(sale, how="own_account").amount == Decimal("150.40")


def test_the_farmers_own_account_moves_no_float(listing):
    settle(make_sale(listing, to="received"), how="own_account")
    assert not Transfer.objects.filter(kind="produce_settled").exists()


def test_only_received_sales_of_this_farmer_are_settled_and_for_what_was_shown(listing, fjyx001):
    sale = make_sale(listing, to="sent")
    assert refused(settle, sale) == "transition"
    received = make_sale(listing, to="received")
    assert refused(settle, received, expected=Decimal("150.39")) == "expected"
    assert refused(settle, received, how="barter") == "paid_how"
    stranger = make_lot(fjyx001, villager=make_villager(fjyx001, phone="13800000077")).farmer
    assert refused(settle_sales, actor=None, farmer=stranger, sales=[received], paid_how="cash") == "farmer"
    assert not FarmerSettlement.objects.exists()


def test_a_refund_after_the_settlement_is_taken_off_the_next_one(listing):
    first = make_sale(listing, to="settled")
    refund(first, "10.00")
    refund(first, "0.05")
    claims = FarmerClaim.objects.order_by("pk").values_list("amount", flat=True)
    assert list(claims) == [Decimal("9.40"), Decimal("0.05")]  # together f of 10.05: 9.45

    second = settle(make_sale(listing, quantity="0.10", to="received"))  # 8.00, the farmer's part 7.52

    assert (second.due, second.claims, second.amount) == (Decimal("7.52"), Decimal("7.52"), 0)
    third = settle(make_sale(listing, to="received"))
    assert (third.claims, third.amount) == (Decimal("1.93"), Decimal("148.47"))
    assert not FarmerClaim.objects.still_open().exists()
    assert list(ClaimPart.objects.order_by("pk").values_list("amount", flat=True)) == [
        Decimal("7.52"),
        Decimal("1.88"),
        Decimal("0.05"),
    ]
    first.refresh_from_db()
    assert (first.status, first.settled_amount) == ("settled", Decimal("150.40"))
    assert sum(line.amount for line in receipt_lines(third)) == third.amount


def test_a_settled_sale_that_is_refunded_whole_keeps_its_settlement(listing):
    sale = refund(make_sale(listing, to="settled"), "160.00")
    assert (sale.status, sale.settled_amount) == ("refunded", Decimal("150.40"))
    assert FarmerClaim.objects.get().amount == Decimal("150.40")


def test_the_county_lets_a_farmer_off_with_a_reason(listing, youxi_staff):
    refund(make_sale(listing, to="settled"), "10.00")
    claim = FarmerClaim.objects.get()
    assert refused(waive_claim, actor=youxi_staff, claim=claim, reason="") == "reason"
    claim = waive_claim(actor=youxi_staff, claim=claim, reason="快递压坏，不怪农户")
    assert (claim.left, ClaimPart.objects.get().settlement) == (0, None)
    assert refused(waive_claim, actor=youxi_staff, claim=claim, reason="再免") == "closed"
    assert settle(make_sale(listing, to="received")).claims == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE orders_producesale SET settled_amount = 1",
        "UPDATE orders_producesale SET settlement_id = NULL, settled_amount = NULL, status = 'refunded'",
        "UPDATE orders_farmersettlement SET amount = 1",
        "UPDATE orders_farmerclaim SET closed = 9.41",
        "UPDATE orders_farmerclaim SET amount = 9",
        "DELETE FROM orders_farmerclaim",
        "UPDATE orders_salerefund SET amount = 1",
        "UPDATE orders_salechange SET reason = 'x'",
    ],
)
def test_the_database_keeps_what_was_paid(listing, change):
    refund(make_sale(listing, to="settled"), "10.00")
    broken = pytest.raises((IntegrityError, ProgrammingError))
    with broken as said, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert said.value


def test_unsettled_sales_keep_a_tenure_from_ending(listing, lin):
    sale = make_sale(listing, to="received")
    tenure = lin.tenures.get()
    (said,) = not_settled(tenure, today())
    assert said in reasons_to_stay(tenure, today())
    settle(sale)
    assert not_settled(tenure, today()) == []


@pytest.mark.django_db(transaction=True)
def test_the_books_agree_and_tell_what_is_wrong(listing, lin):
    refund(make_sale(listing, to="settled"), "10.05")
    settle(make_sale(listing, quantity="0.10", to="received"))
    refund(make_sale(listing, to="sent"), "160.00")
    make_sale(listing)
    assert [finding.check.name for finding in verify() if not finding.clean] == []

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE orders_producelot SET sold = sold - 0.01")
        cursor.execute("UPDATE orders_farmerclaim SET closed = closed + 0.01")
        cursor.execute("UPDATE orders_farmersettlement SET due = due + 1, amount = amount + 1")
        cursor.execute("SET session_replication_role = DEFAULT")

    wrong = {finding.check.name for finding in verify() if not finding.clean}
    assert wrong == {
        "produce: sold and set aside = what sales and listings hold",
        "produce: closed claims = their parts",
        "produce: settlements = their sales and claims",
        "produce: cash settlements = drawer and ledger",
    }


@pytest.mark.django_db(transaction=True)
def test_a_farmer_is_erased_when_nothing_is_owed_and_the_books_stay_whole(listing, lin, ops):
    phone = listing.lot.farmer.villager.phone
    sale = make_sale(listing, to="received")
    assert refused(erase_person, actor=ops, phone=phone, reason="本人要求") == "on_the_way"
    paid = settle(sale)
    refund(sale, "10.00")  # what is owed to the house keeps nobody's name
    assert refused(erase_person, actor=ops, phone=phone, reason="本人要求") == "on_the_way"
    end_listing(actor=None, listing=listing)
    told = held_about(phone)["stations"][0]["farmer"]
    assert [one["number"] for one in told["settlements"]] == [paid.number]
    assert [str(one["left"]) for one in told["owed_back"]] == ["9.40"]

    erase_person(actor=ops, phone=phone, reason="本人要求")

    sale.refresh_from_db()
    assert sale.listing.lot.farmer.villager.name == NO_NAME
    assert [finding.check.name for finding in verify() if not finding.clean] == []
    assert refused(make_listing, sale.listing.lot) == "erased"
