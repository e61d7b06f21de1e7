"""From a login to its scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stations.clock import today
from stations.network.models import Station
from stations.prepared import prepared_rows
from stations.scope import NOTHING, Scope

if TYPE_CHECKING:
    from partners.accounts.models import User

# Asked at each request of each partner. The file of a login (one at most), once for each station of today.
_AT_WORK = """
    , partner.id
    FROM partners_partner partner
    LEFT JOIN partners_tenure tenure ON tenure.partner_id = partner.id
        AND tenure.starts_on <= %(today)s AND (tenure.ends_on IS NULL OR tenure.ends_on >= %(today)s)
        AND NOT EXISTS (
            SELECT FROM partners_tenuresuspension s WHERE s.tenure_id = tenure.id AND s.ends_at IS NULL
        )
    LEFT JOIN stations_station own ON own.id = tenure.station_id
    WHERE partner.user_id = %(user)s
    ORDER BY own.code
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
    rows = prepared_rows(Station, _AT_WORK, {"user": user.pk, "today": today()})
    if not rows:
        return Reach()
    _station, (person,) = rows[0]
    stations = tuple(station for station, _person in rows if station is not None)
    return Reach(Scope(stations=frozenset(station.pk for station in stations), person=person), stations)
