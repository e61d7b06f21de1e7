"""Second factors move to the newest key, together with the identity numbers."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from partners.people.identity import box
from stations.refusals import Refused

# What allauth encrypts through `SecondFactorAdapter`: of the app, of the recovery codes.
ENCRYPTED = ("secret", "seed")


def rotate_second_factor_keys() -> int:
    """Encrypts every second factor with the first of IDENTITY_KEYS; returns the count.

    Raises Refused, with nothing changed, where no key fits. Locks the factors.
    """
    with transaction.atomic():
        factors = list(Authenticator.objects.select_for_update(no_key=True))
        for factor in factors:
            for name in ENCRYPTED:
                if name not in factor.data:
                    continue
                try:
                    factor.data[name] = box().rotate(factor.data[name].encode()).decode()
                except InvalidToken as error:
                    raise Refused("A second factor needs a key that is not in IDENTITY_KEYS.") from error
        Authenticator.objects.bulk_update(factors, ["data"], batch_size=1000)
    return len(factors)
