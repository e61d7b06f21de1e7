"""What the database refuses by itself; each of these goes red when its rule is dropped."""

from decimal import Decimal

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from partners.ledger.accounts import BANK, PLATFORM, float_of
from partners.ledger.models import Account, Balance, CreditLine, Transfer
from partners.ledger.posting import NewTransfer, post_transfers
from stations.clock import today
from tests.partners.ledger.states import balance

pytestmark = pytest.mark.django_db


def new(**fields):
    """A transfer written past the verbs, from the bank to the platform."""
    bank, platform = (Account.objects.get_or_create(kind=kind)[0] for kind in ("bank", "platform_clearing"))
    given = {
        "kind": "top_up",
        "from_account": bank,
        "to_account": platform,
        "amount": Decimal(1),
        "business_date": today(),
        "occurred_at": timezone.now(),
        "source_key": "x",
    }
    return Transfer(**(given | fields))


def test_a_transfer_is_never_changed_nor_deleted(fjyx001):
    transfer = Transfer.objects.get()
    for change in (
        lambda: Transfer.objects.filter(pk=transfer.pk).update(amount=1),
        lambda: Transfer.objects.filter(pk=transfer.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
    assert Transfer.objects.get().amount == transfer.amount
    with pgtrigger.ignore("partners.Transfer:append_only"):
        assert Transfer.objects.update(amount=1) == 1


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": Decimal(0)}, "transfer_amount_positive"),
        ({"amount": Decimal(-1)}, "transfer_amount_positive"),
        ({"kind": "reversal"}, "transfer_reversal_names_what_it_corrects"),
    ],
)
def test_a_transfer_that_makes_no_sense(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        new(**fields).save()


def test_a_transfer_to_the_same_account(db):
    bank = Account.objects.create(kind="bank")
    with pytest.raises(IntegrityError, match="transfer_between_two_accounts"), transaction.atomic():
        new(from_account=bank, to_account=bank).save()


def test_a_source_key_moves_money_once(fjyx001):
    def post():
        transfer = NewTransfer(BANK, float_of(fjyx001.pk), Decimal(5), "top_up", "once", timezone.now())
        post_transfers(actor=None, transfers=[transfer])

    before = balance(fjyx001)
    post()
    with pytest.raises(IntegrityError, match="transfer_source_key_once"), transaction.atomic():
        post()
    assert balance(fjyx001) == before + 5


def test_a_balance_never_falls_below_its_credit(fjyx001):
    row = Balance.objects.filter(account__station=fjyx001)
    row.update(credit_limit=10)
    assert row.update(amount=-10) == 1
    with pytest.raises(IntegrityError, match="balance_never_below_its_credit"), transaction.atomic():
        row.update(amount=Decimal("-10.01"))


def test_a_credit_limit_is_not_negative(fjyx001):
    with pytest.raises(IntegrityError, match="balance_credit_not_negative"), transaction.atomic():
        Balance.objects.filter(account__station=fjyx001).update(credit_limit=-1)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "station_float"}, "account_has_the_owner_of_its_kind"),
        ({"kind": "suspense", "station": True}, "account_has_the_owner_of_its_kind"),
        ({"kind": "bank"}, "account_of_the_house_once"),
        ({"kind": "station_float", "station": True}, "account_once_per_station"),
    ],
)
def test_an_account_is_there_once_and_is_somebodys(fjyx001, fields, constraint):
    given = fields | ({"station": fjyx001} if "station" in fields else {})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Account.objects.create(**given)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"limit": -1}, "credit_line_not_negative"),
        ({"confirmed_at": timezone.now()}, "credit_line_decided_by_somebody"),
        ({}, "credit_line_one_open_proposal"),
    ],
)
def test_a_credit_line_that_makes_no_sense(fjyx001, lin, youxi_staff, fields, constraint):
    given = {
        "station": fjyx001,
        "partner": lin,
        "limit": 1,
        "reason": "x",
        "proposed_by": youxi_staff,
        "proposed_at": timezone.now(),
    }
    CreditLine.objects.create(**given)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CreditLine.objects.create(**(given | fields))


def test_money_moves_in_the_transaction_of_the_event(transactional_db, django_db_blocker):
    transfer = NewTransfer(BANK, PLATFORM, Decimal(5), "top_up", "alone", timezone.now())
    with pytest.raises(RuntimeError):
        post_transfers(actor=None, transfers=[transfer])
    assert not Transfer.objects.exists()
