"""A station comes under another county center."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stations.centers.changing import lock_center
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.network.changing import lock_station
from stations.network.checks import Act, check_nothing_blocks
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused, check_reason


def move_station(*, actor: Any, station: Station, center: CountyCenter, reason: str) -> Station:
    """Gives a station to another center; what happened before stays with the old one's figures,
    also what is recorded of it later (`network.whereabouts`).

    Its code and village stay: the code is on its sign, and counties are merged and split.
    Its history keeps actor, time and reason. Locks the new center and the station. Raises
    Refused: no reason, the same center, one that is not operating, a closed station, and while
    something blocks.
    """
    reason = check_reason(reason)
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None, reason=reason):
        center = lock_center(center.pk)
        station = lock_station(station.pk)
        if station.status == StationStatus.CLOSED:
            raise Refused(_("%(station)s is closed.") % {"station": station}, code="closed", conflict=True)
        if station.center_id == center.pk:
            raise Refused(
                _("%(station)s is with this center already.") % {"station": station},
                code="center",
                field="center",
            )
        if center.status != CenterStatus.OPERATING:
            raise Refused(
                _("%(center)s is “%(status)s”: only an operating center takes stations.")
                % {"center": center, "status": center.get_status_display()},
                code="center",
                field="center",
            )
        check_nothing_blocks(station, Act.MOVE)
        station.center, station.center_since = center, timezone.now()
        station.save(update_fields=["center", "center_since"])
    return station
