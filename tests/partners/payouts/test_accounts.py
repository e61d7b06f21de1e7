"""Where a partner is paid to: checked, encrypted, shown by its last four, and moved to a new key."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from partners.accounts.models import User
from partners.payouts.accounts.entering import enter_account
from partners.payouts.models import PayoutAccount
from partners.people.models import Partner
from stations.refusals import Refused
from tests.cast import client_of
from tests.partners.payouts.money import CARD, give_account

pytestmark = pytest.mark.django_db


def kept() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM partners_payoutaccount")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"number": "6222021001116245703"}, "number"),
        ({"number": "123"}, "number"),
        ({"bank": " "}, "bank"),
        ({"holder": "别人"}, "holder"),
        ({"channel": "alipay", "number": "lin"}, "number"),
    ],
)
def test_what_cannot_be_is_refused(
    lin: Partner, youxi_staff: User, fields: dict[str, str], field: str
) -> None:
    given = {"channel": "bank", "number": CARD, "bank": "农业银行"} | fields
    with pytest.raises(Refused) as said:
        enter_account(actor=youxi_staff, partner=lin, **given)
    assert said.value.field == field
    assert not PayoutAccount.objects.exists()


def test_a_number_is_never_shown_and_survives_a_new_key(
    lin: Partner, youxi_staff: User, ops: User, settings: Any
) -> None:
    account = give_account(lin, by=youxi_staff, confirmed_by=ops)
    assert CARD not in kept()
    for who, address in (
        (lin, "/income/payouts/"),
        (ops, f"/admin/partners/payoutaccount/{account.pk}/change/"),
    ):
        body = client_of(who).get(address).content.decode()
        assert "**** 5702" in body
        assert CARD not in body
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode(), *settings.IDENTITY_KEYS]
    call_command("rotate_identity_keys")
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[:1]
    assert PayoutAccount.objects.get().number == CARD


def test_a_new_account_follows_the_old_one(lin: Partner, youxi_staff: User, ops: User) -> None:
    first = give_account(lin, by=youxi_staff, confirmed_by=ops)
    client = client_of(lin)
    typed = {"token": "t", "channel": "alipay", "card": "13900000001", "bank": ""}
    for _again in range(2):
        assert client.post("/income/account/", typed).status_code == 302
    second = PayoutAccount.objects.open().get()
    assert PayoutAccount.objects.in_force().get() == first
    client_of(ops).post(f"/admin/partners/payoutaccount/{second.pk}/confirm/", {"token": "c"})
    assert PayoutAccount.objects.in_force().get() == second
