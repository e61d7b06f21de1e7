"""From mode 1.0 to 2.0, and a renewal: one act, one deposit, each day with its mode."""

from decimal import Decimal

import pgtrigger
import pytest

from partners.contracts.converting import change_over
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.deposits.recording import propose_deduction, record_payment
from partners.contracts.models import Contract
from partners.contracts.signing import put_in_force
from partners.contracts.terms import load_standard_deposits, what_changes
from partners.people.models import Tenure
from stations.clock import today
from stations.refusals import Refused
from tests.books import differing
from tests.making import HANDED_ON
from tests.partners.contracts.deeds import DAY, deposit, everything, in_force, moves, pay, signed
from tests.partners.subsidies.giving import in_force as subsidy

ON = HANDED_ON + 60 * DAY
HALF = Decimal("5000.00")


@pytest.fixture
def shop(lin, fjyx001, youxi_staff, ops):
    """Lin runs a village shop, with its 5,000 yuan."""
    Tenure.objects.filter(partner=lin).update(mode="1.0")
    return in_force(lin, fjyx001, by=youxi_staff, second=ops, mode="1.0")


def tenures(partner):
    rows = Tenure.objects.filter(partner=partner).order_by("starts_on")
    return list(rows.values_list("starts_on", "ends_on", "mode"))


def test_the_new_contract_takes_the_deposit_over_and_each_day_keeps_its_mode(
    shop, lin, fjyx001, youxi_staff, ops
):
    new = signed(lin, fjyx001, by=youxi_staff, starts_on=ON)
    assert (new.follows, new.deposit_due) == (shop, 2 * HALF)
    with pytest.raises(Refused, match=r"5,000\.00") as refused:
        change_over(actor=youxi_staff, contract=new, starts_on=ON)
    assert refused.value.code == "deposit"
    with pytest.raises(Refused):  # no more than is missing after the change
        record_payment(actor=youxi_staff, contract=new, amount=HALF + 1, receipt="R")
    pay(new, by=youxi_staff, second=ops, amount=HALF)

    new = change_over(actor=youxi_staff, contract=new, starts_on=ON)

    shop.refresh_from_db()
    assert (shop.status, shop.over_on, shop.frozen) == ("ended", ON - DAY, 0)
    assert (new.status, new.frozen, new.missing) == ("in_force", 2 * HALF, 0)
    assert new.tenure == lin.tenures.get(mode="2.0")
    assert tenures(lin) == [(HANDED_ON, ON - DAY, "1.0"), (ON, None, "2.0")]
    assert deposit(lin) == 2 * HALF
    assert len(moves(lin)) == 2  # what is carried over has moved nothing
    carried = DepositEntry.objects.filter(kind__startswith="carried").order_by("pk")
    assert list(carried.values_list("contract", "kind", "amount")) == [
        (shop.pk, "carried_out", HALF),
        (new.pk, "carried_in", HALF),
    ]


def test_a_renewal_keeps_the_tenure(contract, lin, fjyx001, youxi_staff):
    new = signed(lin, fjyx001, by=youxi_staff, starts_on=ON)
    new = change_over(actor=youxi_staff, contract=new, starts_on=ON)
    assert tenures(lin) == [(HANDED_ON, None, "2.0")]
    assert new.tenure == Contract.objects.get(pk=contract.pk).tenure == lin.tenures.get()
    assert (new.frozen, Contract.objects.get(pk=contract.pk).frozen) == (2 * HALF, 0)


def test_nobody_goes_back_to_one_zero(contract, lin, fjyx001):
    with pytest.raises(Refused) as refused:
        signed(lin, fjyx001, mode="1.0", starts_on=ON)
    assert refused.value.code == "mode"


@pytest.mark.parametrize("day", [HANDED_ON, HANDED_ON + DAY, ON - DAY])
def test_not_before_it_begins(contract, lin, fjyx001, youxi_staff, day):
    new = signed(lin, fjyx001, by=youxi_staff, starts_on=ON)
    before = everything()
    with pytest.raises(Refused) as refused:
        change_over(actor=youxi_staff, contract=new, starts_on=day)
    assert (refused.value.code, refused.value.field) == ("day", "starts_on")
    assert everything() == before


def test_a_contract_that_follows_is_not_put_in_force_beside_the_other(contract, lin, fjyx001, youxi_staff):
    new = signed(lin, fjyx001, by=youxi_staff, starts_on=ON)
    with pytest.raises(Refused) as refused:
        put_in_force(actor=youxi_staff, contract=new)
    assert refused.value.code == "follows"


def test_an_entry_that_waits_on_either_side_stops_it(contract, lin, fjyx001, youxi_staff):
    new = signed(lin, fjyx001, by=youxi_staff, starts_on=ON)
    propose_deduction(actor=youxi_staff, contract=contract, kind="damage", amount=Decimal(1), reason="丢件")
    with pytest.raises(Refused) as refused:
        change_over(actor=youxi_staff, contract=new, starts_on=ON)
    assert refused.value.code == "entry_waits"


def test_once_only(contract, lin, fjyx001, youxi_staff):
    new = signed(lin, fjyx001, by=youxi_staff, starts_on=ON)
    change_over(actor=youxi_staff, contract=new, starts_on=ON)
    with pytest.raises(Refused):
        change_over(actor=youxi_staff, contract=new, starts_on=ON + DAY)


def test_what_changes_is_told(youxi):
    load_standard_deposits()
    told = dict(what_changes("1.0", "2.0", today(), center_id=youxi.pk))
    assert told["Deposit"] == "¥5,000.00 → ¥10,000.00"
    assert "Commission" in told


def test_the_income_guarantee_is_among_what_changes(youxi):
    load_standard_deposits()

    def told(old, new):
        return dict(what_changes(old, new, today(), center_id=youxi.pk))["Income guarantee"]

    assert told("1.0", "2.0") == "None is in force on this day."
    subsidy("guarantee", amount="1500.00", months=3, full_time_only=True)
    assert told("1.0", "2.0") == (
        "at least ¥1,500.00 a month in the first 3 months of a tenure, full-time partners only;"
        " the months count anew from the day of the change."
    )
    assert told("2.0", "1.0") == "None in mode 1.0: it is for full-time partners only."


@pytest.mark.django_db(transaction=True)
def test_the_books_find_what_was_given_away_and_never_taken_over(shop, lin, fjyx001, youxi_staff, ops):
    new = signed(lin, fjyx001, by=youxi_staff, starts_on=ON)
    pay(new, by=youxi_staff, second=ops, amount=HALF)
    change_over(actor=youxi_staff, contract=new, starts_on=ON)
    assert differing("deposits") == {}
    with pgtrigger.ignore():
        DepositEntry.objects.filter(kind="carried_in").update(amount=HALF - 1)
    assert set(differing("deposits")) == {
        "deposits: what is held for each contract = its confirmed entries",
        "deposits: what one contract gave away the next one has taken over",
    }
