"""Provinces, counties and stations as the pages list them: the first few as bars, all as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.festivals.measures import Turnovers
from orders.festivals.places import Place
from orders.festivals.report import FestivalFigures
from stations import wording

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Level:
    key: str
    title: str | Promise
    one: str | Promise


LEVELS = {
    level.key: level
    for level in (
        Level("provinces", gettext_lazy("Ranking of provinces"), gettext_lazy("Province")),
        Level("counties", gettext_lazy("Ranking of counties"), gettext_lazy("County")),
        Level("stations", gettext_lazy("Ranking of stations"), gettext_lazy("Station")),
    )
}


def short_list(key: str, places: Sequence[Place], count: int) -> dict[str, Any]:
    """The first few of a level, of which there are `count`."""
    return {"level": LEVELS[key], "rows": ranking(places[:SHOWN]), "count": count}


def ranking(places: Sequence[Place]) -> list[dict[str, Any]]:
    """What `ui/ranking.html` draws; the bars measure themselves against the first."""
    longest = places[0].turnovers.paid_amount if places else 0
    return [
        {
            "name": _named(place),
            "value": wording.yuan_short(place.turnovers.paid_amount),
            "length": place.turnovers.paid_amount / longest if longest else 0,
            "share": wording.percent(place.share) if place.share is not None else "",
        }
        for place in places
    ]


def mix(report: FestivalFigures) -> dict[str, Any]:
    """The categories as bars, and as a table with every figure: eleven slices of a cake tell nobody much."""
    longest = report.categories[0].turnovers.paid_amount if report.categories else 0
    return {
        "rows": [
            {
                "name": kind.category.label,
                "value": wording.yuan_short(kind.turnovers.paid_amount),
                "length": kind.turnovers.paid_amount / longest if longest else 0,
                "share": wording.percent(kind.share),
            }
            for kind in report.categories
        ],
        "columns": [
            {"label": _("Category")},
            *({"label": label, "num": True} for label in (_("Paid"), _("Orders"), _("Placed"), _("Net"))),
        ],
        "table": [[str(kind.category.label), *_exact(kind.turnovers)] for kind in report.categories],
    }


def full_table(key: str, places: Sequence[Place], *, start: int) -> dict[str, Any]:
    """What `ui/table.html` shows: every figure of these places, exact."""
    above = {"counties": _("Province"), "stations": _("County")}.get(key)
    heads = [_("Paid"), _("Orders"), _("Placed"), _("Net"), _("Share of paid")]
    if key != "stations":
        heads += [_("Stations in service"), _("Stations selling")]
    return {
        "columns": [
            {"label": LEVELS[key].one},
            *({"label": label, "num": True} for label in ([above] if above else []) + heads),
        ],
        "rows": [_row(key, place, rank) for rank, place in enumerate(places, start=start)],
    }


def _row(key: str, place: Place, rank: int) -> list[str]:
    cells = [
        f"{rank}.\u00a0{_named(place)}",
        *([place.within_name] if place.within else []),
        *_exact(place.turnovers),
        wording.percent(place.share),
    ]
    if key != "stations":
        cells += [wording.count(place.in_service), wording.count(place.selling)]
    return cells


def _exact(sold: Turnovers) -> list[str]:
    """Paid, its orders, placed, net."""
    return [
        wording.yuan(sold.paid_amount),
        wording.count(sold.paid_orders),
        wording.yuan(sold.placed_amount),
        wording.yuan(sold.net_amount),
    ]


def _named(place: Place) -> str:
    """Stations are known by their code; a code of the register says nothing to a reader."""
    name = place.name if place.code.isdigit() else f"{place.code} {place.name}"
    is_station_out_of_service = not place.code.isdigit() and not place.in_service
    return f"{name} ({_('not in service')})" if is_station_out_of_service else name
