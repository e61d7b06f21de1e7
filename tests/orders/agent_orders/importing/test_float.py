"""What a platform's file reports as paid moves no float: the platform has its money already."""

import datetime as dt
from decimal import Decimal

import pytest

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.paying import record_payment
from orders.agent_orders.placing import NewLine, NewOrder, place_order
from partners.journal.kinds import Category
from partners.ledger.models import Transfer
from stations.clock import SHANGHAI
from tests.cast import set_float
from tests.orders.agent_orders.importing.files import PAID, REFUNDED, row, run
from tests.partners.ledger.states import balance

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_arrival(fjyx001, lin, villager):
    """Recorded at the counter, to be paid in cash when it comes; the file knows it too."""
    set_float(fjyx001, "1000.00")
    return place_order(
        actor=lin.user,
        order=NewOrder(
            station=fjyx001,
            villager=villager,
            lines=[NewLine("电饭煲", Category.SMALL_APPLIANCES, 2, Decimal("199.50"))],
            pay_when="on_arrival",
            platform_order_no="1400000000000001",
            placed_at=dt.datetime(2015, 11, 11, 0, 5, tzinfo=SHANGHAI),
        ),
    )


def test_an_imported_order_is_one_of_the_villagers_own_account(fjyx001, lin):
    before = balance(fjyx001)
    assert run(row(**REFUNDED)).written
    assert AgentOrder.objects.get().pay_how == "own_account"
    assert balance(fjyx001) == before
    assert Transfer.objects.exclude(kind="top_up").count() == 0


def test_a_payment_that_a_file_reports_was_made_past_the_counter(on_arrival, fjyx001):
    assert run(row(**PAID)).written
    on_arrival.refresh_from_db()
    assert (on_arrival.paid_at is not None, on_arrival.pay_how) == (True, "own_account")
    run(row(**REFUNDED))
    assert balance(fjyx001) == Decimal("1000.00")


def test_a_refund_that_a_file_reports_goes_the_way_the_payment_came(on_arrival, fjyx001):
    record_payment(actor=None, order=on_arrival)
    assert balance(fjyx001) == Decimal("601.00")
    # Paid when the platform says so, that its own days follow one another.
    AgentOrder.objects.update(paid_at=dt.datetime(2015, 11, 11, 0, 6, 30, tzinfo=SHANGHAI))
    assert run(row(**REFUNDED)).written

    assert balance(fjyx001) == Decimal("700.50")
