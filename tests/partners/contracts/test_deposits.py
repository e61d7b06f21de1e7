"""Deposits to the fen: two people for each entry, one transfer for each that counts."""

from decimal import Decimal

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from partners.contracts.deposits.blocking import what_blocks_release
from partners.contracts.deposits.deciding import confirm_entry, withdraw_entry
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.deposits.recording import propose_deduction, propose_release, record_payment
from partners.contracts.handing_over.leaving import exit_partner
from partners.contracts.models import Contract
from partners.contracts.signing import give_up, put_in_force
from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.disputes.disputing import raise_dispute
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.income.summary import paid_to
from partners.ledger.accounts import BANK, RECOVERED, deposit_of, payable_of
from partners.ledger.models import Balance
from partners.ledger.posting import NewTransfer, post_transfers
from partners.payouts.building import build_batch, check_batch
from partners.payouts.models import Payout
from partners.payouts.releasing import release_batch
from partners.payouts.rules import load_standard_rule
from stations.clock import month_of, today
from stations.money import ZERO
from stations.refusals import Refused
from tests.books import differing
from tests.making import make_user, set_float
from tests.partners.contracts.deeds import (
    DUE,
    deposit,
    everything,
    in_force,
    money,
    moves,
    paid,
    pay,
    receipt,
    signed,
)
from tests.partners.payouts.money import OCTOBER, earn, give_account, lock, owed

OCTOBERS_END = OCTOBER.replace(day=31)


def owe(partner, amount, actor=None):
    """A debt as a refund after a closing leaves it."""
    debt = NewTransfer(
        from_account=payable_of(partner.pk),
        to_account=BANK,
        amount=Decimal(amount),
        kind="statement",
        source_key=f"test-debt:{partner.pk}:{amount}",
        occurred_at=timezone.now(),
    )
    with transaction.atomic():
        post_transfers(actor=actor, transfers=[debt])


# --- paid in ---------------------------------------------------------------------


def test_money_counts_when_a_second_person_confirms_it(lin, fjyx001, youxi_staff, ops):
    contract = signed(lin, fjyx001, by=youxi_staff)
    entry = record_payment(actor=youxi_staff, contract=contract, amount=Decimal("6000.55"), receipt=" B1 ")
    assert (entry.receipt, deposit(lin), moves(lin)) == ("B1", 0, [])
    confirm_entry(actor=ops, entry=entry)
    pay(contract, by=ops, second=youxi_staff, amount=Decimal("3999.45"))
    contract.refresh_from_db()
    assert contract.frozen == deposit(lin) == DUE
    assert moves(lin) == [
        ("deposit_paid", "bank", "deposit", Decimal("6000.55")),
        ("deposit_paid", "bank", "deposit", Decimal("3999.45")),
    ]


@pytest.mark.parametrize("amount", ["0", "-1", "10000.01"])
def test_no_more_than_is_missing(lin, fjyx001, youxi_staff, amount):
    contract = signed(lin, fjyx001, by=youxi_staff)
    with pytest.raises(Refused, match=r"at most ¥10,000\.00") as refused:
        record_payment(actor=youxi_staff, contract=contract, amount=Decimal(amount), receipt="R")
    assert (refused.value.code, refused.value.field) == ("amount", "amount")
    assert not DepositEntry.objects.exists()


def test_a_receipt_counts_once_in_the_country_until_it_is_withdrawn(
    lin, zhou, fjyx001, zjtl001, youxi_staff, tonglu_staff
):
    here, there = signed(lin, fjyx001, by=youxi_staff), signed(zhou, zjtl001, by=tonglu_staff)
    entry = record_payment(actor=youxi_staff, contract=here, amount=DUE, receipt="B1")
    with pytest.raises(Refused) as refused:
        record_payment(actor=tonglu_staff, contract=there, amount=DUE, receipt="B1")
    assert refused.value.field == "receipt"
    assert "FJYX" not in str(refused.value)
    withdraw_entry(actor=youxi_staff, entry=entry)
    assert record_payment(actor=tonglu_staff, contract=there, amount=DUE, receipt="B1").is_open


def test_one_entry_waits_at_a_time(lin, fjyx001, youxi_staff):
    contract = signed(lin, fjyx001, by=youxi_staff)
    record_payment(actor=youxi_staff, contract=contract, amount=Decimal(1), receipt="A")
    with pytest.raises(Refused) as refused:
        record_payment(actor=youxi_staff, contract=contract, amount=Decimal(1), receipt="B")
    assert (refused.value.code, refused.value.conflict) == ("open", True)


# --- two people ------------------------------------------------------------------


def waiting(kind, contract, actor):
    if kind == "paid_in":
        return record_payment(actor=actor, contract=contract, amount=Decimal(1), receipt=receipt())
    if kind == "release":
        return propose_release(actor=actor, contract=contract, reason="离任")
    return propose_deduction(actor=actor, contract=contract, kind=kind, amount=Decimal(1), reason="丢件")


@pytest.fixture
def with_room(lin, fjyx001, youxi_staff, ops):
    """By kind of entry: a contract of which it can be recorded."""

    def make(kind):
        if kind == "paid_in":
            return signed(lin, fjyx001, by=youxi_staff)
        contract = paid(lin, fjyx001, by=youxi_staff, second=ops)
        if kind == "release":
            return give_up(actor=youxi_staff, contract=contract, reason="不干了")
        contract = put_in_force(actor=youxi_staff, contract=contract)
        if kind == "debt":
            owe(lin, "1.00")
        return contract

    return make


KINDS = ("paid_in", "debt", "damage", "release")


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_confirms_what_they_recorded(with_room, lin, ops, kind):
    contract = with_room(kind)
    entry = waiting(kind, contract, ops)
    before = everything()
    for same in (ops, ops):
        with pytest.raises(Refused) as refused:
            confirm_entry(actor=same, entry=entry)
        assert refused.value.code == "second_person"
    with pytest.raises(Refused, match="county") as refused:
        confirm_entry(actor=lin.user, entry=entry)
    assert everything() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_person_does_and_once(with_room, lin, youxi_staff, ops, kind):
    contract = with_room(kind)
    entry = waiting(kind, contract, youxi_staff)
    before = deposit(lin)
    done = confirm_entry(actor=ops, entry=entry)
    assert deposit(lin) == before + done.signed
    for verb in (confirm_entry, withdraw_entry):
        with pytest.raises(Refused) as refused:
            verb(actor=ops, entry=entry)
        assert (refused.value.code, refused.value.conflict) == ("decided", True)
    assert deposit(lin) == before + done.signed == Contract.objects.get(pk=contract.pk).frozen


def test_the_database_lets_nobody_confirm_alone(lin, fjyx001, youxi_staff):
    contract = signed(lin, fjyx001, by=youxi_staff)
    entry = record_payment(actor=youxi_staff, contract=contract, amount=DUE, receipt="R")
    for who in (youxi_staff, None):
        with pytest.raises(IntegrityError, match="deposit_entry_by_two_people"), transaction.atomic():
            DepositEntry.objects.filter(pk=entry.pk).update(confirmed_by=who, confirmed_at=timezone.now())


def test_a_deposit_is_never_below_zero(contract, lin):
    with pytest.raises(IntegrityError, match="balance_never_below_its_credit"), transaction.atomic():
        Balance.objects.filter(account__kind="deposit").update(amount=Decimal("-0.01"))
    too_much = NewTransfer(
        from_account=deposit_of(lin.pk),
        to_account=RECOVERED,
        amount=DUE + Decimal("0.01"),
        kind="deposit_deducted",
        source_key="test",
        occurred_at=timezone.now(),
    )
    with pytest.raises(Refused) as refused, transaction.atomic():
        post_transfers(actor=None, transfers=[too_much])
    assert refused.value.code == "deposit"


# --- taken from it ---------------------------------------------------------------


def test_a_damage_stays_with_the_house_and_leaves_the_deposit_short(contract, lin, youxi_staff, ops):
    entry = propose_deduction(
        actor=youxi_staff, contract=contract, kind="damage", amount=Decimal("123.45"), reason="电脑摔坏"
    )
    confirm_entry(actor=ops, entry=entry)
    contract.refresh_from_db()
    assert (contract.frozen, contract.missing) == (Decimal("9876.55"), Decimal("123.45"))
    assert moves(lin)[-1] == ("deposit_deducted", "deposit", "recovered", Decimal("123.45"))
    pay(contract, by=youxi_staff, second=ops, amount=Decimal("123.45"))
    assert contract.missing == 0


def test_a_debt_is_paid_out_of_it_up_to_what_is_owed(contract, lin, youxi_staff, ops):
    owe(lin, "300.10")
    given = {"actor": youxi_staff, "contract": contract, "kind": "debt", "reason": "退款多扣"}
    with pytest.raises(Refused, match=r"300\.10"):
        propose_deduction(**given, amount=Decimal("300.11"))
    confirm_entry(actor=ops, entry=propose_deduction(**given, amount=Decimal("300.10")))
    assert money(lin) == {"payable": ZERO, "deposit": Decimal("9699.90")}
    with pytest.raises(Refused):
        propose_deduction(**given, amount=Decimal("0.01"))


def test_a_debt_that_was_paid_meanwhile_is_not_taken(contract, lin, youxi_staff, ops):
    owe(lin, "50.00")
    entry = propose_deduction(
        actor=youxi_staff, contract=contract, kind="debt", amount=Decimal(50), reason="多扣"
    )
    back = NewTransfer(
        from_account=BANK,
        to_account=payable_of(lin.pk),
        amount=Decimal(20),
        kind="statement",
        source_key="test-back",
        occurred_at=timezone.now(),
    )
    with transaction.atomic():
        post_transfers(actor=None, transfers=[back])
    with pytest.raises(Refused, match=r"30\.00"):
        confirm_entry(actor=ops, entry=entry)
    assert deposit(lin) == DUE


@pytest.mark.parametrize(("reason", "kind"), [("", "damage"), ("x", "release"), ("x", "paid_in")])
def test_a_deduction_says_why_and_what_for(contract, youxi_staff, reason, kind):
    with pytest.raises(Refused):
        propose_deduction(actor=youxi_staff, contract=contract, kind=kind, amount=Decimal(1), reason=reason)


# --- released --------------------------------------------------------------------


@pytest.fixture
def left(commission_rates, lin, fjyx001, youxi_staff, ops):
    """Lin earned 100 yuan in October and left on its last day."""
    contract = in_force(lin, fjyx001, by=youxi_staff, second=ops)
    earn(fjyx001, "2000.00")
    set_float(fjyx001, "0")
    return exit_partner(actor=youxi_staff, contract=contract, last_day=OCTOBERS_END, reason="回城")


def blocks(contract):
    return [one.text for one in what_blocks_release(contract)]


def test_nothing_goes_back_before_the_last_month_is_closed(left, lin, youxi_staff, ops):
    price_activity(wait=True)
    assert [text.split(" is ")[0] for text in blocks(left)] == [
        "October 2015",
        "1 line of income",
    ]
    with pytest.raises(Refused) as refused:
        propose_release(actor=youxi_staff, contract=left, reason="离任")
    assert (refused.value.code, refused.value.conflict) == ("not_settled", True)
    lock(OCTOBER, approver=youxi_staff, locker=ops)
    assert blocks(left) == []
    assert propose_release(actor=youxi_staff, contract=left, reason="离任").amount == DUE


@pytest.mark.parametrize("what", ["adjustment", "confirmed", "dispute", "debt"])
def test_nor_while_something_about_the_money_is_open(left, lin, youxi_staff, ops, what):
    lock(OCTOBER, approver=youxi_staff, locker=ops)
    assert blocks(left) == []  # the control
    if what == "dispute":
        raise_dispute(actor=lin.user, line=Earning.objects.get(), text="少了")
    elif what == "debt":
        owe(lin, "100.01")
    else:
        one = propose_adjustment(
            actor=youxi_staff,
            partner=lin,
            month=month_of(today()),
            kind="extra",
            amount=Decimal(5),
            reason="补",
            evidence="单",
        )
        if what == "confirmed":
            confirm_adjustment(actor=ops, adjustment=one)
    assert len(blocks(left)) == 1
    with pytest.raises(Refused):
        propose_release(actor=youxi_staff, contract=left, reason="离任")


def test_what_came_between_the_proposal_and_the_second_person_stops_it(left, lin, youxi_staff, ops):
    lock(OCTOBER, approver=youxi_staff, locker=ops)
    entry = propose_release(actor=youxi_staff, contract=left, reason="离任")
    owe(lin, "100.01")
    with pytest.raises(Refused, match=r"owes ¥0\.01"):
        confirm_entry(actor=ops, entry=entry)
    assert deposit(lin) == DUE


def test_the_payout_pays_it_with_the_last_income_and_the_books_agree(left, lin, youxi_staff, ops):
    give_account(lin, by=youxi_staff, confirmed_by=ops)
    load_standard_rule()
    lock(OCTOBER, approver=youxi_staff, locker=ops)
    damage = propose_deduction(
        actor=youxi_staff, contract=left, kind="damage", amount=Decimal("99.99"), reason="丢件"
    )
    confirm_entry(actor=ops, entry=damage)
    left.refresh_from_db()
    entry = propose_release(actor=youxi_staff, contract=left, reason="离任")
    confirm_entry(actor=ops, entry=entry)
    assert money(lin) == {"payable": Decimal("10000.01"), "deposit": ZERO}
    batch = check_batch(actor=ops, batch=build_batch(month=OCTOBER))
    release_batch(actor=make_user("ops", username="ops2"), batch=batch)
    assert Payout.objects.get().amount == Decimal("10000.01")
    assert (owed(lin), deposit(lin)) == (0, 0)


def test_a_contract_that_was_given_up_gives_back_without_a_statement(lin, fjyx001, youxi_staff, ops):
    contract = paid(lin, fjyx001, by=youxi_staff, second=ops)
    contract = give_up(actor=youxi_staff, contract=contract, reason="不干了")
    confirm_entry(actor=ops, entry=propose_release(actor=youxi_staff, contract=contract, reason="退"))
    assert (deposit(lin), owed(lin)) == (0, DUE)
    with pytest.raises(Refused) as refused:
        propose_release(actor=youxi_staff, contract=Contract.objects.get(), reason="再退")
    assert refused.value.code == "nothing"


def test_a_deposit_is_not_money_that_was_paid_out(contract, lin):
    assert deposit(lin) == DUE
    assert paid_to(lin.user) == 0


# --- the books -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_books_find_a_fen_in_the_wrong_place(contract, lin, youxi_staff, ops):
    confirm_entry(
        actor=ops,
        entry=propose_deduction(
            actor=youxi_staff, contract=contract, kind="damage", amount=Decimal("0.01"), reason="丢件"
        ),
    )
    assert differing() == {}
    held = "deposits: what is held for each contract = its confirmed entries"
    account = "deposits: each partner's account = what is held for their contracts"
    moved = "deposits: each entry moved its money once, from where and to where it says"
    state = "contracts: state = last of the log"
    tenure = "contracts: each one that was in force stands behind a tenure of its partner, station and mode"
    fen = Decimal("0.01")
    for rows, values, found in (
        (Contract.objects.all(), {"frozen": DUE}, {held, account}),
        (DepositEntry.objects.filter(kind="damage"), {"kind": "debt"}, {moved}),
        (DepositEntry.objects.filter(kind="damage"), {"amount": fen * 2}, {held, moved}),
        (Contract.objects.all(), {"status": "terminated", "over_on": today()}, {state}),
        (type(lin.tenures.get()).objects.all(), {"mode": "1.0"}, {tenure}),
    ):
        kept = list(rows.values("pk", *values))
        pks = [one["pk"] for one in kept]
        with pgtrigger.ignore():
            rows.model.objects.filter(pk__in=pks).update(**values)
        assert set(differing("deposits", "contracts")) == found
        with pgtrigger.ignore():
            for one in kept:
                if rows.model is Contract:
                    one["over_on"] = None
                rows.model.objects.filter(pk=one.pop("pk")).update(**one)
        assert differing("deposits", "contracts") == {}


def test_the_database_refuses_an_entry_without_its_reason(contract, youxi_staff):
    for fields in ({"kind": "damage"}, {"kind": "paid_in"}, {"kind": "release"}):
        with pytest.raises(DatabaseError, match="deposit_entry_says_why"), transaction.atomic():
            DepositEntry.objects.create(
                contract=contract, amount=Decimal(1), proposed_by=youxi_staff, **fields
            )
