"""A line of income from payment to hand-over: pending, on hold, earned; and what a refund does to it."""

import datetime as dt
from decimal import Decimal

import pytest

from partners.commission.models import CommissionRate
from partners.income.models import Earning
from partners.income.pricing import Priced, _price_chunk, price_activity
from partners.journal.kinds import Category
from partners.journal.models import PendingActivity
from partners.people.models import Partner
from stations.network.models import Station
from tests.partners.income.history import History, post_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rates(commission_rates: dict[str, CommissionRate]) -> dict[str, CommissionRate]:
    return commission_rates


def lines(order: History) -> list[tuple[Decimal, Decimal, dt.date | None]]:
    rows = Earning.objects.of_line(subject=order.subject, category=order.category)
    return list(rows.values_list("basis", "amount", "earned_on"))


def test_a_payment_is_pending_until_the_goods_are_fetched(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    order.paid("100.00", "2015-10-10")

    assert price_activity() == Priced(rows=1, lines=1)
    assert lines(order) == [(Decimal("100.00"), Decimal("5.00"), None)]

    order.handed_over("2015-10-15")
    assert price_activity() == Priced(rows=1, holds=1)
    assert lines(order) == [(Decimal("100.00"), Decimal("5.00"), dt.date(2015, 10, 22))]
    assert not PendingActivity.objects.filter(consumer="income").exists()


def test_a_line_keeps_what_it_was_priced_with(
    lin: Partner, fjyx001: Station, rates: dict[str, CommissionRate]
) -> None:
    order = History(fjyx001, Category.LARGE_APPLIANCES)
    payment = order.paid("2899.00", "2015-10-10")
    price_activity()

    line = Earning.objects.get()
    assert line.activity == payment
    assert (line.partner, line.station, line.center) == (lin, fjyx001, fjyx001.center)
    assert (line.rate, line.rate_version) == (rates[Category.LARGE_APPLIANCES], 1)
    assert line.paid_on == dt.date(2015, 10, 10)
    assert (line.basis, line.basis_total) == (Decimal("2899.00"), Decimal("2899.00"))
    assert (line.unrounded, line.amount) == (Decimal("72.4750000"), Decimal("72.48"))


def test_a_cap_binds_the_order_and_not_the_refund(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001, Category.LARGE_APPLIANCES)
    order.paid("5000.00")  # 2.5% would be 125: at most 80
    order.refunded("1000.00", "2015-10-11")  # 2.5% of 4,000 is still 100
    order.refunded("3000.00", "2015-10-12")  # 2.5% of 1,000
    price_activity()

    assert [amount for _, amount, _ in lines(order)] == [Decimal("80.00"), Decimal(0), Decimal("-55.00")]


def test_everything_may_arrive_in_one_batch(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    post_rows(
        order.paid("100.10", "2015-10-10", post=False),
        order.handed_over("2015-10-12", post=False),
        order.refunded("0.05", "2015-10-13", post=False),
        order.refunded("50.05", "2015-10-30", post=False),
    )

    assert price_activity() == Priced(rows=4, lines=3, holds=1)
    assert lines(order) == [
        (Decimal("100.10"), Decimal("5.01"), dt.date(2015, 10, 19)),  # 5.005
        (Decimal("-0.05"), Decimal("-0.01"), dt.date(2015, 10, 19)),  # 5.0025
        (Decimal("-50.05"), Decimal("-2.50"), dt.date(2015, 10, 30)),  # 2.50
    ]


def test_chunks_of_one_row_come_to_the_same(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    order.paid("100.10", "2015-10-10")
    order.refunded("0.05", "2015-10-11")
    order.handed_over("2015-10-12")
    order.refunded("50.05", "2015-10-30")

    assert price_activity(limit=1).rows == 4
    assert lines(order) == [
        (Decimal("100.10"), Decimal("5.01"), dt.date(2015, 10, 19)),
        (Decimal("-0.05"), Decimal("-0.01"), dt.date(2015, 10, 19)),
        (Decimal("-50.05"), Decimal("-2.50"), dt.date(2015, 10, 30)),
    ]


def test_a_hand_over_counts_when_it_is_taken_up(lin: Partner, fjyx001: Station) -> None:
    """While it waits, the books say pending: what is priced plus what waits is the whole."""
    order = History(fjyx001)
    order.paid("100.00", "2015-10-10")
    order.handed_over("2015-10-12")
    _price_chunk(1, wait=False)
    assert lines(order) == [(Decimal("100.00"), Decimal("5.00"), None)]
    _price_chunk(1, wait=False)
    assert lines(order) == [(Decimal("100.00"), Decimal("5.00"), dt.date(2015, 10, 19))]


@pytest.mark.parametrize(
    ("refunded_on", "earned_on"),
    [
        ("2015-10-14", dt.date(2015, 10, 17)),  # on hold: lowers the line, on the line's day
        ("2015-10-17", dt.date(2015, 10, 17)),
        ("2015-10-18", dt.date(2015, 10, 18)),  # earned already: a negative line of its own day
        ("2016-02-01", dt.date(2016, 2, 1)),
    ],
)
def test_a_refund_counts_with_its_line_until_that_is_earned(
    lin: Partner, fjyx001: Station, refunded_on: str, earned_on: dt.date
) -> None:
    order = History(fjyx001)
    order.paid("100.00", "2015-10-08")
    order.handed_over("2015-10-10")
    price_activity()
    order.refunded("40.00", refunded_on)
    price_activity()

    assert lines(order) == [
        (Decimal("100.00"), Decimal("5.00"), dt.date(2015, 10, 17)),
        (Decimal("-40.00"), Decimal("-2.00"), earned_on),
    ]


def test_a_refund_before_the_hand_over_waits_with_its_line(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    order.paid("100.00", "2015-10-08")
    order.refunded("40.00", "2015-10-09")
    price_activity()
    assert [day for _, _, day in lines(order)] == [None, None]

    order.handed_over("2015-10-10")
    assert price_activity() == Priced(rows=1, holds=2)
    assert [day for _, _, day in lines(order)] == [dt.date(2015, 10, 17)] * 2


def test_the_hold_is_the_rates_own(lin: Partner, fjyx001: Station, rates: dict[str, CommissionRate]) -> None:
    CommissionRate.objects.filter(category=Category.CLOTHING).update(hold_days=15)
    order = History(fjyx001)
    order.paid("100.00", "2015-10-08")
    order.handed_over("2015-10-10")
    price_activity()

    assert [day for _, _, day in lines(order)] == [dt.date(2015, 10, 25)]


def test_without_tenure_nothing_is_earned(wang: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)  # Wang left on 30 June, nobody followed
    order.paid("100.00", "2015-10-08")
    order.refunded("40.00", "2015-10-09")
    order.handed_over("2015-10-10")

    assert price_activity() == Priced(rows=3)
    assert lines(order) == []


def test_the_refund_follows_the_partner_of_the_payment(wang: Partner, lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    order.paid("100.00", "2015-06-30 23:59")  # Wang's last minute
    order.handed_over("2015-07-02")
    order.refunded("100.00", "2015-08-01")  # in Lin's time
    price_activity()

    assert list(Earning.objects.order_by("pk").values_list("partner", "amount")) == [
        (wang.pk, Decimal("5.00")),
        (wang.pk, Decimal("-5.00")),
    ]


def test_without_a_rate_the_line_stands_with_nothing(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    order.paid("100.00", "2014-09-30 10:00")  # nobody ran it then either
    early = History(fjyx001)
    CommissionRate.objects.filter(category=Category.CLOTHING).update(valid_from=dt.date(2015, 11, 1))
    early.paid("100.00", "2015-10-31 23:59")
    price_activity()
    # A rate that comes later does not reach back, neither for the payment nor for its refund.
    CommissionRate.objects.filter(category=Category.CLOTHING).update(valid_from=dt.date(2014, 10, 1))
    early.refunded("50.00", "2015-11-02")
    price_activity()

    rows = Earning.objects.filter(subject=early.subject).order_by("pk")
    assert list(rows.values_list("amount", "rate", "rate_version", "basis_total")) == [
        (Decimal("0.00"), None, None, Decimal("100.00")),
        (Decimal("0.00"), None, None, Decimal("50.00")),
    ]
    assert not Earning.objects.filter(subject=order.subject).exists()


def test_a_row_that_waits_again_is_not_priced_again(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    payment = order.paid("100.00")
    price_activity()
    PendingActivity.objects.create(consumer="income", activity=payment)

    assert price_activity() == Priced(rows=1)
    assert len(lines(order)) == 1
