"""Identity numbers move to the newest key."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.db import transaction

from partners.people.identity import fingerprint
from partners.people.models import Partner
from stations.refusals import Refused


def rotate_identity_keys() -> int:
    """Encrypts every number with the first of IDENTITY_KEYS and renews the fingerprints; returns the count.

    Afterwards the older keys can go. Raises Refused, with nothing changed, where no key fits.
    Locks the partners that have a number, all at once: some thousand rows.
    """
    with transaction.atomic():
        rows = Partner.objects.exclude(identity_number="").select_for_update(of=("self",), no_key=True)
        try:
            partners = list(rows)
        except InvalidToken as error:
            raise Refused("A number was encrypted with a key that is not in IDENTITY_KEYS.") from error
        for partner in partners:
            partner.identity_fingerprint = fingerprint(partner.identity_number)
        Partner.objects.bulk_update(partners, ["identity_number", "identity_fingerprint"], batch_size=1000)
    return len(partners)
