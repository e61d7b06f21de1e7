"""Two people press at once: a partner is paid once, whatever is released, read or opened again meanwhile."""

from decimal import Decimal

import pytest

from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.months.advancing import reopen_month
from partners.income.months.models import CountyMonth
from partners.income.recalculating import recalculate_month
from partners.ledger.models import Transfer
from partners.payouts import building
from partners.payouts.building import build_batch, cancel_batch, check_batch
from partners.payouts.models import Payout, PayoutBatch
from partners.payouts.releasing import release_batch
from partners.payouts.results import read_results
from tests.concurrency.racing import at_once
from tests.partners.payouts.conftest import plain_batch, second
from tests.partners.payouts.money import OCTOBER, owed, result_file

__all__ = ["plain_batch", "second"]

pytestmark = pytest.mark.django_db(transaction=True)


def sent():
    return Transfer.objects.filter(kind="payout_sent").count()


def test_two_releases_at_once_send_once(plain_batch, ops, second, superuser):
    batch = check_batch(actor=ops, batch=plain_batch)
    said = at_once(
        [
            lambda: release_batch(actor=second, batch=batch),
            lambda: release_batch(actor=superuser, batch=batch),
        ]
    )
    assert sorted("error" in one for one in said) == [False, True]
    assert (sent(), PayoutBatch.objects.get().sent_amount) == (2, 160)


def test_two_batches_at_once_plan_a_partner_once(plain_batch, ops):
    cancel_batch(actor=ops, batch=plain_batch, reason="again")
    at_once([lambda: build_batch(month=OCTOBER) for _ in range(4)])
    assert Payout.objects.filter(status="planned").count() == 2


def test_without_its_turn_the_constraint_has_the_last_word(plain_batch, ops, monkeypatch):
    """The control: nobody waits for the other, and still nobody is planned twice."""
    cancel_batch(actor=ops, batch=plain_batch, reason="again")
    monkeypatch.setattr(building, "wait_turn", lambda name: None)
    at_once([lambda: build_batch(month=OCTOBER) for _ in range(4)])
    assert Payout.objects.filter(status="planned").count() == 2


def test_a_result_read_twice_at_once_counts_once(plain_batch, lin, chen, ops, second):
    batch = release_batch(actor=second, batch=check_batch(actor=ops, batch=plain_batch))
    failed = Payout.objects.get(partner=chen).number
    content = result_file(batch, {failed: "失败"})
    at_once(
        [
            lambda: read_results(actor=ops, batch=batch, name="a", content=content),
            lambda: read_results(actor=second, batch=batch, name="b", content=content + b"\r\n"),
        ]
    )
    assert (owed(lin), owed(chen)) == (0, 60)
    assert Transfer.objects.filter(kind__in=("payout_paid", "payout_failed")).count() == 2


def test_a_release_beside_a_recalculation_never_sends_more_than_is_owed(
    plain_batch, lin, youxi_staff, ops, second, superuser
):
    batch = check_batch(actor=ops, batch=plain_batch)
    less = propose_adjustment(
        actor=youxi_staff,
        partner=lin,
        month=OCTOBER,
        kind="deduction",
        amount=Decimal(40),
        reason="丢件",
        evidence="单 1",
    )
    confirm_adjustment(actor=ops, adjustment=less)

    def open_and_recalculate():
        reopen_month(actor=ops, county_month=CountyMonth.objects.get(), reason="丢件")
        recalculate_month(actor=ops, center=lin.center, month=OCTOBER, reason="丢件")

    at_once([open_and_recalculate, lambda: release_batch(actor=second, batch=batch)])
    paid = sum(one.amount for one in Payout.objects.filter(partner=lin, status="sent"))
    # Either the month was opened first and nobody was paid, or Lin owes what was taken off afterwards.
    assert owed(lin) + paid == 60
    assert paid in (0, 100)
