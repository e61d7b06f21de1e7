"""From a login to its scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from stations.clock import today
from stations.scope import NOTHING, Scope

if TYPE_CHECKING:
    from partners.accounts.models import User

# Asked at each request of each partner. The file of a login (one at most), once for each station of today.
_AT_WORK = """
    SELECT partner.id, tenure.station_id
    FROM partners_partner partner
    LEFT JOIN partners_tenure tenure ON tenure.partner_id = partner.id
        AND tenure.starts_on <= %(today)s AND (tenure.ends_on IS NULL OR tenure.ends_on >= %(today)s)
        AND NOT EXISTS (
            SELECT FROM partners_tenuresuspension s WHERE s.tenure_id = tenure.id AND s.ends_at IS NULL
        )
    WHERE partner.user_id = %(user)s
"""


def reach_of(user: User) -> Scope:
    """Ops see everything; staff their county; a helper a station; a partner the stations run today.

    A former partner, or one who is suspended, keeps the person and loses the place. A login that was
    switched off sees nothing.
    """
    if not user.is_active:
        return NOTHING
    match user.role:
        case "ops" | "superuser":
            return Scope(everything=True)
        case "county_staff" if user.center_id:
            return Scope(centers=frozenset({user.center_id}))
        case "helper" if user.station_id:
            return Scope(stations=frozenset({user.station_id}))
        case "partner":
            return _reach_of_partner(user)
    return NOTHING


def _reach_of_partner(user: User) -> Scope:
    with connection.cursor() as cursor:
        cursor.execute(_AT_WORK, {"user": user.pk, "today": today()})
        rows = cursor.fetchall()
    if not rows:
        return NOTHING
    stations = frozenset(station for _person, station in rows if station is not None)
    return Scope(stations=stations, person=rows[0][0])
