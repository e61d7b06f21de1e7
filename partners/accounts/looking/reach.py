"""What a login reaches, table by table: asked of the scope rule and of the table of rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partners.accounts.models import User
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import Way
from stations.scope.rows import visible_rows
from stations.wording import count

HOUSE = ("stations", "partners", "orders")
MOST = 100_000  # more is not counted to the end: it is everything anyway
NAMED = 5  # stations by name; more are a number

RIGHTS = {
    "view": gettext_lazy("look"),
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "export": pgettext_lazy("right", "take away as a file"),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """One table: how many rows are reached, at most `MOST` + 1; by which ways; and what may be done."""

    app: str
    label: str
    table: str
    rows: int
    ways: tuple[Way, ...]
    rights: tuple[str, ...]

    @property
    def counted(self) -> str:
        if self.rows > MOST:
            return _("more than %(most)s") % {"most": count(MOST)}
        return count(self.rows)


def reached(user: User) -> list[Reached]:
    """Every table of the house by app, those left out of which `user` reaches nothing and may do nothing."""
    return [one for one in _tables(user) if one.rows or one.rights]


def _tables(user: User) -> Iterator[Reached]:
    for app in HOUSE:
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "scope_paths"):
                continue
            info = model._meta
            yield Reached(
                app=app,
                label=info.label,
                table=str(info.verbose_name_plural),
                rows=visible_rows(model, user).order_by()[: MOST + 1].count(),
                ways=tuple(model.scope_paths.ways(user)),
                rights=tuple(right for right in RIGHTS if user.has_perm(f"{app}.{right}_{info.model_name}")),
            )


def places_in_words(user: User) -> dict[Way, str]:
    """For each way why a row is reached: the county, the stations or the person by name."""
    scope = user.scope
    centers = [str(one) for one in CountyCenter.objects.filter(pk__in=scope.centers)]
    stations = list(Station.objects.filter(pk__in=scope.stations).order_by("code")[: NAMED + 1])
    named = ", ".join(str(one) for one in stations[:NAMED])
    if len(stations) > NAMED:
        named = _("%(named)s and more") % {"named": named}
    return {
        Way.EVERYTHING: _("everything"),
        Way.PUBLIC: _("the same for everybody who is logged in"),
        Way.CENTER: _("of the county: %(centers)s") % {"centers": ", ".join(centers)},
        Way.STATION: _("of the station: %(stations)s") % {"stations": named},
        Way.PERSON: _("their own: %(person)s") % {"person": user},
    }
