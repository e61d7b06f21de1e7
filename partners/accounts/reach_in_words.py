"""What a login can reach, for people to read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.accounts.models import User
from stations.centers.models import CountyCenter
from stations.network.models import Station


def reach_in_words(user: User) -> list[str]:
    """One sentence for each part of the scope; never empty."""
    if not user.is_active:
        return [_("Nothing: this login is switched off.")]
    scope = user.scope
    if scope.everything:
        return [_("Everything: every county, station and person.")]
    lines = [_center(center) for center in CountyCenter.objects.filter(pk__in=scope.centers)]
    lines += [
        _("Orders, villagers and turnover of station %(station)s.") % {"station": station}
        for station in Station.objects.filter(pk__in=scope.stations)
    ]
    if scope.person is not None:
        lines.append(_("Their own income, past and present."))
        if not scope.stations:
            lines.append(_("No station: they run none today."))
    return lines or [_("Nothing: no county, station or partner belongs to this login.")]


def _center(center: CountyCenter) -> str:
    count = center.stations.count()
    return ngettext(
        "%(center)s with its %(count)d station and everybody there.",
        "%(center)s with its %(count)d stations and everybody there.",
        count,
    ) % {"center": center, "count": count}
