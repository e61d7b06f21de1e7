"""Statements, batches and files recounted: whoever changes one of them past the verbs is found."""

from decimal import Decimal

import pgtrigger
import pytest
from django.db import connection

from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.closing import close_month
from partners.payouts.building import build_batch, check_batch
from partners.payouts.models import Payout
from partners.payouts.releasing import release_batch
from partners.payouts.results import read_results
from tests.books import differing
from tests.partners.payouts.conftest import second
from tests.partners.payouts.money import NOVEMBER, OCTOBER, earn, owed, ready, result_file

__all__ = ["second"]

pytestmark = pytest.mark.django_db(transaction=True)

# These orders stand in the journal only.
ROOMS = ("earnings", "statements", "payouts", "ledger: balance")
SUMS = "statements: earned and lines = earnings in them"
LEFT = "statements: nothing earned was left out of a closed month"
ADJUSTED = "statements: adjusted and deducted = the adjustments in them"
MOVED = "statements: what each one moved in the ledger, and back where it was superseded"
CARRIED = "statements: carried over = what the ledger owed just before"
STATES = "payouts: what is owed fell and rose as their state says"
BATCH = "payouts: a batch is the sum of its payouts"
FILE = "payouts: a file is the sum of its payouts"
BALANCES = "ledger: balance of each float, deposit and of what is owed = sum of its transfers"


@pytest.fixture
def paid_out(lin, chen, fjyx001, fjyx002, youxi_staff, ops, second, commission_rates):
    """October: Lin is paid 100 + 20 - 5, Chen's 60 come back. November begins with what is owed to Chen."""
    earn(fjyx001, "2000.00")
    earn(fjyx002, "1200.00")
    for kind, amount in (("extra", 20), ("deduction", 5)):
        proposal = propose_adjustment(
            actor=youxi_staff, partner=lin, month=OCTOBER, kind=kind, amount=Decimal(amount),
            reason="雨天送货", evidence="单据 17",
        )  # fmt: skip
        confirm_adjustment(actor=ops, adjustment=proposal)
    ready([lin, chen], staff=youxi_staff, ops=ops)
    batch = release_batch(actor=second, batch=check_batch(actor=ops, batch=build_batch(month=OCTOBER)))
    failed = Payout.objects.get(partner=chen).number
    read_results(actor=ops, batch=batch, name="a", content=result_file(batch, {failed: "失败"}))
    for station in (fjyx001, fjyx002):
        earn(station, "100.00", "2015-11-02")
    close_month(month=NOVEMBER)
    assert (owed(lin), owed(chen)) == (5, 65)


def test_they_are_clean(paid_out):
    assert differing(*ROOMS) == {}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE partners_statement SET adjusted = adjusted + 0.01 WHERE adjusted <> 0", {ADJUSTED, MOVED}),
        ("UPDATE partners_statement SET deducted = deducted + 0.01 WHERE deducted <> 0", {ADJUSTED, MOVED}),
        ("UPDATE partners_adjustment SET month = '2015-11-01' WHERE kind = 'extra'", {ADJUSTED}),
        ("UPDATE partners_adjustment SET amount = amount - 0.01 WHERE kind = 'deduction'", {ADJUSTED}),
        (
            "UPDATE partners_statement SET brought_forward = brought_forward - 60 WHERE brought_forward = 60",
            {CARRIED},
        ),
        ("UPDATE partners_payout SET amount = amount + 0.01 WHERE status = 'paid'", {STATES, BATCH, FILE}),
        ("UPDATE partners_payout SET status = 'paid', paid_at = sent_at, ended_at = NULL", {STATES}),
        ("DELETE FROM partners_transfer WHERE kind = 'payout_failed'", {STATES, CARRIED, BALANCES}),
        ("UPDATE partners_transfer SET amount = amount - 0.01 WHERE kind = 'payout_paid'", {STATES}),
        ("UPDATE partners_payoutbatch SET count = count + 1", {BATCH}),
        ("UPDATE partners_payoutbatch SET sent_amount = sent_amount - 0.01", {BATCH}),
        ("UPDATE partners_payoutfile SET amount = amount + 0.01", {FILE}),
        (
            """
            UPDATE partners_monthclosing SET started_at = started_at + interval '2 hours';
            UPDATE partners_earning SET statement_id = NULL
            WHERE id = (SELECT min(id) FROM partners_earning WHERE statement_id IS NOT NULL)
            """,
            {SUMS, LEFT},
        ),
    ],
)
def test_a_row_that_was_changed_is_found(paid_out, change, found):
    with connection.cursor() as cursor, pgtrigger.ignore():
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(change)
        cursor.execute("SET session_replication_role = DEFAULT")
    assert set(differing(*ROOMS)) == found
