"""One festival's report for each of many counties, read at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from orders.festivals.measures import Turnovers
from orders.festivals.models import CenterCategoryHour, CenterHour, CenterMinute
from orders.festivals.places import COUNTED, Place, of_stations, ranked, share_of
from orders.festivals.report import HOUR, MINUTE, OPENING, FestivalReport, Kind, stretched
from partners.journal.kinds import Category
from stations.clock import SHANGHAI
from stations.scope import Scope


@dataclass(frozen=True, slots=True)
class OfCenter:
    """Reads as staff of one county center do."""

    center_id: int

    @property
    def scope(self) -> Scope:
        return Scope(centers=frozenset({self.center_id}))


def county_reports(report: FestivalReport) -> Iterator[FestivalReport]:
    """For each county of a report the one that its own staff would read at the same moment.

    Three queries, made at once, however many counties there are: call it in the transaction that the
    report was read in. What is yielded is made one by one, so that nobody has to hold them all.
    """
    codes = [county.code for county in report.counties]
    begin, end = report.festival.starts_at, report.festival.ends_at
    opening_ends = min(begin + OPENING, end)
    hours = _by_county(CenterHour, "hour", begin, end, codes)
    minutes = _by_county(CenterMinute, "minute", begin, opening_ends, codes)
    kinds = _by_county(CenterCategoryHour, "category", begin, end, codes)
    stations: dict[str, list[Place]] = defaultdict(list)
    for station in report.stations:
        stations[station.within].append(station)

    def of_county(county: Place) -> FestivalReport:
        own = county.turnovers.paid_amount
        places = [_share_within(place, own) for place in stations[county.code]]
        province = Place(
            county.within,
            county.within_name,
            "",
            "",
            county.turnovers,
            share_of(county.turnovers, own),
            county.in_service,
            county.selling,
        )
        sold_in = {_local(hour): sums for hour, sums in hours[county.code].items()}
        first_sold = {_local(minute): sums for minute, sums in minutes[county.code].items()}
        return replace(
            report,
            national=False,
            turnovers=county.turnovers,
            hours=stretched(sold_in, begin, end, HOUR, report.as_of),
            opening=stretched(first_sold, begin, opening_ends, MINUTE, report.as_of),
            categories=_mix(kinds[county.code], own),
            provinces=(province,),
            counties=(_share_within(county, own),),
            stations=ranked(places),
            **of_stations(places),
        )

    return map(of_county, report.counties)


def _by_county(
    model: Any, column: str, begin: dt.datetime, end: dt.datetime, counties: list[str]
) -> dict[str, dict[Any, Turnovers]]:
    """What was sold, by county and by hour, minute or category."""
    moment = "minute" if column == "minute" else "hour"
    during = {f"{moment}__gte": begin, f"{moment}__lt": end, "center__county__in": counties}
    rows = model.objects.filter(business=COUNTED, **during).summed_by("center__county_id", column)
    sold: dict[str, dict[Any, Turnovers]] = defaultdict(dict)
    for county, key, *sums in rows:
        sold[county][key] = Turnovers(*sums)
    return sold


def _mix(kinds: dict[str, Turnovers], everything: Any) -> tuple[Kind, ...]:
    mix = [Kind(Category(code), sold, share_of(sold, everything)) for code, sold in kinds.items()]
    return tuple(sorted(mix, key=lambda kind: (-kind.turnovers.paid_amount, kind.category)))


def _share_within(place: Place, everything: Any) -> Place:
    return replace(place, share=share_of(place.turnovers, everything))


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(SHANGHAI)
