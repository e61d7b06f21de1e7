"""Account numbers move to the newest key."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.db import transaction

from partners.payouts.accounts.models import PayoutAccount
from stations.refusals import Refused


def rotate_account_keys() -> int:
    """Encrypts every account number, those of ended accounts too, with the first of IDENTITY_KEYS.

    Returns the count. Raises Refused, with nothing changed, where no key fits. Locks the accounts.
    """
    with transaction.atomic():
        try:
            accounts = list(PayoutAccount.objects.select_for_update(of=("self",)).order_by("pk"))
        except InvalidToken as error:
            raise Refused("A number was encrypted with a key that is not in IDENTITY_KEYS.") from error
        PayoutAccount.objects.bulk_update(accounts, ["number"], batch_size=1000)
    return len(accounts)
