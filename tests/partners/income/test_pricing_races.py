"""Two pricing jobs at once price once; a killed worker leaves nothing half done."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.models import Sum

from partners.commission.models import CommissionRate
from partners.income import pricing
from partners.income.models import Earning
from partners.income.pricing import Priced, price_activity
from partners.journal.models import Activity, PendingActivity
from partners.people.models import Partner
from stations.network.models import Station
from tests.partners.income.history import History, post_rows
from tests.workers import gate_before, in_thread, running_worker, sessions, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

NAIVE_CLAIM = """
    SELECT activity_id FROM partners_pendingactivity WHERE consumer = %(consumer)s
     ORDER BY activity_id LIMIT %(limit)s
"""


@pytest.fixture
def orders(lin: Partner, fjyx001: Station, commission_rates: dict[str, CommissionRate]) -> list[History]:
    """Thirty orders of 100 yuan with a refund of 40 each, handed over; nothing of it is priced."""
    histories = [History(fjyx001) for _ in range(30)]
    post_rows(*(history.paid("100.00", post=False) for history in histories))
    post_rows(*(history.refunded("40.00", "2015-10-11", post=False) for history in histories))
    post_rows(*(history.handed_over("2015-10-12", post=False) for history in histories))
    return histories


def waiting() -> int:
    return PendingActivity.objects.filter(consumer="income").count()


def check_priced_once(orders: list[History]) -> None:
    assert waiting() == 0
    assert Earning.objects.count() == 60
    assert Activity.objects.filter(kind__in=["paid", "refund"], earning__isnull=True).count() == 0
    sums = Earning.objects.values("subject").annotate(total=Sum("amount")).values_list("subject", "total")
    assert dict(sums.order_by()) == {history.subject: Decimal("3.00") for history in orders}
    assert not Earning.objects.filter(earned_on__isnull=True).exists()


def test_the_control_a_naive_claim_prices_twice(
    orders: list[History], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the turn and the claim two jobs take the same rows; only the unique key stops the second."""
    monkeypatch.setattr(pricing, "CLAIM", NAIVE_CLAIM)
    monkeypatch.setattr(pricing, "try_turn", lambda name: True)
    with gate_before("partners_earning") as gate:
        first, first_said = in_thread(lambda: price_activity(limit=1000))
        second, second_said = in_thread(lambda: price_activity(limit=1000))
        gate.wait_for(2)
        gate.open()
        first.join()
        second.join()

    errors = [said["error"] for said in (first_said, second_said) if "error" in said]
    assert len(errors) == 1
    assert isinstance(errors[0], IntegrityError)


def test_two_jobs_at_once_price_once(orders: list[History]) -> None:
    with gate_before("partners_earning") as gate:
        first, first_said = in_thread(price_activity)
        gate.wait_for(1)

        # The second run does not wait for the first: it has nothing to do.
        assert price_activity() == Priced(busy=True)
        gate.open()
        first.join()

    assert first_said["result"] == Priced(rows=90, lines=60, holds=30)
    check_priced_once(orders)


def test_the_claim_alone_prices_once_too(orders: list[History], monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the turn failed, a pending row can be taken only once."""
    monkeypatch.setattr(pricing, "try_turn", lambda name: True)
    with gate_before("partners_earning") as gate:
        first, first_said = in_thread(price_activity)
        gate.wait_for(1)
        second, second_said = in_thread(price_activity)
        gate.open()
        first.join()
        second.join()

    assert (first_said["result"].lines, second_said["result"].lines) == (60, 0)
    check_priced_once(orders)


def test_one_who_waits_gets_its_turn(orders: list[History]) -> None:
    with gate_before("partners_earning") as gate:
        first, _ = in_thread(price_activity)
        gate.wait_for(1)
        second, second_said = in_thread(lambda: price_activity(wait=True))
        assert "result" not in second_said
        gate.open()
        first.join()
        second.join()

    assert second_said["result"] == Priced()
    check_priced_once(orders)


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(orders: list[History]) -> None:
    with gate_before("partners_earning") as gate, running_worker() as worker:
        before = sessions()
        worker.ring("partners.price_activity")
        gate.wait_for(1)
        worker.kill()
        gate.open()
        # The server notices only when it has something to say to the dead.
        wait_until(lambda: sessions() <= before, what="the end of the worker's session")

    assert waiting() == 90
    assert Earning.objects.count() == 0

    with running_worker() as worker:
        worker.ring("partners.price_activity")
        wait_until(lambda: waiting() == 0, what="pricing after the kill")
        worker.finish()

    check_priced_once(orders)
    assert price_activity() == Priced()
    check_priced_once(orders)
