"""A target is spread over counties and stations as a past day was."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from orders.festivals.models import Festival, StationDay
from orders.festivals.places import COUNTED
from orders.festivals.targets.models import FestivalTarget
from orders.festivals.targets.setting import NewTarget, set_targets
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.money import FEN
from stations.network.models import Station
from stations.refusals import Refused
from stations.scope import scope_of


@dataclass(frozen=True, slots=True)
class Distribution:
    """What was set. `left_out`: stations in service in the festival that sold nothing on the past day."""

    counties: int
    stations: int
    left_out: int


def distribute_target(
    *, actor: Any, festival: Festival, day: dt.date, center: CountyCenter | None = None
) -> Distribution:
    """Spreads the nation's target, or a county's over its stations, in proportion to yuan paid on `day`.

    To the fen: the shares of the stations make the whole, and a county's is the sum of its stations'.
    Replaces what was set for these places before. Raises Refused: no target to spread, a day that is
    not over, nothing paid on it, a county beyond the actor's reach. Takes the festival's turn.
    """
    if day >= today():
        raise Refused(_("Choose a day that is over."), code="day", field="day")
    whole = _whole(actor, festival, center)
    serving = Station.objects.in_service_between(festival.first_day, festival.last_day)
    if center is not None:
        serving = serving.filter(center=center)
    stations = {station.pk: station for station in serving.select_related("center").order_by("code")}
    paid: Any = StationDay.objects.filter(day=day, business=COUNTED, station__in=list(stations))
    weights = {pk: sums[2] for pk, *sums in paid.summed_by("station_id") if sums[2] > 0}
    if not weights:
        raise Refused(_("Nothing was paid on that day by these stations."), code="nothing", field="day")
    in_order = {pk: weights[pk] for pk in stations if pk in weights}
    shares = {pk: amount for pk, amount in spread(whole, in_order).items() if amount > 0}
    targets = [NewTarget(stations[pk], amount) for pk, amount in shares.items()]
    replaced = FestivalTarget.objects.of(festival)
    if center is None:
        targets += _sums_by_county(stations, shares)
    else:
        replaced = replaced.filter(station__center=center)
    set_targets(actor=actor, festival=festival, targets=targets, instead_of=replaced)
    return Distribution(len(targets) - len(shares), len(shares), len(stations) - len(shares))


def spread(whole: Decimal, weights: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Parts of `whole` in proportion to the weights, to the fen; their sum is `whole`.

    By largest remainder; between equal ones the order of the weights decides.
    """
    fen = int(whole / FEN)
    sum_of_weights = sum(weights.values())
    exact = {key: fen * weight / sum_of_weights for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[: fen - sum(parts.values())]:
        parts[key] += 1
    return {key: part * FEN for key, part in parts.items()}


def _whole(actor: Any, festival: Festival, center: CountyCenter | None) -> Decimal:
    everything = actor is None or scope_of(actor).everything
    if center is None:
        if not everything:
            raise Refused(_("The nation's target is spread by head office."), code="not_yours")
        if festival.sales_target is None:
            raise Refused(_("The festival has no target yet."), code="no_target")
        return festival.sales_target
    if not everything and center.pk not in scope_of(actor).centers:
        raise Refused(_("There is no such county or station."), code="place")
    target = FestivalTarget.objects.of(festival).filter(center=center).first()
    if target is None:
        raise Refused(_("The county has no target yet: head office sets it."), code="no_target")
    return target.amount


def _sums_by_county(stations: Mapping[int, Station], shares: Mapping[int, Decimal]) -> list[NewTarget]:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    centers = {}
    for pk, amount in shares.items():
        center = stations[pk].center
        centers[center.pk] = center
        sums[center.pk] += amount
    return [NewTarget(centers[pk], amount) for pk, amount in sums.items()]
