"""What the live page shows, from the roll-up alone: what it costs does not grow with the orders.

The same figures as the report's, to the fen (a test holds them side by side). With `until` they are those of
the festival's minutes before a moment, as far as the roll-up knows: sums and curve to the minute, stations,
which are kept by the hour, up to the last full hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from orders.festivals.live.curve import Curve, Known, MinuteBook
from orders.festivals.live.milestones import Milestone, milestones
from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.models import CenterHour, CenterMinute, Festival, StationDay, StationTurnover
from orders.festivals.places import COUNTED
from orders.festivals.report import HOUR
from orders.festivals.snapshot import Moment
from orders.festivals.standstills.models import Standstill
from orders.festivals.targets.report import target_of
from stations.centers.models import CountyCenter
from stations.clock import business_date, day_start, hour_start
from stations.network.models import Station

RANKED = 10
STANDING_SHOWN = 5
# After its end a festival is looked at for so long: what was sold in its last moments is counted then.
SETTLING = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A county, or a station of the county, by what was paid."""

    code: str
    name: str
    paid: Decimal
    orders: int


@dataclass(frozen=True, slots=True)
class Standing:
    code: str
    name: str
    since: dt.datetime
    expected: Decimal


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """The night of the nation (`center` is None) or of one county as of a moment; yuan, agent orders.

    `until`: the festival's minutes before it are counted. `pending`: journal rows that were not rolled up.
    """

    festival: Festival
    center: CountyCenter | None
    as_of: dt.datetime
    until: dt.datetime
    pending: int
    turnovers: Turnovers
    stations_in_service: int
    stations_selling: int
    curve: Curve
    milestones: tuple[Milestone, ...]
    ranking: tuple[Ranked, ...]
    target: Decimal | None
    standing: tuple[Standing, ...]
    standing_count: int

    @property
    def running(self) -> bool:
        return self.festival.runs_at(self.until)

    @property
    def moves(self) -> bool:
        """Whether the page asks again: before the beginning too, a wall is put up the evening before."""
        ends_at = self.festival.ends_at
        return self.until < ends_at or self.as_of < ends_at + SETTLING

    @property
    def attainment(self) -> Decimal | None:
        return self.turnovers.paid_amount / self.target if self.target else None

    @property
    def reached(self) -> tuple[Milestone, ...]:
        return tuple(one for one in self.milestones if one.at is not None)

    @property
    def next(self) -> Milestone | None:
        return next((one for one in self.milestones if one.at is None), None)


def live_figures(
    festival: Festival,
    center: CountyCenter | None,
    moment: Moment,
    *,
    known: Known,
    until: dt.datetime | None = None,
) -> tuple[LiveFigures, Known]:
    """The figures, and the minutes that were read for them: give those back the next time.

    Inside `one_snapshot`, whose moment is given.
    """
    counted = _Counted(festival, center, until)
    hours = counted.by_hour()
    target = target_of(festival, center)
    book = MinuteBook(counted.minutes(), hours, known=known, festival=festival, until=until)
    curve = book.curve(moment.as_of)
    standing = counted.standing()
    named = standing.values_list("station__code", "station__name", "stood_since", "expected")
    return (
        LiveFigures(
            festival=festival,
            center=center,
            as_of=moment.as_of,
            until=until or min(moment.as_of, festival.ends_at),
            pending=0 if until else moment.pending,
            turnovers=sum(hours.values(), NOTHING_SOLD),
            stations_in_service=counted.serving().count(),
            stations_selling=counted.selling().count(),
            curve=curve,
            milestones=milestones(book, center=center, target=target),
            ranking=counted.stations_ranked() if center else counted.counties_ranked(),
            target=target,
            standing=tuple(Standing(*row) for row in named[:STANDING_SHOWN]),
            standing_count=standing.count(),
        ),
        book.known,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """The rows that count, of one scope up to one minute."""

    festival: Festival
    center: CountyCenter | None
    until: dt.datetime | None

    # --- what is kept by county, hour and minute ---------------------------------------

    def by_hour(self) -> dict[dt.datetime, Turnovers]:
        """Sums by hour; the hour that `until` cuts from its minutes."""
        hours = {hour: Turnovers(*sums) for hour, *sums in self._hours().summed_by("hour")}
        for sums in self._cut_hour("business"):
            hours[hour_start(self._end)] = Turnovers(*sums[1:])
        return hours

    def counties_ranked(self) -> tuple[Ranked, ...]:
        sold = {pk: Turnovers(*sums) for pk, *sums in self._hours().summed_by("center_id")}
        for pk, *sums in self._cut_hour("center_id"):
            sold[pk] = sold.get(pk, NOTHING_SOLD) + Turnovers(*sums)
        centers = CountyCenter.objects.filter(pk__in=sold).values_list("pk", "code", "county__name")
        return _first_of(sold, {pk: (code, name) for pk, code, name in centers})

    def minutes(self) -> Any:
        return self._of_the_scope(CenterMinute)

    @property
    def _end(self) -> dt.datetime:
        return self.until or self.festival.ends_at

    def _hours(self) -> Any:
        rows = self._of_the_scope(CenterHour)
        begin, end = self.festival.starts_at, hour_start(self._end)
        if self.center is None:
            return rows.filter(hour__gte=begin, hour__lt=end)
        # By key: the index begins with the hour, and a county's rows are a thousandth of it.
        return rows.filter(hour__in=[begin + HOUR * n for n in range((end - begin) // HOUR)])

    def _cut_hour(self, key: str) -> Any:
        begin = hour_start(self._end)
        if begin == self._end:
            return []
        return self.minutes().filter(minute__gte=begin, minute__lt=self._end).summed_by(key)

    def _of_the_scope(self, model: Any) -> Any:
        rows = model.objects.filter(business=COUNTED)
        return rows if self.center is None else rows.filter(center=self.center)

    # --- what is kept by station --------------------------------------------------------

    def serving(self) -> Any:
        """Stations in service, as the report counts them: of a county those that belong to it today."""
        stations = Station.objects.in_service_between(self.festival.first_day, self.festival.last_day)
        return stations if self.center is None else stations.filter(center=self.center)

    def selling(self) -> Any:
        sold = Q(pk__in=[])
        for rows in self._station_rows():
            sold |= Q(Exists(rows.filter(station=OuterRef("pk"), paid_orders__gt=0)))
        return self.serving().filter(sold)

    def stations_ranked(self) -> tuple[Ranked, ...]:
        sold: dict[int, Turnovers] = {}
        for rows in self._station_rows():
            for pk, *sums in rows.filter(station__center=self.center).summed_by("station_id"):
                sold[pk] = sold.get(pk, NOTHING_SOLD) + Turnovers(*sums)
        stations = Station.objects.filter(pk__in=sold).values_list("pk", "code", "name")
        return _first_of(sold, {pk: (code, name) for pk, code, name in stations})

    def _station_rows(self) -> list[Any]:
        """Whole days by day, the hours of days that are cut by hour; each sale in one of them."""
        begin, end = self.festival.starts_at, hour_start(self._end)
        first, after = business_date(begin), business_date(end)
        if day_start(first) < begin:
            first += dt.timedelta(days=1)
        if first >= after:
            return [self._station_hours(begin, end)]
        days = StationDay.objects.filter(business=COUNTED, day__gte=first, day__lt=after)
        cut = [(begin, day_start(first)), (day_start(after), end)]
        return [days, *(self._station_hours(start, stop) for start, stop in cut if start < stop)]

    @staticmethod
    def _station_hours(begin: dt.datetime, end: dt.datetime) -> Any:
        return StationTurnover.objects.filter(business=COUNTED, hour__gte=begin, hour__lt=end)

    def standing(self) -> Any:
        rows = Standstill.objects.filter(festival=self.festival).open_at(self.until)
        rows = rows if self.center is None else rows.filter(station__center=self.center)
        return rows.order_by("-expected", "station__code")


def _first_of(sold: Mapping[int, Turnovers], names: Mapping[int, tuple[str, str]]) -> tuple[Ranked, ...]:
    """By what was paid, if anything was; between equals the code decides."""
    rows = [
        Ranked(*names[pk], one.paid_amount, one.paid_orders) for pk, one in sold.items() if one.paid_orders
    ]
    return tuple(sorted(rows, key=lambda row: (-row.paid, row.code))[:RANKED])
