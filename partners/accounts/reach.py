"""From a login to its scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partners.people.models import Partner, Tenure, TenureSuspension
from stations.clock import today
from stations.scope import NOTHING, Scope

if TYPE_CHECKING:
    from partners.accounts.models import User


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
    partner = Partner.objects.filter(user=user).values_list("pk", flat=True).first()
    if partner is None:
        return NOTHING
    suspended = TenureSuspension.objects.filter(ends_at__isnull=True).values("tenure")
    at_work = Tenure.objects.covering(today()).filter(partner=partner).exclude(pk__in=suspended)
    stations = at_work.values_list("station_id", flat=True)
    return Scope(stations=frozenset(stations), person=partner)
