"""Whoever changes what was earned, or what was put into a statement, is found by the books."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest

from orders.agent_orders.handing_over import hand_over_orders
from orders.agent_orders.refunding import NewRefund, refund_orders
from partners.income.closing import close_month
from partners.income.models import Earning, Statement
from partners.journal.kinds import Category, Kind
from partners.journal.models import Activity
from tests.books import differing
from tests.cast import DOUBLE_ELEVEN, make_order

pytestmark = pytest.mark.django_db(transaction=True)

FEN = Decimal("0.01")
ROOMS = ("journal", "orders", "earnings", "statements")
A_MONTH = dt.timedelta(days=31)
COMMISSION = "earnings: f(paid - refunded) by order and category"
LINES = "earnings: a line for each payment and refund, earned after hand-over and hold"
MAKING = "earnings: what each line says of its making"
SUMS = "statements: earned and lines = earnings in them"
OWED = "statements: what each one moved in the ledger, and back where it was superseded"


@pytest.fixture
def closed(fjyx001, fjyx002, lin, chen, villager, commission_rates):
    """November is closed: two orders, one of them with a refund after it was earned, in December."""
    orders = [
        make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"), villager=villager),
        make_order(fjyx002, (Category.FOOD, "40.00")),
    ]
    fetched = DOUBLE_ELEVEN + dt.timedelta(days=3)
    hand_over_orders(actor=None, handed_over_at={order.pk: fetched for order in orders})
    coat = orders[0].lines.get(category=Category.CLOTHING)
    late = NewRefund(coat.pk, Decimal("20.00"), DOUBLE_ELEVEN + A_MONTH)
    refund_orders(actor=None, refunds={orders[0].pk: [late]}, reason="有污渍")
    close_month(month=dt.date(2015, 11, 1))
    assert differing(*ROOMS) == {}
    return orders


def change(row, **values):
    """As somebody would who switches the triggers off first."""
    with pgtrigger.ignore():
        type(row).objects.filter(pk=row.pk).update(**values)


def line_of(partner):
    return (
        Earning.objects.filter(partner=partner, basis__gt=0, statement__isnull=False).order_by("pk").first()
    )


def test_no_check_finds_anything_before(closed):
    assert differing() == {}


def test_an_earning_that_is_off_by_a_fen_is_found(closed, lin):
    line = line_of(lin)
    change(line, amount=line.amount + FEN)
    assert differing(*ROOMS) == {COMMISSION: 1, SUMS: 1}


def test_an_earning_that_was_deleted_is_found(closed, lin):
    with pgtrigger.ignore():
        line_of(lin).delete()
    assert differing(*ROOMS) == {COMMISSION: 1, LINES: 1, SUMS: 1}


def test_an_earning_that_was_doubled_is_found(closed, lin):
    line = line_of(lin)
    placed = Activity.objects.filter(kind=Kind.PLACED, subject=line.subject).first()
    line.pk, line.activity, line.statement, line._state.adding = None, placed, None, True
    line.save()
    assert set(differing(*ROOMS)) >= {COMMISSION, LINES}


def test_a_day_of_earning_in_another_month_is_found(closed, lin):
    refund = Earning.objects.get(basis__lt=0)
    change(refund, earned_on=refund.earned_on + A_MONTH)
    assert differing(*ROOMS) == {LINES: 1}


def test_a_statement_that_is_off_by_a_fen_is_found(closed, lin):
    statement = Statement.objects.get(partner=lin)
    change(statement, earned=statement.earned + FEN)
    assert differing(*ROOMS) == {SUMS: 1, OWED: 1}


def test_a_line_in_somebody_elses_statement_is_found(closed, lin, chen):
    line, mine, other = line_of(lin), Statement.objects.get(partner=lin), Statement.objects.get(partner=chen)
    change(line, statement=other)
    change(mine, earned=mine.earned - line.amount, lines=mine.lines - 1)
    change(other, earned=other.earned + line.amount, lines=other.lines + 1)
    assert differing(*ROOMS) == {SUMS: 1, OWED: 2}


def test_a_day_cut_in_another_time_zone_is_found(closed):
    row = Activity.objects.filter(kind=Kind.PLACED).first()
    change(row, business_date=row.business_date - dt.timedelta(days=1))
    assert differing(*ROOMS) == {"journal: placed = orders placed": 2}


def test_a_line_at_another_place_is_found(closed, lin, fjyx002, tonglu):
    change(line_of(lin), station=fjyx002)
    assert differing(*ROOMS) == {LINES: 2}
    change(line_of(lin), center=tonglu)
    assert differing(*ROOMS) == {LINES: 2}


def test_what_a_line_says_of_its_making_is_recounted(closed, lin):
    line = line_of(lin)
    change(line, basis_total=line.basis_total + FEN)
    assert differing(*ROOMS) == {MAKING: 1}
    change(line, basis_total=line.basis_total, unrounded=line.unrounded + FEN)
    assert differing(*ROOMS) == {MAKING: 1}


def test_a_journal_row_of_another_county_is_found(closed, tonglu):
    change(Activity.objects.filter(kind=Kind.PLACED).first(), center=tonglu)
    assert differing(*ROOMS) == {"journal: placed = orders placed": 2}
