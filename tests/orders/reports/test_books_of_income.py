"""Income recounted: clean after every single row that is priced, and after every month that is closed."""

import datetime as dt
from decimal import Decimal

import pytest

from partners.commission.models import CommissionRate
from partners.commission.revising import Terms, add_rate, revise_rate
from partners.income.closing import close_month
from partners.income.models import Statement
from partners.income.pricing import _price_chunk, price_activity
from partners.journal.kinds import Business, Category
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from tests.books import differing
from tests.partners.income.history import History

# These orders stand in the journal only.
ROOMS = ("earnings", "statements")

pytestmark = pytest.mark.django_db(transaction=True)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_books_are_clean_after_every_row(
    wang: Partner, lin: Partner, fjyx001: Station, commission_rates: dict[str, CommissionRate]
) -> None:
    for category, amount in ((Category.LARGE_APPLIANCES, "5000.00"), (Category.CLOTHING, "100.10")):
        order = History(fjyx001, category)
        order.paid(amount, "2015-06-30 23:59")
        order.refunded("0.05", "2015-07-01")
        order.handed_over("2015-07-02")
        order.refunded("50.05", "2015-08-01")

    seen = 0
    while _price_chunk(1, wait=False).rows:
        seen += 1
        assert differing(*ROOMS) == {}
    assert seen == 8


def test_the_books_are_clean_through_months_rates_and_debts(
    lin: Partner,
    fjyx001: Station,
    youxi: CountyCenter,
    commission_rates: dict[str, CommissionRate],
) -> None:
    national = commission_rates[Category.CLOTHING]
    first, second = History(fjyx001), History(fjyx001)
    first.paid("1000.00", "2015-08-01")
    first.handed_over("2015-08-02")
    close_month(month=day("2015-08-01"))
    assert differing(*ROOMS) == {}

    # The rate changes nationally, then Youxi gets its own.
    revise_rate(actor=None, rate=national, terms=Terms(rate=Decimal("0.04")), valid_from=day("2015-09-01"))
    add_rate(
        actor=None,
        business=Business.AGENT_ORDER,
        category=Category.CLOTHING,
        center=youxi,
        terms=Terms(rate=Decimal("0.06"), minimum=Decimal("1.00"), cap=Decimal("7.77")),
        valid_from=day("2015-10-01"),
    )
    first.refunded("999.90", "2015-09-20")  # a debt
    second.paid("300.00", "2015-10-05")
    second.handed_over("2015-10-06")
    close_month(month=day("2015-11-01"))
    late = History(fjyx001)
    late.paid("77.77", "2015-09-02")
    late.handed_over("2015-09-03")
    price_activity()
    assert differing(*ROOMS) == {}
    for month in ("2016-02-01", "2015-12-01"):  # not in the order of the calendar
        close_month(month=day(month))
        assert differing(*ROOMS) == {}

    written = Statement.objects.order_by("pk").values_list("month", "earned", "brought_forward")
    assert list(written) == [
        (day("2015-08-01"), Decimal("50.00"), Decimal("0.00")),
        (day("2015-09-01"), Decimal("-49.99"), Decimal("50.00")),
        (day("2015-10-01"), Decimal("7.77"), Decimal("0.01")),
        (day("2015-11-01"), Decimal("0.00"), Decimal("7.78")),
        (day("2015-12-01"), Decimal("3.11"), Decimal("7.78")),
        (day("2016-02-01"), Decimal("0.00"), Decimal("10.89")),
    ]
