"""The books are recounted by a second way: clean as the verbs leave them, and a fen is found."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from io import StringIO

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.handing_over import hand_over_orders
from orders.agent_orders.models import AgentOrder, AgentOrderLine
from orders.agent_orders.placing import NewLine, NewOrder, draft_order
from orders.agent_orders.refunding import refund_lines
from orders.festivals.models import StationTurnover
from orders.reports.books import verify
from orders.reports.books.check import Check
from partners.journal.kinds import Category, Kind
from partners.journal.models import Activity, PendingActivity
from tests.books import differing
from tests.cast import DOUBLE_ELEVEN, make_order

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = ("orders", "order lines", "journal", "turnover")
LATER = DOUBLE_ELEVEN + dt.timedelta(days=3)


@pytest.fixture
def busy_day(fjyx001, lin, villager, commission_rates):
    """Orders in every state, nothing rolled up or priced yet."""
    make_order(fjyx001, (Category.FOOD, "40.00"), villager=villager)
    make_order(fjyx001, paid=False, villager=villager)
    draft_order(
        actor=None,
        order=NewOrder(fjyx001, villager, [NewLine("锄头", Category.TOOLS, 1, Decimal("35.00"))]),
    )
    fetched = make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"), villager=villager)
    hand_over_orders(actor=None, handed_over_at={fetched.pk: LATER})
    coat = fetched.lines.get(category=Category.CLOTHING)
    refund_lines(actor=None, order=fetched, amounts={coat.pk: Decimal("12.34")}, reason="有污渍")
    cancel_order(actor=None, order=make_order(fjyx001, villager=villager), reason="缺货")
    return fetched


def test_the_books_of_a_busy_day_are_clean(busy_day):
    assert differing() == {}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE orders_agentorder SET refunded = refunded + 0.01 WHERE refunded = 12.34",
            "orders: refunded = sum of refunds",
        ),
        (
            "UPDATE orders_agentorderline SET refunded = refunded + 0.01 WHERE refunded = 12.34",
            "order lines: refunded = sum of refunds",
        ),
        (
            "UPDATE partners_activity SET business_date = business_date + 1 WHERE kind = 'handed_over'",
            "journal: handed over = orders handed over",
        ),
        (
            "UPDATE partners_activity SET orders = orders + 1 WHERE kind = 'placed'",
            "journal: count of orders placed, paid, left after refunds",
        ),
    ],
)
def test_a_row_that_was_changed_is_found(busy_day, change, found):
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(change)
    assert found in differing(*ROOMS)


def test_the_sums_of_both_sides_are_shown(busy_day):
    findings = {finding.check.name: finding for finding in verify()}
    paid = findings["journal: paid = orders paid"]
    assert paid.recorded == paid.recounted == (Decimal("240.00"),)
    by_hour = findings["turnover: station by hour = journal"]
    # placed, paid and net, each with its orders: the cancelled one is paid and not net.
    assert by_hour.recounted == (Decimal("340.00"), 4, Decimal("240.00"), 3, Decimal("127.66"), 2)
    assert by_hour.recorded == by_hour.recounted


def test_a_fen_on_an_order_line_is_found(busy_day):
    line = AgentOrderLine.objects.filter(order=busy_day).first()
    AgentOrderLine.objects.filter(pk=line.pk).update(amount=line.amount + Decimal("0.01"))
    assert differing(*ROOMS) == {"orders: amount = sum of lines": 1, "journal: placed = orders placed": 1} | {
        "journal: paid = orders paid": 1
    }


def test_a_journal_row_in_the_wrong_hour_is_found(busy_day):
    row = Activity.objects.filter(kind=Kind.PAID).first()
    with pgtrigger.ignore("partners.Activity:append_only"):
        Activity.objects.filter(pk=row.pk).update(turnover_at=row.turnover_at + dt.timedelta(hours=1))
    assert differing(*ROOMS)["journal: paid = orders paid"] == 2


def test_a_journal_row_that_was_lost_is_found(busy_day):
    row = Activity.objects.filter(kind=Kind.REFUND).first()
    with pgtrigger.ignore("partners.Activity:append_only"):
        PendingActivity.objects.filter(activity=row).delete()
        row.delete()
    assert "journal: refunds = refunds of orders" in differing(*ROOMS)


def test_a_pending_row_that_was_lost_is_found(busy_day):
    PendingActivity.objects.filter(consumer="turnover", activity__kind=Kind.PAID).first().delete()
    assert set(differing(*ROOMS)) == {
        "turnover: station by hour = journal",
        "turnover: station by day = journal",
        "turnover: county by hour = journal",
        "turnover: county by minute = journal",
        "turnover: county by hour and category = journal",
    }


def test_a_fen_in_the_turnover_is_found(busy_day, fjyx001):
    StationTurnover.objects.create(
        station=fjyx001,
        center=fjyx001.center,
        business="agent_order",
        hour=DOUBLE_ELEVEN,
        net_amount=Decimal("0.01"),
    )
    assert differing(*ROOMS) == {"turnover: station by hour = journal": 1}


def test_what_is_written_meanwhile_is_in_no_check_and_findings_keep_their_order(busy_day, fjyx001, villager):
    orders = "SELECT '' AS key, count(*) AS orders FROM orders_agentorder"
    checks = [Check(str(number), ("orders",), f"{orders}, pg_sleep(0.1)", orders) for number in range(6)]
    findings = verify(checks)
    first = next(findings)
    with ThreadPoolExecutor(1) as someone:  # else: the caller's connection holds the snapshot
        someone.submit(_one_order_more, fjyx001, villager).result()
    assert AgentOrder.objects.count() == first.recorded[0]
    rest = list(findings)
    assert [finding.check.name for finding in (first, *rest)] == list("012345")
    assert {finding.recorded + finding.recounted for finding in rest} == {first.recorded * 2}
    assert AgentOrder.objects.count() == first.recorded[0] + 1


def _one_order_more(station, villager):
    with closing(connection):
        make_order(station, villager=villager)


def test_the_command_prints_every_check_and_leaves_quietly(busy_day):
    out = StringIO()
    call_command("verify_books", stdout=out)
    assert out.getvalue().count("ok  ") == len(list(verify()))


def test_the_command_exits_1_on_one_fen(busy_day):
    AgentOrder.objects.filter(pk=busy_day.pk).update(refunded=Decimal("12.35"))
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_books", stdout=out)
    assert left.value.code == 1
    assert f"{busy_day.pk}: 12.35 | 12.34" in out.getvalue()
