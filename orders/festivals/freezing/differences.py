"""What changed after a snapshot: to the fen, by measure, county, station, category and day of refund.

Nothing is corrected in a snapshot; its corrections are told beside it. Each breakdown adds up to the
whole change; what a breakdown cannot name stands in its remainder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orders.festivals.by_county import OfCenter
from orders.festivals.freezing.document import Reading, thaw
from orders.festivals.freezing.models import SnapshotPart
from orders.festivals.freezing.refunds import added_up, refunds_by_county
from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.report import festival_report
from orders.festivals.snapshot import one_snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """What one place or category was, is, and the difference."""

    code: str
    name: str
    before: Turnovers
    after: Turnovers
    difference: Turnovers


@dataclass(frozen=True, slots=True)
class RefundDay:
    """What was refunded on a day and had not been counted before; yuan and whole orders, both negative."""

    day: dt.date
    amount: Decimal
    orders: int


@dataclass(frozen=True, slots=True)
class Differences:
    """From one reading to another. Only what changed is listed, the largest change of net first.

    `recorded_later` is what is paid now and was not before (an order that the platform told of late);
    with the refunds by day it makes the whole change of net.
    `elsewhere` is what the stations listed do not explain: of a county, whatever was sold by stations that
    came to it or left it meanwhile. Of the nation it is nothing.
    """

    before: Reading
    after: Reading
    whole: Change
    provinces: tuple[Change, ...]
    counties: tuple[Change, ...]
    stations: tuple[Change, ...]
    categories: tuple[Change, ...]
    days: tuple[RefundDay, ...]
    recorded_later: Decimal
    recorded_later_orders: int
    elsewhere: Turnovers

    @property
    def nothing(self) -> bool:
        return self.whole.difference == NOTHING_SOLD and not (
            self.provinces or self.counties or self.stations or self.categories or self.days
        )


def reading_of_now(part: SnapshotPart) -> Reading:
    """The same span and the same part of the nation, as it stands now."""
    festival = thaw(part.document).report.festival
    reader = None if part.center_id is None else OfCenter(part.center_id)
    with one_snapshot():
        report = festival_report(festival, reader)
        refunds = added_up(refunds_by_county(festival, reader))
    return Reading(report, refunds)


def differences(before: Reading, after: Reading) -> Differences:
    """Between two readings of one part of the nation, the earlier one first."""
    then, now = before.report, after.report
    sides = [(then.provinces, now.provinces), (then.counties, now.counties), (then.stations, now.stations)]
    provinces, counties, stations = (_changes(*side, both=False) for side in sides)
    if not then.national:
        # A station that came or left brings its whole turnover with it, and is no correction.
        stations = _changes(then.stations, now.stations, both=True)
    categories = _changed(
        {kind.category.value: (str(kind.category.label), kind.turnovers) for kind in then.categories},
        {kind.category.value: (str(kind.category.label), kind.turnovers) for kind in now.categories},
    )
    whole = _change("", "", then.turnovers, now.turnovers)
    explained = sum((one.difference for one in stations), NOTHING_SOLD)
    return Differences(
        before=before,
        after=after,
        whole=whole,
        provinces=provinces,
        counties=counties,
        stations=stations,
        categories=categories,
        days=_days(before, after),
        recorded_later=whole.difference.paid_amount,
        recorded_later_orders=whole.difference.paid_orders,
        elsewhere=whole.difference - explained,
    )


def _changes(then: Iterable[Any], now: Iterable[Any], *, both: bool) -> tuple[Change, ...]:
    before = {row.code: (row.name, row.turnovers) for row in then}
    after = {row.code: (row.name, row.turnovers) for row in now}
    if both:
        common = before.keys() & after.keys()
        before, after = ({code: side[code] for code in common} for side in (before, after))
    return _changed(before, after)


def _changed(
    before: dict[str, tuple[str, Turnovers]], after: dict[str, tuple[str, Turnovers]]
) -> tuple[Change, ...]:
    """Names are those of the earlier reading, where it has one."""
    changes = []
    for code in before.keys() | after.keys():
        name, was = before.get(code) or (after[code][0], NOTHING_SOLD)
        is_now = after[code][1] if code in after else NOTHING_SOLD
        if was != is_now:
            changes.append(_change(code, name, was, is_now))
    return tuple(sorted(changes, key=lambda one: (-abs(one.difference.net_amount), one.code)))


def _change(code: str, name: str, before: Turnovers, after: Turnovers) -> Change:
    return Change(code, name, before, after, after - before)


def _days(before: Reading, after: Reading) -> tuple[RefundDay, ...]:
    nothing = (Decimal(0), 0)
    days = []
    for day in sorted(before.refunds.keys() | after.refunds.keys()):
        was, now = before.refunds.get(day, nothing), after.refunds.get(day, nothing)
        if was != now:
            days.append(RefundDay(day, now[0] - was[0], now[1] - was[1]))
    return tuple(days)
