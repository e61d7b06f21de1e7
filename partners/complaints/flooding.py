"""What strangers send through the public form is counted in PostgreSQL, by address and by number."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext as _

from partners.complaints.lifecycle import ADDRESS_WINDOW, PER_ADDRESS, PER_PHONE, PHONE_WINDOW
from stations.refusals import Refused
from stations.requests.limiting import count_within


def check_not_flooding(*, address: str, phone: str) -> None:
    """Counts one more try of an address, then of a number; raises Refused beyond the limits.

    Before the work's transaction, so that a refused try counts too. Numbers are kept as a hash.
    """
    if count_within(who=f"complaint:address:{address}", window=ADDRESS_WINDOW) > PER_ADDRESS:
        raise Refused(
            _("Too many messages came from your connection. Try again in an hour, or call the county."),
            code="too_many",
        )
    digest = hashlib.sha256(phone.encode()).hexdigest()[:32]
    if phone and count_within(who=f"complaint:phone:{digest}", window=PHONE_WINDOW) > PER_PHONE:
        raise Refused(
            _("Several messages came from this number today. The county center will call back."),
            code="too_many",
            field="phone",
        )
