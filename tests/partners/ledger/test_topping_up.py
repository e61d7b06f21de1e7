"""Money comes into a float and goes out of it: each bank receipt once, a credit line is no money."""

import datetime as dt
from decimal import Decimal

import pytest

from partners.ledger.models import Account, Transfer
from partners.ledger.reversing import reverse_transfer
from partners.ledger.topping_up import pay_out_float, top_up_float
from stations.clock import SHANGHAI
from stations.refusals import Refused
from tests.cast import make_order, make_station, set_float
from tests.partners.ledger.states import balance, ledger

pytestmark = pytest.mark.django_db

BEFORE_MIDNIGHT = dt.datetime(2015, 11, 10, 23, 59, tzinfo=SHANGHAI)


@pytest.fixture
def empty(youxi):
    return make_station(code="FJYX009", center=youxi, prepaid="0")


def test_a_top_up_comes_from_the_bank_on_the_day_it_happened(empty, youxi_staff):
    transfer = top_up_float(
        actor=youxi_staff, station=empty, amount=Decimal("1200.50"), receipt=" 4471 ", at=BEFORE_MIDNIGHT
    )

    assert (transfer.from_account.kind, transfer.to_account.station) == ("bank", empty)
    assert (transfer.amount, transfer.note, transfer.actor) == (Decimal("1200.50"), "4471", youxi_staff)
    assert transfer.business_date == dt.date(2015, 11, 10)
    assert balance(empty) == Decimal("1200.50")


def test_the_same_receipt_is_recorded_once_in_the_whole_country(empty, zjtl001):
    top_up_float(actor=None, station=zjtl001, amount=Decimal(10), receipt="4471")
    before = ledger()
    with pytest.raises(Refused) as refused:
        top_up_float(actor=None, station=empty, amount=Decimal(20), receipt="4471")
    assert (refused.value.code, refused.value.field) == ("receipt", "receipt")
    assert "ZJTL" not in str(refused.value)
    assert ledger() == before


@pytest.mark.parametrize(
    ("amount", "receipt", "field"),
    [("0", "1", "amount"), ("-5", "1", "amount"), ("10000000.01", "1", "amount"), ("5", " ", "receipt")],
)
def test_what_cannot_be_is_refused_beside_its_field(empty, amount, receipt, field):
    before = ledger()
    with pytest.raises(Refused) as refused:
        top_up_float(actor=None, station=empty, amount=Decimal(amount), receipt=receipt)
    assert refused.value.field == field
    assert ledger() == before


def test_at_most_what_is_prepaid_is_paid_out(fjyx001):
    set_float(fjyx001, "100.00")
    before = ledger()
    with pytest.raises(Refused) as refused:
        pay_out_float(actor=None, station=fjyx001, amount=Decimal("100.01"), receipt="9")
    assert refused.value.field == "amount"
    assert "¥100.00" in str(refused.value)
    assert ledger() == before

    pay_out_float(actor=None, station=fjyx001, amount=Decimal("100.00"), receipt="9")
    assert balance(fjyx001) == 0


def test_a_mistake_is_moved_back_once_and_both_stay(empty, ops):
    wrong = top_up_float(actor=None, station=empty, amount=Decimal(300), receipt="1")

    back = reverse_transfer(actor=ops, transfer=wrong, reason="记错站点")

    assert (back.reverses, back.amount, back.note) == (wrong, Decimal(300), "记错站点")
    assert (back.from_account, back.to_account) == (wrong.to_account, wrong.from_account)
    assert balance(empty) == 0
    before = ledger()
    with pytest.raises(Refused) as refused:
        reverse_transfer(actor=ops, transfer=wrong, reason="再来一次")
    assert refused.value.code == "reversed"
    assert ledger() == before


def test_what_is_spent_meanwhile_cannot_be_moved_back(fjyx001, ops):
    set_float(fjyx001, "0")
    wrong = top_up_float(actor=None, station=fjyx001, amount=Decimal(150), receipt="1")
    make_order(fjyx001)  # 100 yuan in cash
    before = ledger()
    with pytest.raises(Refused) as refused:
        reverse_transfer(actor=ops, transfer=wrong, reason="记错站点")
    assert refused.value.code == "float"
    assert ledger() == before


@pytest.mark.parametrize("reason", ["", " "])
def test_a_correction_says_why(fjyx001, ops, reason):
    before = ledger()
    with pytest.raises(Refused) as refused:
        reverse_transfer(actor=ops, transfer=Transfer.objects.get(), reason=reason)
    assert refused.value.field == "reason"
    assert ledger() == before


def test_what_an_order_moved_is_corrected_at_the_order(fjyx001, ops):
    make_order(fjyx001)
    before = ledger()
    with pytest.raises(Refused) as refused:
        reverse_transfer(actor=ops, transfer=Transfer.objects.get(kind="order_paid"), reason="x")
    assert refused.value.code == "kind"
    assert ledger() == before


def test_the_accounts_of_the_house_are_opened_once(fjyx001, fjyx002, zjtl001):
    assert Account.objects.filter(kind="bank").count() == 1
    assert Account.objects.filter(kind="station_float").count() == 3
