"""Sales of produce recounted: whoever changes a sale, a refund, a state or what the farmer got is found."""

from decimal import Decimal

import pgtrigger
import pytest
from django.db import connection

from orders.produce.sales.refunding import refund_sale
from tests.books import differing
from tests.cast import make_sale

pytestmark = pytest.mark.django_db(transaction=True)

JOURNAL = "produce: sales = journal, refunds = journal"
REFUNDED = "produce: refunded = sum of refunds"
STATUS = "produce: status = last of the log"
FARMER = "produce: settled less claims = the farmer's part"
SETTLEMENTS = "produce: settlements = their sales and claims"


@pytest.fixture
def sold(listing, lin):
    """Two sales: one sent and refunded in part, one settled for 150.40 and then refunded in part."""
    for to, amount in (("sent", "60.00"), ("settled", "10.00")):
        refund_sale(actor=None, sale=make_sale(listing, to=to), amount=Decimal(amount), reason="少了一两")
    assert differing("produce") == {}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        # What was sold, and when, and of which day: the journal was told another thing.
        (
            "UPDATE orders_producesale SET unit_price = 81, amount = 162 WHERE status = 'sent'",
            {JOURNAL: 2},
        ),
        (
            "UPDATE orders_producesale SET sold_at = sold_at - interval '1 h' WHERE status = 'sent'",
            {JOURNAL: 6},
        ),
        ("DELETE FROM partners_activity WHERE business = 'produce' AND kind = 'handed_over'", {JOURNAL: 1}),
        (
            "UPDATE partners_activity SET amount = amount - 1 WHERE business = 'produce' AND kind = 'refund'",
            {JOURNAL: 2},
        ),
        ("UPDATE orders_salerefund SET amount = amount + 0.01 WHERE amount = 60", {JOURNAL: 1, REFUNDED: 1}),
        ("UPDATE orders_producesale SET refunded = 0 WHERE status = 'sent'", {REFUNDED: 1}),
        (
            "UPDATE orders_producesale SET refunded = refunded + 1 WHERE status = 'settled'",
            {REFUNDED: 1, FARMER: 1},
        ),
        ("UPDATE orders_producesale SET status = 'packed' WHERE status = 'sent'", {STATUS: 2}),
        ("DELETE FROM orders_salechange WHERE after = 'settled'", {STATUS: 2}),
        (
            "UPDATE orders_producesale SET settled_amount = settled_amount + 0.01 WHERE status = 'settled'",
            {FARMER: 1, SETTLEMENTS: 1},
        ),
        ("UPDATE orders_farmerclaim SET amount = amount - 0.01", {FARMER: 1}),
        ("UPDATE orders_producelisting SET share = 0.05", {FARMER: 1}),
    ],
)
def test_a_row_that_was_changed_is_found(sold, change, found):
    with connection.cursor() as cursor, pgtrigger.ignore():
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(change)
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = DEFAULT")
    assert differing("produce") == found
