"""The station's fee: in the journal with the success, out of it with the refund, and never paid again."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction

from orders.counter.fees import FIRST_DAY
from orders.counter.gateways.protocol import Outcome, Verdict
from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.models import CounterService, ServiceEvent, ServiceFee
from orders.counter.ordering import cancel_service
from orders.counter.settling import apply_outcome, confirm_given_back, refund_service, settle_suspense
from partners.commission.standard_rates import load_standard_rates
from partners.income.closing import close_month
from partners.income.models import Earning, Statement
from partners.income.pricing import price_activity
from partners.income.summary import summarise
from partners.journal.models import Activity
from partners.people.models import Tenure
from stations.clock import day_end, day_start, month_of, next_month, today
from tests.books import differing
from tests.cast import client_of, make_partner
from tests.orders.counter.sandbox import call_back, drive, make_charged

TWO = Decimal("2.00")
TAKEN = ("service_fee", "service_fee", TWO, 1)
BACK = ("service_fee", "service_fee", -TWO, -1)
ROOMS = ("services", "journal", "earnings", "cash", "ledger")
FEES = "services: fees in the journal = what the status demands"
ROWS = "services: journal rows = what the status demands"


@pytest.fixture(autouse=True)
def fees(transactional_db):
    load_standard_rates()
    for kind in ("mobile", "electricity", "withdrawal"):
        ServiceFee.objects.create(kind=kind, fee=TWO, valid_from=FIRST_DAY)


def fee_rows(service):
    rows = Activity.objects.filter(subject=service.subject, kind="service_fee").order_by("pk")
    return [(row.kind, row.category, row.amount, row.orders) for row in rows]


def failed_then_done(station):
    """Refused by the provider, given back, and then reported as a success: in suspense."""
    service = drive(make_charged(station, "electricity", account="3504260000"))
    confirm_given_back(actor=None, service=service)
    call_back(service)
    service.refresh_from_db()
    assert service.status == "suspense"
    return service


def test_it_comes_with_the_success_and_not_before(sandbox, fjyx001, lin):
    service = make_charged(fjyx001)
    assert fee_rows(service) == []
    drive(service)
    assert fee_rows(service) == [TAKEN]
    row, paid = (Activity.objects.get(subject=service.subject, kind=kind) for kind in ("service_fee", "paid"))
    assert (row.source_key, row.occurred_at) == (f"{service.subject}:service_fee", paid.occurred_at)
    assert (row.partner, row.station, row.center) == (lin, fjyx001, fjyx001.center)
    assert service.events.first().drawer == service.amount + TWO
    assert differing(*ROOMS) == {}


def test_a_second_word_of_the_success_brings_no_second_fee(sandbox, fjyx001, lin):
    service = drive(make_charged(fjyx001))
    for _again in range(2):
        call_back(service)
    assert fee_rows(service) == [TAKEN]


def test_a_failure_brings_none_whether_the_money_was_fetched_or_not(sandbox, fjyx001, lin):
    service = drive(make_charged(fjyx001, "electricity", account="3504260000"))
    assert (service.status, fee_rows(service)) == ("failed", [])
    confirm_given_back(actor=None, service=service)
    assert fee_rows(service) == []
    assert differing(*ROOMS) == {}


def test_what_is_taken_back_before_it_is_sent_brings_none(sandbox, fjyx001, lin):
    service = cancel_service(actor=lin.user, service=make_charged(fjyx001))
    assert (service.status, fee_rows(service)) == ("refunded", [])
    assert differing(*ROOMS) == {}


def test_what_is_not_known_brings_none_until_it_is(sandbox, fjyx001, lin):
    sandbox.be(Temper.NONSENSE)
    service = drive(make_charged(fjyx001))
    assert (service.status, fee_rows(service)) == ("unknown", [])
    call_back(service)
    assert fee_rows(service) == [TAKEN]
    assert differing(*ROOMS) == {}


def test_a_refund_gives_it_back_from_the_partner_who_had_it(sandbox, fjyx001, lin, youxi_staff):
    service = drive(make_charged(fjyx001))
    Tenure.objects.filter(partner=lin).update(ends_on=today())
    make_partner(fjyx001, since=today() + dt.timedelta(days=1), username="new", name="新人")
    refund_service(actor=youxi_staff, service=service, reason="运营商已退款")
    assert fee_rows(service) == [TAKEN, BACK]
    assert set(Activity.objects.filter(kind="service_fee").values_list("partner", flat=True)) == {lin.pk}
    assert sum(event.drawer for event in service.events.all()) == 0
    assert differing(*ROOMS) == {}


@pytest.mark.parametrize(("done", "rows"), [(True, [TAKEN]), (False, [])])
def test_a_suspense_brings_it_only_if_it_ends_as_done(sandbox, fjyx001, lin, youxi_staff, done, rows):
    service = failed_then_done(fjyx001)
    assert fee_rows(service) == []
    settle_suspense(actor=youxi_staff, service=service, done=done, reason="与供电公司核对")
    call_back(service)  # told again it is no news
    assert fee_rows(service) == rows
    assert differing(*ROOMS) == {}


def test_a_success_of_another_amount_brings_none(sandbox, fjyx001, lin):
    sandbox.be(Temper.NONSENSE)
    service = drive(make_charged(fjyx001))
    call_back(service, amount="49.00")
    service.refresh_from_db()
    assert (service.status, fee_rows(service)) == ("suspense", [])
    assert differing(*ROOMS) == {}


def test_of_a_withdrawal_it_stays_in_the_drawer(sandbox, fjyx001, lin):
    service = drive(make_charged(fjyx001, "withdrawal"))
    assert (service.events.last().drawer, fee_rows(service)) == (TWO - service.amount, [TAKEN])
    assert differing(*ROOMS) == {}


def test_a_service_without_a_fee_has_no_row_of_one(sandbox, fjyx001, lin):
    service = drive(make_charged(fjyx001, "water"))
    assert (service.status, fee_rows(service)) == ("succeeded", [])
    assert differing(*ROOMS) == {}


def test_without_a_tenure_nobody_earns_it(sandbox, fjyx001):
    service = drive(make_charged(fjyx001))
    price_activity()
    assert Activity.objects.get(kind="service_fee").partner is None
    assert not Earning.objects.filter(subject=service.subject).exists()


@pytest.mark.parametrize(("later", "days"), [(-1, 0), (0, 1)])
def test_the_day_of_a_success_ends_with_its_last_microsecond(sandbox, fjyx001, lin, later, days):
    day = today() - dt.timedelta(days=2)
    sandbox.be(Temper.NONSENSE)
    service = drive(make_charged(fjyx001))
    CounterService.objects.filter(pk=service.pk).update(charged_at=day_start(day))
    at = day_end(day) + dt.timedelta(microseconds=later)
    outcome = Outcome(service.number, Verdict.SUCCEEDED, amount=service.amount, at=at)
    apply_outcome(gateway="operator", outcome=outcome, source=ServiceEvent.Source.QUERY)
    rows = Activity.objects.filter(subject=service.subject).exclude(kind="placed")
    assert {(row.kind, row.occurred_at) for row in rows} == {
        (kind, at) for kind in ("paid", "handed_over", "service_fee")
    }
    assert {row.business_date for row in rows} == {day + dt.timedelta(days=days)}


def test_income_shows_it_as_received_and_does_not_pay_it_again(
    sandbox, fjyx001, lin, youxi_staff, monkeypatch
):
    kept, taken_back = drive(make_charged(fjyx001)), drive(make_charged(fjyx001))
    price_activity()
    refund_service(actor=youxi_staff, service=taken_back, reason="运营商已退款")
    price_activity()

    lines = Earning.objects.filter(category="service_fee").order_by("pk")
    values = ("subject", "basis", "amount", "received_in_cash", "earned_on", "rate")
    assert list(lines.values_list(*values)) == [
        (kept.subject, TWO, 0, TWO, today(), None),
        (taken_back.subject, TWO, 0, TWO, today(), None),
        (taken_back.subject, -TWO, 0, -TWO, today(), None),
    ]
    commission = Earning.objects.filter(subject=kept.subject, category="top_up").get()
    assert (commission.amount, commission.received_in_cash) == (Decimal("0.25"), 0)
    mine = summarise(lines=Earning.objects.visible_to(lin.user), day=today())
    assert (mine.received_in_cash, mine.earned) == (TWO, 0)

    month = month_of(commission.earned_on)
    monkeypatch.setattr("partners.income.closing.today", lambda: next_month(next_month(month)))
    close_month(month=month)
    statements = Statement.objects.filter(partner=lin)
    assert sum(one.earned for one in statements) == Decimal("0.25")
    assert sum(one.received_in_cash for one in statements) == TWO
    assert differing(*ROOMS) == {}


def test_the_partner_reads_what_it_is(sandbox, fjyx001, lin):
    drive(make_charged(fjyx001))
    price_activity()
    client = client_of(lin.user, HTTP_ACCEPT_LANGUAGE="en")
    page = client.get("/income/").content.decode()
    assert "Fees of parcels and services" in page
    assert "received in cash on" in page
    line = Earning.objects.get(category="service_fee")
    page = client.get(f"/income/lines/{line.pk}/").content.decode()
    assert "Done on" in page
    assert "the villager paid it at the counter, and the station keeps it" in page


@pytest.mark.parametrize(("amount", "orders"), [(TWO, -1), (-TWO, 1), (Decimal(0), 1)])
def test_the_database_keeps_sign_and_count_together(sandbox, fjyx001, lin, amount, orders):
    drive(make_charged(fjyx001))
    row = Activity.objects.get(kind="service_fee")
    row.pk, row.source_key, row.amount, row.orders = None, "made up", amount, orders
    with pytest.raises(IntegrityError, match="activity_sign_fits_kind"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE partners_activity SET amount = amount + 0.01 WHERE kind = 'service_fee'", FEES),
        ("UPDATE partners_activity SET partner_id = NULL WHERE kind = 'service_fee'", FEES),
        ("UPDATE partners_activity SET subject = 'service:999999' WHERE kind = 'service_fee'", FEES),
        ("DELETE FROM partners_activity WHERE kind = 'service_fee'", FEES),
        ("DELETE FROM partners_activity WHERE kind = 'handed_over'", ROWS),
    ],
)  # fmt: skip
def test_the_books_find_a_fee_that_is_not_as_it_should_be(sandbox, fjyx001, lin, change, found):
    drive(make_charged(fjyx001))
    assert differing(*ROOMS) == {}
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(change)
    assert found in differing(*ROOMS)
