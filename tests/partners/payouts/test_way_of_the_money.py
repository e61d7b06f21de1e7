"""From an adjusted month to the money on the partner's account, and back again where it does not arrive."""

from decimal import Decimal

import pytest

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.models import Statement
from partners.ledger.models import Transfer
from partners.payouts.building import build_batch, check_batch
from partners.payouts.models import LeftOut, Payout, PayoutBatch
from partners.payouts.releasing import release_batch
from partners.payouts.results import read_results
from partners.people.models import Partner
from stations.network.models import Station
from tests.making import make_user
from tests.partners.payouts.money import OCTOBER, earn, owed, ready, result_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rates(commission_rates: dict[str, CommissionRate]) -> None:
    """5% on clothing."""


@pytest.fixture
def second() -> User:
    return make_user("ops", username="ops2", name="总部财务")


@pytest.fixture
def batch(
    lin: Partner,
    chen: Partner,
    fjyx001: Station,
    fjyx002: Station,
    youxi_staff: User,
    ops: User,
) -> PayoutBatch:
    """Lin earned 100 yuan and is given 20 more, Chen earned 60; both can be paid."""
    earn(fjyx001, "2000.00")
    earn(fjyx002, "1200.00")
    proposal = propose_adjustment(
        actor=youxi_staff,
        partner=lin,
        month=OCTOBER,
        kind="extra",
        amount=Decimal(20),
        reason="雨天送货",
        evidence="单据 17",
    )
    confirm_adjustment(actor=ops, adjustment=proposal)
    ready([lin, chen], staff=youxi_staff, ops=ops)
    return build_batch(month=OCTOBER)


def transfers(partner: Partner) -> list[tuple[str, str, Decimal]]:
    rows = (
        Transfer.objects.filter(partner=partner).order_by("pk").select_related("from_account", "to_account")
    )
    return [(row.kind, f"{row.from_account.kind} > {row.to_account.kind}", row.amount) for row in rows]


def test_from_the_closed_month_to_the_bank(
    batch: PayoutBatch, lin: Partner, chen: Partner, ops: User, second: User
) -> None:
    statement = Statement.objects.with_balance().get(partner=lin)
    assert (statement.earned, statement.adjusted, statement.balance) == (100, 20, 120)
    assert (owed(lin), owed(chen)) == (120, 60)
    assert (batch.count, batch.amount) == (2, 180)

    release_batch(actor=second, batch=check_batch(actor=ops, batch=batch))
    assert (owed(lin), owed(chen)) == (0, 0)

    failed = Payout.objects.get(partner=chen)
    read = read_results(
        actor=ops, batch=batch, name="back.csv", content=result_file(batch, {failed.number: "失败"})
    )
    assert (read.paid, read.failed, read.returned, read.unchanged, read.refused) == (1, 1, 0, 0, [])
    assert (owed(lin), owed(chen)) == (0, 60)
    batch.refresh_from_db()
    assert (batch.status, batch.sent_count, batch.sent_amount) == ("settled", 2, 180)
    assert transfers(lin) == [
        ("statement", "income_cost > payable", 120),
        ("payout_sent", "payable > payout_clearing", 120),
        ("payout_paid", "payout_clearing > bank", 120),
    ]
    assert transfers(chen)[1:] == [
        ("payout_sent", "payable > payout_clearing", 60),
        ("payout_failed", "payout_clearing > payable", 60),
    ]
    assert [(one.partner, one.amount) for one in build_batch(month=OCTOBER).payouts.all()] == [(chen, 60)]
    assert not LeftOut.objects.exists()
