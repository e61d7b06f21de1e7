"""A county is proposed for a center; what is said about a center is put right."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stations.centers.changing import lock_center, log_step
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.refusals import Refused, check_fields
from stations.regions.models import Region


def propose_center(
    *, actor: Any, county: Region, code: str, name: str = "", address: str = "", phone: str = ""
) -> CountyCenter:
    """Enters a center as proposed, by default under its county's name.

    Raises Refused: not a county, a county or a code that has a center already, a malformed field.
    """
    if county.level != Region.Level.COUNTY:
        raise Refused(_("%(region)s is not a county.") % {"region": county}, code="county", field="county")
    center = CountyCenter(
        county=county,
        code=code.strip().upper(),
        name=name.strip() or _("%(county)s operation center") % {"county": county},
        address=address.strip(),
        phone=phone.strip(),
        status=CenterStatus.PROPOSED,
    )
    check_fields(center, "code", "name", "address", "phone")
    with transaction.atomic():
        if CountyCenter.objects.filter(county=county).exists():
            raise Refused(
                _("%(county)s has a center already.") % {"county": county}, code="taken", field="county"
            )
        try:
            with transaction.atomic():
                center.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_("This code cannot be used."), code="taken", field="code") from error
        log_step(center, before="", actor=actor, reason="")
    return center


def correct_center(
    *, actor: Any, center: CountyCenter, name: str, address: str = "", phone: str = ""
) -> CountyCenter:
    """Puts name, address and phone right; its history keeps what they were. Locks the center.

    Raises Refused for a malformed field.
    """
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        center = lock_center(center.pk)
        center.name, center.address, center.phone = name.strip(), address.strip(), phone.strip()
        check_fields(center, "name", "address", "phone")
        center.save(update_fields=["name", "address", "phone"])
    return center
