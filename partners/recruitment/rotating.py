"""Identity numbers of applicants move to the newest key."""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.db import transaction

from partners.recruitment.models import Application
from stations.refusals import Refused


def rotate_application_keys() -> int:
    """Encrypts every applicant's number with the first of IDENTITY_KEYS; returns the count.

    Raises Refused, with nothing changed, where no key fits. Locks the applications that have one.
    """
    with transaction.atomic():
        rows = Application.objects.exclude(identity_number="").select_for_update(of=("self",), no_key=True)
        try:
            applications = list(rows.order_by("pk"))
        except InvalidToken as error:
            raise Refused("A number was encrypted with a key that is not in IDENTITY_KEYS.") from error
        Application.objects.bulk_update(applications, ["identity_number"], batch_size=1000)
    return len(applications)
