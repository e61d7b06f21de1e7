"""Cash moves in the transaction of its event, once, on its business day or the next one that is open."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.refunding import NewRefund, refund_lines, refund_orders
from orders.cash.closing.counting import close_day
from orders.cash.handling import put_in, take_out, take_to_bank
from orders.cash.kinds import CashKind
from orders.cash.models import CashDay, CashMovement, Drawer
from orders.cash.moving import NewMovement, move_cash, promise_cash
from orders.counter.settling import confirm_given_back, refund_service
from orders.reports.books import verify
from partners.ledger.models import Transfer
from stations.clock import SHANGHAI, day_start, today
from stations.refusals import Refused
from tests.cast import make_order, put_cash
from tests.orders.cash.days import everything, held, move
from tests.orders.counter.sandbox import drive, make_charged

pytestmark = pytest.mark.django_db

HUNDRED = Decimal("100.00")


def moved(row):
    rows = CashMovement.objects.filter(subject=row.subject).order_by("pk")
    return [(one.kind, one.amount) for one in rows]


def test_an_order_in_cash_fills_the_drawer_and_its_refunds_empty_it(fjyx001, lin, villager):
    order = make_order(fjyx001, villager=villager)
    assert (held(fjyx001), moved(order)) == (HUNDRED, [("order_paid", HUNDRED)])

    line = order.lines.get().pk
    refund_lines(actor=lin.user, order=order, amounts={line: Decimal("30.00")}, reason="有污渍")
    cancel_order(actor=lin.user, order=order, reason="缺货")

    assert moved(order)[1:] == [("order_refunded", Decimal("-30.00")), ("order_refunded", Decimal("-70.00"))]
    assert held(fjyx001) == 0


def test_a_villagers_own_account_moves_no_cash(fjyx001, lin, villager):
    make_order(fjyx001, villager=villager, pay_how="own_account")
    assert not CashMovement.objects.exists()


def test_a_refund_that_the_drawer_does_not_hold_is_refused_whole(fjyx001, lin, villager):
    order = make_order(fjyx001, villager=villager)
    take_out(actor=lin.user, station=fjyx001, amount=Decimal("80.00"), reason="进货")
    before = everything(), Transfer.objects.count()
    with pytest.raises(Refused) as refused:
        cancel_order(actor=lin.user, order=order, reason="缺货")
    assert refused.value.code == "drawer"
    assert "20.00" in str(refused.value)
    assert before == (everything(), Transfer.objects.count())


def test_what_the_platform_reports_is_made_up_for_with_own_cash(fjyx001, lin, villager):
    order = make_order(fjyx001, villager=villager)
    take_out(actor=lin.user, station=fjyx001, amount=Decimal("80.00"), reason="进货")
    refund = NewRefund(order.lines.get().pk, HUNDRED)

    refund_orders(actor=None, refunds={order.pk: [refund]}, reason="平台退款", reported=True)

    assert moved(order)[1:] == [("put_in", Decimal("80.00")), ("order_refunded", -HUNDRED)]
    assert held(fjyx001) == 0


def test_a_service_moves_the_drawer_step_by_step(sandbox, fjyx001, lin, youxi_staff):
    done = drive(make_charged(fjyx001, amount="50"))
    assert moved(done) == [("service_taken", Decimal("50.00"))]
    refund_service(actor=youxi_staff, service=done, reason="运营商退回")
    assert moved(done)[1:] == [("service_back", Decimal("-50.00"))]

    failed = drive(make_charged(fjyx001, "electricity", account="3504260000"))
    assert (failed.status, held(fjyx001)) == ("failed", Decimal("86.40"))
    confirm_given_back(actor=lin.user, service=failed)
    assert held(fjyx001) == 0


def test_a_withdrawal_is_kept_aside_until_it_is_known(sandbox, fjyx001, lin):
    service = make_charged(fjyx001, "withdrawal")  # the drawer holds 1,000
    drawer = Drawer.objects.get(station=fjyx001)
    assert (drawer.amount, drawer.promised) == (Decimal("1000.00"), Decimal("300.00"))
    with pytest.raises(Refused):
        take_out(actor=lin.user, station=fjyx001, amount=Decimal("700.01"), reason="进货")

    drive(service)

    drawer.refresh_from_db()
    assert (drawer.amount, drawer.promised) == (Decimal("700.00"), 0)
    assert moved(service) == [("withdrawal", Decimal("-300.00"))]
    assert [finding.check.name for finding in verify() if not finding.clean] == []


def test_a_withdrawal_that_fails_lets_go_of_its_cash(sandbox, fjyx001, lin):
    service = drive(make_charged(fjyx001, "withdrawal", card="6222021001116240000"))
    assert service.status == "failed"
    drawer = Drawer.objects.get(station=fjyx001)
    assert (drawer.amount, drawer.promised, moved(service)) == (Decimal("1000.00"), 0, [])


def test_own_cash_needs_a_reason_and_the_bank_a_receipt_once(fjyx001, lin):
    put_in(actor=lin.user, station=fjyx001, amount=HUNDRED, reason="备用零钱")
    before = everything()
    for refuse in (
        lambda: put_in(actor=lin.user, station=fjyx001, amount=HUNDRED, reason=" "),
        lambda: take_out(actor=lin.user, station=fjyx001, amount=Decimal("100.01"), reason="进货"),
        lambda: take_out(actor=lin.user, station=fjyx001, amount=Decimal("-1"), reason="进货"),
        lambda: take_to_bank(actor=lin.user, station=fjyx001, amount=HUNDRED, receipt=" "),
    ):
        with pytest.raises(Refused):
            refuse()
    assert everything() == before

    take_to_bank(actor=lin.user, station=fjyx001, amount=Decimal("60.00"), receipt="HD-1")
    with pytest.raises(Refused) as refused:
        take_to_bank(actor=lin.user, station=fjyx001, amount=Decimal("10.00"), receipt="HD-1")
    assert refused.value.field == "receipt"
    assert held(fjyx001) == Decimal("40.00")


def test_the_day_ends_with_its_last_microsecond(fjyx001):
    last = dt.datetime(2015, 11, 11, 23, 59, 59, 999_999, tzinfo=SHANGHAI)
    move(fjyx001, "2.00", at=last)
    move(fjyx001, "3.00", at=last + dt.timedelta(microseconds=1))
    days = CashMovement.objects.order_by("pk").values_list("business_date", flat=True)
    assert list(days) == [dt.date(2015, 11, 11), dt.date(2015, 11, 12)]
    assert list(CashDay.objects.order_by("day").values_list("day", flat=True)) == list(days)


def test_what_comes_after_the_close_counts_for_the_next_day(fjyx001, lin):
    put_cash(fjyx001, "100.00")
    close_day(actor=lin.user, station=fjyx001, day=today(), counted=HUNDRED, parcels=0)

    move(fjyx001, "2.00")
    move(fjyx001, "3.00", at=day_start(today()) - dt.timedelta(days=9))

    late = CashMovement.objects.order_by("-pk")[:2]
    assert {one.business_date for one in late} == {today() + dt.timedelta(days=1)}


def test_an_event_moves_cash_once(fjyx001):
    movement = NewMovement(fjyx001.pk, CashKind.PARCEL_FEE, Decimal("2.00"), "parcel:1:fee", timezone.now())
    with transaction.atomic():
        move_cash(actor=None, movements=[movement])
    with pytest.raises(IntegrityError, match="cash_source_key_once"), transaction.atomic():
        move_cash(actor=None, movements=[movement])
    assert held(fjyx001) == Decimal("2.00")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE orders_cashmovement SET amount = 1", "Cannot update"),
        ("DELETE FROM orders_cashmovement", "Cannot update or delete"),
        ("UPDATE orders_drawer SET promised = amount + 0.01", "drawer_holds_what_it_promised"),
        ("UPDATE orders_drawer SET amount = -0.01", "drawer_holds_what_it_promised"),
        ("UPDATE orders_cashday SET counted = 1", "cash_day_closed_with_its_count"),
        ("DELETE FROM orders_cashday", "Cannot delete"),
        (
            (
                "INSERT INTO orders_cashmovement (station_id, kind, amount, business_date, occurred_at,"
                " subject, source_key, note, recorded_at) SELECT station_id, 'order_refunded', 5,"
                " business_date, occurred_at, '', 'x', '', now() FROM orders_cashmovement"
            ),
            "cash_sign_fits_kind",
        ),
    ],
)
def test_the_database_keeps_it_too(fjyx001, statement, said):
    put_cash(fjyx001)
    with pytest.raises(DatabaseError, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_cash_moves_in_two_queries_however_many(fjyx001, django_assert_num_queries):
    put_cash(fjyx001)
    for count in (1, 50):
        movements = [
            NewMovement(fjyx001.pk, CashKind.PARCEL_FEE, Decimal("2.00"), f"many:{count}:{n}", timezone.now())
            for n in range(count)
        ]
        with django_assert_num_queries(2):
            move_cash(actor=None, movements=movements)


def test_no_more_is_promised_than_is_there(fjyx001):
    put_cash(fjyx001, "10.00")
    with pytest.raises(Refused):
        promise_cash(station_id=fjyx001.pk, change=Decimal("10.01"))
    assert Drawer.objects.get().promised == 0
