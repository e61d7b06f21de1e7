"""The demo's festival gets targets, and the standstills that its night would have shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from orders.festivals.models import Festival, StationDay
from orders.festivals.places import COUNTED
from orders.festivals.report import HOUR
from orders.festivals.standstills.models import Standstill
from orders.festivals.standstills.watching import watch_festival
from orders.festivals.targets.models import FestivalTarget
from orders.festivals.targets.setting import NewTarget, set_targets
from stations.money import to_fen
from stations.network.models import Station

# Asked for on top of what came in: some stations reach it and some do not.
MORE = (Decimal("0.85"), Decimal("1.05"), Decimal("1.30"))


def make_night(festival: Festival) -> None:
    """Targets for counties and stations, and the job's look at each hour of the night. May be repeated."""
    if not FestivalTarget.objects.of(festival).exists():
        set_targets(actor=None, festival=festival, targets=_targets(festival))
    if Standstill.objects.filter(festival=festival).exists():
        return
    moment = festival.starts_at
    while moment <= festival.ends_at:
        watch_festival(festival=festival, at=moment)
        moment += HOUR / 2


def _targets(festival: Festival) -> list[NewTarget]:
    """Round sums about what each station did; a county's is the sum of its stations'."""
    sold: Any = StationDay.objects.filter(business=COUNTED, day=festival.first_day).summed_by("station_id")
    paid = {pk: sums[2] for pk, *sums in sold if sums[2] > 0}
    stations = Station.objects.filter(pk__in=paid).select_related("center").order_by("code")
    sums: dict[int, Decimal] = {}
    targets = []
    for number, station in enumerate(stations):
        amount = max(to_fen(paid[station.pk] * MORE[number % len(MORE)] / 100) // 1 * 100, Decimal(100))
        sums[station.center_id] = sums.get(station.center_id, Decimal(0)) + amount
        targets.append(NewTarget(station, to_fen(amount)))
    centers = {station.center_id: station.center for station in stations}
    return targets + [NewTarget(centers[pk], to_fen(amount)) for pk, amount in sums.items()]
