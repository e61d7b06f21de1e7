"""Fifty buyers at once for the last ten: ten get it, and the lot never sells what it does not hold."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from orders.produce import changing
from orders.produce.models import ProduceLot
from orders.produce.sales import selling
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.selling import NewSale, record_sale
from stations.refusals import Refused
from tests.cast import make_listing, make_lot, make_region
from tests.concurrency.racing import at_once, one_behind_the_other
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

CHECKS = {
    "orders_producelot": ("lot_never_sold_twice", "quantity >= sold + listed AND sold >= 0 AND listed >= 0"),
    "orders_producelisting": ("listing_sells_what_it_offers", "sold >= 0 AND sold <= quantity"),
}


@pytest.fixture
def last_ten(fjyx001, lin, villager):
    return make_listing(make_lot(fjyx001, villager=villager, offered=True, quantity=Decimal(10)))


@pytest.fixture
def unlocked(monkeypatch):
    """Selling as somebody would write it who reads the lot, checks and writes."""

    def read(pks):
        return {lot.pk: lot for lot in ProduceLot.objects.filter(pk__in=pks).select_related("station")}

    monkeypatch.setattr(selling, "lock_lots", read)
    assert changing.lock_lots is not read


@pytest.fixture
def unchecked(transactional_db):
    """Without the database's last word."""
    with connection.cursor() as cursor:
        for table, (name, _rule) in CHECKS.items():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    with connection.cursor() as cursor:
        for table, (name, rule) in CHECKS.items():
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule}) NOT VALID")


def buyers(listing, count, quantity):
    city = make_region("3301")
    return [
        lambda number=number: record_sale(
            actor=None, sale=NewSale(listing, f"R{number}", Decimal(quantity), city)
        )
        for number in range(count)
    ]


def sold():
    listing, lot = ProduceListing.objects.get(), ProduceLot.objects.get()
    return ProduceSale.objects.count(), listing.sold, lot.sold, lot.listed


def test_of_fifty_buyers_at_once_ten_get_the_last_ten(last_ten):
    said = at_once(buyers(last_ten, 50, "1.00"))

    errors = [one["error"] for one in said if "error" in one]
    assert [type(error) for error in errors] == [Refused] * 40
    # The listing is ended with the last of it; whoever looks later is told that.
    assert {error.code for error in errors} <= {"quantity", "transition"}
    assert sold() == (10, 10, 10, 0)
    assert ProduceLot.objects.get().status == "sold_out"


def test_the_second_is_refused_in_words(last_ten):
    with gate_before("orders_producesale") as gate:
        said = one_behind_the_other(gate, *buyers(last_ten, 2, "10.00"))
    (error,) = (one["error"] for one in said if "error" in one)
    assert isinstance(error, Refused)
    assert sold() == (1, 10, 10, 0)


def test_the_control_without_the_lock_only_the_check_stops_the_second(last_ten, unlocked):
    with gate_before("orders_producesale") as gate:
        said = one_behind_the_other(gate, *buyers(last_ten, 2, "6.00"))
    (error,) = (one["error"] for one in said if "error" in one)
    assert isinstance(error, IntegrityError)  # an error page in place of a word
    assert "listing_sells_what_it_offers" in str(error)
    assert sold() == (1, 6, 6, 4)


def test_the_control_without_lock_and_check_the_tea_is_sold_twice(last_ten, unlocked, unchecked):
    with gate_before("orders_producesale") as gate:
        said = one_behind_the_other(gate, *buyers(last_ten, 2, "6.00"))
    assert not any("error" in one for one in said)
    assert sold() == (2, 12, 12, -2)
