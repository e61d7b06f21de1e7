"""Two closings at once write one statement each; real workers close by ranges."""

import datetime as dt
from decimal import Decimal

import pytest

from partners.commission.models import CommissionRate
from partners.income.closing import close_month, close_range, open_ranges, request_closing, split
from partners.income.models import Earning, MonthClosing, Statement
from partners.income.pricing import price_activity
from partners.people.models import Partner
from stations.network.models import Station
from tests.partners.income.history import History
from tests.workers import gate_before, in_thread, running_worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

OCTOBER, NOVEMBER = dt.date(2015, 10, 1), dt.date(2015, 11, 1)


@pytest.fixture
def work(
    lin: Partner,
    chen: Partner,
    fjyx001: Station,
    fjyx002: Station,
    commission_rates: dict[str, CommissionRate],
) -> None:
    """In October Lin earned 5 yuan and Chen 10; in November Lin gave 5 back."""
    for station, amount in ((fjyx001, "100.00"), (fjyx002, "200.00")):
        order = History(station)
        order.paid(amount, "2015-10-01")
        order.handed_over("2015-10-02")
        if station == fjyx001:
            order.refunded(amount, "2015-11-10")
    price_activity()


def months() -> list[tuple[dt.date, str, Decimal]]:
    rows = Statement.objects.filter(lines__gt=0).order_by("month", "-earned")
    return list(rows.values_list("month", "partner__name", "earned"))


ALL = [
    (OCTOBER, "陈志强", Decimal("10.00")),
    (OCTOBER, "林小芳", Decimal("5.00")),
    (NOVEMBER, "林小芳", Decimal("-5.00")),
]


def test_two_closings_of_a_month_at_once_write_it_once(work: None) -> None:
    with gate_before("partners_statement") as gate:
        first, first_said = in_thread(lambda: close_month(month=OCTOBER))
        gate.wait_for(1)
        second, second_said = in_thread(lambda: close_month(month=OCTOBER))
        second.join(timeout=0.5)
        assert second.is_alive()  # it waits for the range, not for the gate
        assert gate.waiting() == 1
        gate.open()
        first.join()
        second.join()

    assert "error" not in first_said
    assert "error" not in second_said
    assert months() == ALL[:2]
    # The second one neither wrote nor counted anything over the first.
    run = MonthClosing.objects.with_progress().get()
    assert (run.statements, run.settled_lines) == (2, 2)


def test_a_debt_is_carried_on_once_by_two_months_at_once(work: None) -> None:
    """Without the lock on the partners both months would bring the same debt forward."""
    close_month(month=NOVEMBER)
    runs = [request_closing(month=dt.date(2015, 12, 1)), request_closing(month=dt.date(2016, 1, 1))]
    for run in runs:
        split(run)
    parts = [part for run in runs for part in open_ranges(run)]
    with gate_before("partners_statement") as gate:
        first, _ = in_thread(lambda: close_range(range_id=parts[0]))
        gate.wait_for(1)
        second, _ = in_thread(lambda: close_range(range_id=parts[1]))
        second.join(timeout=0.5)
        assert gate.waiting() == 1
        gate.open()
        first.join()
        second.join()

    chain = Statement.objects.filter(partner__name="林小芳").order_by("pk")
    assert list(chain.values_list("earned", "brought_forward")) == [
        (Decimal(5), Decimal(0)),
        (Decimal(-5), Decimal(5)),
        (Decimal(0), Decimal(0)),
        (Decimal(0), Decimal(0)),
    ]


def test_pricing_may_go_on_while_a_month_is_closed(work: None, fjyx001: Station) -> None:
    """A line that comes in the middle is in no statement, or in one that counts it: never between."""
    with gate_before("partners_statement") as gate:
        closing, _ = in_thread(lambda: close_month(month=OCTOBER))
        gate.wait_for(1)
        late = History(fjyx001)
        late.paid("300.00", "2015-10-03")
        late.handed_over("2015-10-04")
        assert price_activity().lines == 1
        gate.open()
        closing.join()

    assert months() == ALL[:2]
    assert Earning.objects.unsettled().filter(subject=late.subject).count() == 1


def test_real_workers_close_month_after_month(work: None) -> None:
    request_closing(month=NOVEMBER)
    with running_worker(fan_out=True) as worker:
        worker.ring("partners.close_month", "2015-11")
        wait_until(
            lambda: MonthClosing.objects.filter(finished_at__isnull=False).count() == 2,
            what="the closing of both months",
        )
        worker.finish()
    assert months() == ALL


def test_a_worker_killed_in_the_middle_of_closing_leaves_it_to_the_next(work: None) -> None:
    request_closing(month=OCTOBER)
    with gate_before("partners_statement") as gate, running_worker(fan_out=True) as worker:
        worker.ring("partners.close_month", "2015-10")
        gate.wait_for(1)
        worker.kill()
        assert not Statement.objects.exists()
        gate.open()

    # The clock finds what is unfinished.
    with running_worker(fan_out=True) as worker:
        worker.ring("partners.close_due_month")
        wait_until(
            lambda: not MonthClosing.objects.unfinished().exists() and Statement.objects.exists(),
            what="the closing after the kill",
        )
        worker.finish()
    assert months()[:2] == ALL[:2]
