"""A day's statement against our rows: missing, extra, different amount, duplicate."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from orders.counter.gateways.protocol import Trouble, parse_statement
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.models import CounterService
from orders.counter.reconciling.models import Discrepancy, Reconciliation
from orders.counter.reconciling.running import days_to_reconcile, reconcile_gateway, settle_discrepancy
from orders.counter.settling import refund_service
from stations.clock import SHANGHAI, today
from stations.refusals import Refused
from tests.books import differing
from tests.orders.counter.sandbox import drive, make_charged

pytestmark = pytest.mark.usefixtures("lin")
STATEMENTS = "services: statements of gateways = our services of the day and the differences listed"
YESTERDAY = timezone.timedelta(days=1)


@pytest.fixture
def day():
    return today() - YESTERDAY


def at(day):
    return dt.datetime.combine(day, dt.time(15), SHANGHAI)


@pytest.fixture
def done(sandbox, fjyx001, day):
    """Makes a service that both sides have as done yesterday."""

    def make(**typed):
        service = drive(make_charged(fjyx001, **typed))
        CounterService.objects.filter(pk=service.pk).update(succeeded_at=at(day))
        write(sandbox, service, at=at(day).isoformat())
        service.refresh_from_db()
        return service

    return make


def write(sandbox, service, **fields):
    known = sandbox.play.book.find("operator", service.number)
    sandbox.play.book.put(replace(known, **fields))


def strike(sandbox, service):
    sandbox.play.book._rows.execute("DELETE FROM orders WHERE order_no = ?", [service.number])


def found(run):
    return [(d.kind, d.order_no, d.ours, d.theirs) for d in run.discrepancies.order_by("kind")]


def test_two_sides_that_agree(done, day):
    done(amount="50")
    done(amount="30")
    run = reconcile_gateway(code="operator", day=day)
    assert (run.lines, run.amount, run.our_rows, run.our_amount) == (2, Decimal("80.00"), 2, Decimal("80.00"))
    assert found(run) == []
    assert run.finished_at is not None


def test_missing_extra_and_another_amount_are_found_once(sandbox, done, day, fjyx001):
    missing, other = done(), done()
    strike(sandbox, missing)
    write(sandbox, other, amount="49.00")
    stranger = replace(
        sandbox.play.book.find("operator", other.number), order_no="FW999999999", amount="7.00"
    )
    sandbox.play.book.put(stranger)

    for _run in range(2):
        run = reconcile_gateway(code="operator", day=day)

    assert found(run) == [
        ("amount", other.number, Decimal("50.00"), Decimal("49.00")),
        ("extra", "FW999999999", None, Decimal("7.00")),
        ("missing", missing.number, Decimal("50.00"), None),
    ]
    assert run.discrepancies.get(kind="missing").service == missing


@pytest.mark.parametrize("times", [2, 3])
def test_the_same_order_too_often_in_the_statement(sandbox, done, day, monkeypatch, times):
    service = done()
    statement = type(sandbox.play).statement

    def repeated(play, code, told):
        head, line, _total = statement(play, code, told).decode().splitlines()
        return "\n".join([head, *[line] * times, f"total,{times},{50 * times}.00", ""]).encode()

    monkeypatch.setattr(type(sandbox.play), "statement", repeated)
    run = reconcile_gateway(code="operator", day=day)
    too_much = Decimal(50 * (times - 1))
    assert found(run) == [("duplicate", service.number, Decimal("50.00"), too_much)]
    assert STATEMENTS not in differing(STATEMENTS)


# --- the books hold the statement against our rows -----------------------------------


def test_the_books_explain_a_statement_by_our_rows_and_the_differences(sandbox, done, day):
    services = [done(amount=amount) for amount in ("10", "20", "30", "40")]
    strike(sandbox, services[0])
    write(sandbox, services[1], amount="25.00")
    # Around midnight: their day is yesterday, ours is today.
    CounterService.objects.filter(pk=services[2].pk).update(succeeded_at=timezone.now())
    run = reconcile_gateway(code="operator", day=day)
    assert (run.amount, run.our_amount, run.other_days) == (Decimal(95), Decimal(70), Decimal(30))
    assert {kind for kind, *_rest in found(run)} == {"missing", "amount"}
    assert STATEMENTS not in differing(STATEMENTS)

    # What changes later is a matter of later days.
    refund_service(actor=None, service=services[3], reason="运营商已退款")
    assert STATEMENTS not in differing(STATEMENTS)
    # A statement that is corrected leaves no difference, whoever settled the old ones.
    for row in run.discrepancies.all():
        settle_discrepancy(actor=None, discrepancy=row, reason="对方已更正")
    write(sandbox, services[1], amount="20.00")
    reconcile_gateway(code="operator", day=day)
    assert STATEMENTS not in differing(STATEMENTS)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE orders_reconciliation SET amount = amount + 0.01",
        "UPDATE orders_discrepancy SET theirs = theirs + 0.01 WHERE kind = 'amount'",
        "UPDATE orders_counterservice SET amount = amount + 0.01",
        "DELETE FROM orders_discrepancy",
    ],
)
def test_the_books_find_what_no_difference_explains(sandbox, done, day, change):
    service = done()
    write(sandbox, service, amount="49.00")
    reconcile_gateway(code="operator", day=day)
    assert STATEMENTS not in differing(STATEMENTS)
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(change)
    assert STATEMENTS in differing(STATEMENTS)


# --- what a statement does to what is open --------------------------------------------


def test_the_statement_settles_what_is_still_open(sandbox, fjyx001, day):
    sandbox.be(Temper.NONSENSE)
    service = drive(make_charged(fjyx001))
    write(sandbox, service, at=at(day).isoformat())
    sandbox.be(Temper.CALM)

    run = reconcile_gateway(code="operator", day=day)

    service.refresh_from_db()
    assert service.status == "succeeded"
    assert list(service.events.values_list("source", "after"))[-1] == ("statement", "succeeded")
    assert found(run) == []


def test_a_success_that_we_have_given_back_is_shown(sandbox, fjyx001, day):
    sandbox.be(Temper.FAILED_FIRST)
    service = drive(make_charged(fjyx001))
    write(sandbox, service, at=at(day).isoformat())
    sandbox.be(Temper.CALM)

    run = reconcile_gateway(code="operator", day=day)

    service.refresh_from_db()
    assert service.status == "suspense"
    assert found(run) == [("extra", service.number, None, Decimal("50.00"))]


@pytest.mark.parametrize("temper", [Temper.NONSENSE, Temper.HUGE, Temper.RESET])
def test_a_statement_that_cannot_be_had_leaves_the_day_open(sandbox, done, day, temper):
    done()
    sandbox.be(temper)
    run = reconcile_gateway(code="operator", day=day)
    assert (run.finished_at, bool(run.trouble), found(run)) == (None, True, [])
    assert ("operator", day) in days_to_reconcile()

    sandbox.be(Temper.CALM)
    run = reconcile_gateway(code="operator", day=day)
    assert (run.trouble, run.lines) == ("", 1)
    assert ("operator", day) not in days_to_reconcile()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"order_no,status,amount,reference,at\n",
        b"order_no,status,amount,reference,at\nFW000000001,succeeded,5.00,R,2015-11-11T10:00:00+08:00\n",
        b"order_no,status,amount,reference,at\nFW000000001,succeeded,5.00,R,2015-11-11T10:00:00+08:00\ntotal,2,5.00\n",
        b"order_no,status,amount,reference,at\nFW000000001,succeeded,5.00,R,2015-11-11T10:00:00+08:00\ntotal,1,5.01\n",
        b"order_no,status,amount,reference,at\nFW000000001,perhaps,5.00,R,2015-11-11T10:00:00+08:00\ntotal,1,5.00\n",
        b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_file_that_was_cut_off_or_changed_is_not_read(raw):
    with pytest.raises(Trouble):
        parse_statement(raw)


def test_a_difference_is_settled_with_a_reason_and_once(done, sandbox, day, youxi_staff):
    strike(sandbox, done())
    row = reconcile_gateway(code="operator", day=day).discrepancies.get()

    with pytest.raises(Refused):
        settle_discrepancy(actor=youxi_staff, discrepancy=row, reason="")
    settle_discrepancy(actor=youxi_staff, discrepancy=row, reason="对方次日补记")
    with pytest.raises(Refused) as refused:
        settle_discrepancy(actor=youxi_staff, discrepancy=row, reason="再来一次")

    assert refused.value.code == "settled"
    row.refresh_from_db()
    assert (row.settled_by, row.reason) == (youxi_staff, "对方次日补记")
    reconcile_gateway(code="operator", day=day)
    assert Discrepancy.objects.get().reason == "对方次日补记"


def test_what_the_gateway_mends_is_gone(sandbox, done, day):
    service = done()
    strike(sandbox, service)
    reconcile_gateway(code="operator", day=day)
    sandbox.play.submit(
        "operator", {"order_no": service.number, "kind": "mobile", "amount": "50.00", "details": {}}
    )
    write(sandbox, service, at=at(day).isoformat())

    reconcile_gateway(code="operator", day=day)
    assert Discrepancy.objects.get().settled_at is not None


def test_what_was_gone_and_is_found_again_is_open_again(sandbox, done, day):
    service = done()
    known = sandbox.play.book.find("operator", service.number)
    for _time in range(2):
        strike(sandbox, service)
        reconcile_gateway(code="operator", day=day)
        row = Discrepancy.objects.get()
        assert (row.kind, row.settled_at, row.reason) == ("missing", None, "")
        sandbox.play.book.put(known)
        reconcile_gateway(code="operator", day=day)
        assert Discrepancy.objects.get().settled_at is not None


def test_today_is_not_over(sandbox):
    with pytest.raises(Refused):
        reconcile_gateway(code="operator", day=today())
    with pytest.raises(CommandError):
        call_command("reconcile_gateway", str(today()))
    assert not Reconciliation.objects.exists()


def test_the_command_lists_what_it_finds(sandbox, done, day):
    service = done()
    strike(sandbox, service)
    said = io.StringIO()
    with translation.override("zh-hans"):
        call_command("reconcile_gateway", str(day), "--gateway", "operator", stdout=said)
    assert f"{service.number} 对账单缺少: 50.00 / —" in said.getvalue()


def test_a_service_done_today_is_not_missing_yesterday(sandbox, fjyx001, day):
    drive(make_charged(fjyx001))
    assert found(reconcile_gateway(code="operator", day=day)) == []
