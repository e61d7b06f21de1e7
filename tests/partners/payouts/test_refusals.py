"""Two people for everything that moves money, each word of the bank once, and who is left out and why."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.months.advancing import approve_month, lock_month, reopen_month
from partners.income.months.models import CountyMonth
from partners.income.recalculating import fingerprint_of, recalculate_month, what_would_change
from partners.ledger.models import Transfer
from partners.payouts.accounts.entering import confirm_account, enter_account
from partners.payouts.building import build_batch, check_batch
from partners.payouts.files import read_file
from partners.payouts.models import LeftOut, Payout, PayoutAccount, PayoutBatch, PayoutFile
from partners.payouts.releasing import release_batch
from partners.payouts.results import read_results
from partners.people.models import Partner
from stations.network.models import Station
from stations.refusals import Refused
from tests.partners.payouts.money import (
    CARD,
    OCTOBER,
    earn,
    give_account,
    lock,
    owed,
    ready,
    result_bytes,
    result_file,
)

pytestmark = pytest.mark.django_db


def refused(work: Callable[[], Any], code: str) -> None:
    with pytest.raises(Refused) as said, transaction.atomic():
        work()
    assert said.value.code == code


def test_nobody_checks_and_releases(plain_batch: PayoutBatch, ops: User) -> None:
    refused(lambda: release_batch(actor=ops, batch=plain_batch), "transition")
    check_batch(actor=ops, batch=plain_batch)
    refused(lambda: release_batch(actor=ops, batch=plain_batch), "second_person")
    with pytest.raises(IntegrityError, match="payout_batch_by_two_people"), transaction.atomic():
        PayoutBatch.objects.update(status="released", released_by=ops)
    assert not Transfer.objects.filter(kind="payout_sent").exists()


def test_nobody_decides_alone(lin: Partner, youxi_staff: User) -> None:
    account = enter_account(actor=youxi_staff, partner=lin, channel="bank", number=CARD, bank="农业银行")
    refused(lambda: confirm_account(actor=youxi_staff, account=account), "second_person")
    mine = {"kind": "extra", "amount": Decimal(5), "reason": "补", "evidence": "单据"}
    proposal = propose_adjustment(actor=youxi_staff, partner=lin, month=OCTOBER, **mine)
    refused(lambda: confirm_adjustment(actor=youxi_staff, adjustment=proposal), "second_person")
    for rows, name, values in (
        (PayoutAccount.objects, "payout_account_by_two_people", {"confirmed_by": youxi_staff}),
        (type(proposal).objects, "adjustment_by_two_people", {"confirmed_by": youxi_staff}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**values)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        type(proposal).objects.update(amount=500)


def test_nobody_approves_and_locks(lin: Partner, ops: User, second: User, fjyx001: Station) -> None:
    lock(OCTOBER, approver=ops, locker=second)
    row = CountyMonth.objects.get()
    row = reopen_month(actor=second, county_month=row, reason="补单")
    row = approve_month(actor=ops, county_month=row)
    refused(lambda: lock_month(actor=ops, county_month=row), "second_person")
    with pytest.raises(DatabaseError), transaction.atomic():
        CountyMonth.objects.update(status="locked", locked_by=ops)
    assert CountyMonth.objects.get().status == "approved"


def test_the_result_counts_once(plain_batch: PayoutBatch, lin: Partner, ops: User, second: User) -> None:
    batch = release_batch(actor=second, batch=check_batch(actor=ops, batch=plain_batch))
    content = result_file(batch)
    first = read_results(actor=ops, batch=batch, name="a.csv", content=content)
    before = Transfer.objects.count()
    assert read_results(actor=second, batch=batch, name="b.csv", content=content) == first
    again = read_results(actor=ops, batch=batch, name="c.csv", content=content + b"\r\n")
    assert (again.paid, again.unchanged) == (0, 2)
    assert Transfer.objects.count() == before

    # Days later the bank sends Lin's money back; and says so twice.
    number = Payout.objects.get(partner=lin).number
    late = result_bytes([[number, "100.00", "退票", "销户"]])
    assert read_results(actor=ops, batch=batch, name="d.csv", content=late).returned == 1
    assert owed(lin) == 100
    late = result_bytes([[number, "100.00", "退票", "再次"], [number, "99.00", "成功", ""]])
    said = read_results(actor=ops, batch=batch, name="e.csv", content=late)
    assert (said.unchanged, len(said.refused)) == (1, 1)
    assert owed(lin) == 100


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xff\xff", "encoding"),
        (b"a,b\n1,2\n", "columns"),
        (result_bytes([])[:20], "control"),
        (result_bytes([["CZ0000000001", "5.00", "成功", ""]], control=["合计", "2", "9.00"]), "control"),
    ],
)
def test_a_file_that_is_not_whole_is_not_read(
    plain_batch: PayoutBatch, ops: User, second: User, content: bytes, code: str
) -> None:
    batch = release_batch(actor=second, batch=check_batch(actor=ops, batch=plain_batch))
    refused(lambda: read_results(actor=ops, batch=batch, name="x", content=content), code)
    assert Payout.objects.filter(status="sent").count() == 2


def test_a_file_is_the_same_each_time_or_refused(
    plain_batch: PayoutBatch, lin: Partner, ops: User, second: User
) -> None:
    batch = release_batch(actor=second, batch=check_batch(actor=ops, batch=plain_batch))
    file = PayoutFile.objects.get(batch=batch)
    content = read_file(file)
    assert file.name == "bank-201510-1-2-160.00.csv"
    assert content.decode("gb18030").splitlines()[-1].startswith("合计,2,160.00,")
    read_results(actor=ops, batch=batch, name="a.csv", content=result_file(batch))
    assert read_file(file) == content
    PayoutAccount.objects.filter(partner=lin).update(number="6222021001116240000")
    refused(lambda: read_file(file), "digest")


def test_who_is_left_out_and_why(
    commission_rates: dict[str, CommissionRate],
    lin: Partner,
    chen: Partner,
    zhou: Partner,
    fjyx001: Station,
    fjyx002: Station,
    zjtl001: Station,
    youxi_staff: User,
    ops: User,
    second: User,
) -> None:
    earn(fjyx001, "2000.00")
    earn(fjyx002, "999.99")  # 50.00 after rounding up: enough
    earn(zjtl001, "999.80")  # 49.99
    ready([lin, zhou], staff=ops, ops=second)
    batch = build_batch(month=OCTOBER)
    assert [(one.partner, one.amount) for one in batch.payouts.all()] == [(lin, 100)]
    assert {(one.partner, one.because, one.amount) for one in LeftOut.objects.all()} == {
        (chen, "no_account", Decimal("50.00")),
        (zhou, "too_small", Decimal("49.99")),
    }
    reopen_month(actor=ops, county_month=CountyMonth.objects.get(center=chen.center), reason="x")
    give_account(chen, by=youxi_staff, confirmed_by=ops)
    refused(lambda: build_batch(month=OCTOBER), "nobody")


def test_what_changed_since_the_check_is_left_out(
    plain_batch: PayoutBatch, lin: Partner, chen: Partner, youxi_staff: User, ops: User, second: User
) -> None:
    check_batch(actor=ops, batch=plain_batch)
    give_account(chen, by=youxi_staff, confirmed_by=ops, channel="alipay", number="13900000002")
    batch = release_batch(actor=second, batch=plain_batch)
    assert (batch.sent_count, batch.sent_amount) == (1, 100)
    assert (owed(lin), owed(chen)) == (0, 60)
    assert LeftOut.objects.get(partner=chen).because == "changed"


def test_a_recalculation_shows_first_and_keeps_adjustments(
    plain_batch: PayoutBatch, lin: Partner, youxi_staff: User, ops: User, second: User
) -> None:
    center = lin.center
    proposal = propose_adjustment(
        actor=youxi_staff,
        partner=lin,
        month=OCTOBER,
        kind="deduction",
        amount=Decimal(30),
        reason="丢件",
        evidence="单 1",
    )
    confirm_adjustment(actor=ops, adjustment=proposal)
    refused(lambda: recalculate_month(actor=ops, center=center, month=OCTOBER, reason="丢件"), "month_locked")
    reopen_month(actor=ops, county_month=CountyMonth.objects.get(), reason="丢件")
    (change,) = what_would_change(center=center, month=OCTOBER)
    assert (change.before, change.after, change.late_lines, change.adjustments) == (100, 70, 0, 1)
    refused(
        lambda: recalculate_month(actor=ops, center=center, month=OCTOBER, reason="丢件", seen="x"), "changed"
    )
    assert owed(lin) == 100
    recalculate_month(actor=ops, center=center, month=OCTOBER, reason="丢件", seen=fingerprint_of([change]))
    assert owed(lin) == 70
    new = lin.statements.current().get()
    assert (new.version, new.lines, new.earned, new.deducted, new.supersedes.version) == (2, 1, 100, 30, 1)
    assert list(new.adjustments.all()) == [proposal]
    refused(lambda: recalculate_month(actor=ops, center=center, month=OCTOBER, reason="再"), "nothing")
