"""From a login to its scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stations.clock import today
from stations.network.models import Station
from stations.scope import NOTHING, Scope

if TYPE_CHECKING:
    from partners.accounts.models import User

# Asked at each request of each partner. The file of a login (one at most), once for each station of today.
_AT_WORK = """
    SELECT partner.id AS person, station.*
    FROM partners_partner partner
    LEFT JOIN partners_tenure tenure ON tenure.partner_id = partner.id
        AND tenure.starts_on <= %(today)s AND (tenure.ends_on IS NULL OR tenure.ends_on >= %(today)s)
        AND NOT EXISTS (
            SELECT FROM partners_tenuresuspension s WHERE s.tenure_id = tenure.id AND s.ends_at IS NULL
        )
    LEFT JOIN stations_station station ON station.id = tenure.station_id
    WHERE partner.user_id = %(user)s
    ORDER BY station.code
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a login may look at and, of a partner, the stations run today, by code."""

    scope: Scope = NOTHING
    stations: tuple[Station, ...] = ()


def reach_of(user: User) -> Reach:
    """Ops see everything; staff their county; a helper a station; a partner the stations run today.

    A former partner, or one who is suspended, keeps the person and loses the place. A login that was
    switched off sees nothing.
    """
    if not user.is_active:
        return Reach()
    match user.role:
        case "ops" | "superuser":
            return Reach(Scope(everything=True))
        case "county_staff" if user.center_id:
            return Reach(Scope(centers=frozenset({user.center_id})))
        case "helper" if user.station_id:
            return Reach(Scope(stations=frozenset({user.station_id})))
        case "partner":
            return _reach_of_partner(user)
    return Reach()


def _reach_of_partner(user: User) -> Reach:
    rows: list[Any] = list(Station.objects.raw(_AT_WORK, {"user": user.pk, "today": today()}))
    if not rows:
        return Reach()
    stations = tuple(row for row in rows if row.pk is not None)
    return Reach(Scope(stations=frozenset(row.pk for row in stations), person=rows[0].person), stations)
