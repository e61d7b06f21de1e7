"""What is to be reached and what of it is paid, by county and by station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from orders.festivals.models import CenterHour, Festival, StationTurnover
from orders.festivals.places import during
from orders.festivals.queries import TurnoverQuerySet
from orders.festivals.targets.models import FestivalTarget
from stations.centers.models import CountyCenter
from stations.money import ZERO
from stations.network.models import Station
from stations.scope import scope_of


@dataclass(frozen=True, slots=True)
class Attainment:
    """A target in yuan, and what of it is paid so far."""

    code: str
    name: str
    target: Decimal
    paid: Decimal

    @property
    def share(self) -> Decimal:
        return self.paid / self.target

    @property
    def missing(self) -> Decimal:
        return max(self.target - self.paid, ZERO)


@dataclass(frozen=True, slots=True)
class TargetReport:
    """Targets within the reader's scope, each with what was paid in the festival's hours as rolled up.

    A county's figure is that of the center of the payment, a station's is its own wherever it was.
    """

    festival: Festival
    counties: tuple[Attainment, ...]
    stations: tuple[Attainment, ...]

    @property
    def of_the_counties(self) -> Decimal:
        return sum((row.target for row in self.counties), ZERO)

    @property
    def of_the_stations(self) -> Decimal:
        return sum((row.target for row in self.stations), ZERO)


def target_report(festival: Festival, user: object) -> TargetReport:
    """Those behind come first. Four queries, whatever is in it."""
    targets = FestivalTarget.objects.visible_to(user).of(festival).order_by()
    counties = targets.of_counties().values_list(
        "center_id", "center__code", "center__county__name", "amount"
    )
    stations = targets.of_stations().values_list("station_id", "station__code", "station__name", "amount")
    hours = during(CenterHour.objects.visible_to(user), festival)
    station_hours = during(StationTurnover.objects.visible_to(user), festival)
    return TargetReport(
        festival,
        _attained(list(counties), _paid_by(hours, "center_id")),
        _attained(list(stations), _paid_by(station_hours, "station_id")),
    )


def target_of(festival: Festival, place: CountyCenter | Station | None) -> Decimal | None:
    """Yuan paid to reach for the nation (None), a county or a station."""
    if place is None:
        return festival.sales_target
    of = {"center": place} if isinstance(place, CountyCenter) else {"station": place}
    return FestivalTarget.objects.of(festival).filter(**of).values_list("amount", flat=True).first()


@dataclass(frozen=True, slots=True)
class Goal:
    """Yuan to be reached in a part of the nation, and what of it is paid."""

    target: Decimal
    paid: Decimal

    @property
    def share(self) -> Decimal:
        return self.paid / self.target


def goal_within(festival: Festival, user: object, *, paid: Decimal) -> Goal | None:
    """The target of the reader's part of the nation: the festival's own, or the county's."""
    if scope_of(user).everything:
        target = festival.sales_target
    else:
        rows = FestivalTarget.objects.visible_to(user).of(festival).of_counties()
        target = rows.values_list("amount", flat=True).first()
    return Goal(target, paid) if target else None


@dataclass(frozen=True, slots=True)
class StationGoal:
    """A running festival as a station's partner sees it: what is to be reached, what is paid."""

    festival: Festival
    attainment: Attainment


def goal_of(station: Station, user: object, moment: dt.datetime) -> StationGoal | None:
    """The station's target in a festival that runs now; None where there is none."""
    target = (
        FestivalTarget.objects.visible_to(user)
        .filter(station=station, festival__starts_at__lte=moment, festival__ends_at__gt=moment)
        .select_related("festival")
        .order_by("festival__ends_at")
        .first()
    )
    if target is None:
        return None
    hours = during(StationTurnover.objects.visible_to(user).filter(station=station), target.festival)
    paid = hours.aggregate(paid=Sum("paid_amount"))["paid"] or ZERO
    return StationGoal(target.festival, Attainment(station.code, station.name, target.amount, paid))


def _paid_by(rows: TurnoverQuerySet, key: str) -> dict[int, Decimal]:
    return {pk: sums[2] for pk, *sums in rows.summed_by(key)}


def _attained(targets: Sequence[tuple[Any, ...]], paid: dict[int, Decimal]) -> tuple[Attainment, ...]:
    rows = [Attainment(code, name, amount, paid.get(pk, ZERO)) for pk, code, name, amount in targets]
    return tuple(sorted(rows, key=lambda row: (row.share, row.code)))
