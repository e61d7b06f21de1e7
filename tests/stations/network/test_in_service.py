"""In service on a day: opened by then, not closed before, not suspended for all of it."""

from __future__ import annotations

import datetime as dt

import pytest

from stations.clock import SHANGHAI
from stations.network.lifecycle import StationStatus
from stations.network.models import Station, StationSuspension
from tests.making import make_station

pytestmark = pytest.mark.django_db

DAY = dt.date(2015, 11, 11)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


def at(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)


def suspend(station: Station, since: dt.datetime, until: dt.datetime | None) -> None:
    StationSuspension.objects.create(station=station, starts_at=since, ends_at=until)


def counts(first: dt.date, last: dt.date | None = None) -> bool:
    return Station.objects.in_service_between(first, last or first).exists()


@pytest.mark.parametrize(("day", "expected"), [(BEFORE, False), (DAY, True), (AFTER, True)])
def test_opened_that_day(day: dt.date, expected: bool) -> None:
    make_station(opened_on=DAY)
    assert Station.objects.in_service_on(day).exists() is expected


@pytest.mark.parametrize(("day", "expected"), [(BEFORE, True), (DAY, True), (AFTER, False)])
def test_closed_that_day(day: dt.date, expected: bool) -> None:
    make_station(status=StationStatus.CLOSED, closed_on=DAY)
    assert Station.objects.in_service_on(day).exists() is expected


def test_given_up_before_it_opened() -> None:
    make_station(status=StationStatus.CLOSED, opened_on=None, closed_on=AFTER)
    assert not counts(DAY)


def test_not_open_yet() -> None:
    make_station(status=StationStatus.FITTING_OUT, opened_on=None)
    assert not counts(DAY)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param(at(DAY), at(AFTER), False, id="the whole day to the moment"),
        pytest.param(at(DAY, 0, 1), at(AFTER), True, id="open for its first minute"),
        pytest.param(at(DAY), at(DAY, 23, 59), True, id="open for its last minute"),
        pytest.param(at(DAY, 9), at(DAY, 17), True, id="part of the day"),
        pytest.param(at(BEFORE, 9), at(AFTER, 9), False, id="from the day before to the day after"),
        pytest.param(at(BEFORE, 9), None, False, id="still"),
        pytest.param(at(DAY), None, False, id="still, since that midnight"),
        pytest.param(at(DAY, 8), None, True, id="still, since that morning"),
        pytest.param(at(BEFORE), at(DAY), True, id="until that midnight"),
        pytest.param(at(AFTER), None, True, id="later"),
    ],
)
def test_suspended(since: dt.datetime, until: dt.datetime | None, expected: bool) -> None:
    suspend(make_station(), since, until)
    assert counts(DAY) is expected


def test_a_day_in_utc_is_another_day() -> None:
    """Midnight in Shanghai is 16:00 UTC of the day before."""
    utc = dt.UTC
    suspend(
        make_station(),
        dt.datetime(2015, 11, 11, tzinfo=utc),
        dt.datetime(2015, 11, 12, tzinfo=utc),
    )
    assert counts(DAY)


def test_suspensions_without_a_gap_are_one() -> None:
    station = make_station()
    suspend(station, at(BEFORE), at(DAY, 12))
    suspend(station, at(DAY, 12), at(AFTER, 12))
    assert not counts(DAY)


def test_suspensions_with_a_gap_leave_the_station_in_service() -> None:
    station = make_station()
    suspend(station, at(BEFORE), at(DAY, 12))
    suspend(station, at(DAY, 12, 1), at(AFTER, 12))
    assert counts(DAY)


def test_a_festival_counts_any_of_its_days() -> None:
    first, last = DAY, DAY + dt.timedelta(days=2)
    opened_on_last = make_station(code="FJYX801", opened_on=last)
    make_station(code="FJYX802", opened_on=last + dt.timedelta(days=1))
    closed_on_first = make_station(code="FJYX803", status=StationStatus.CLOSED, closed_on=first)
    make_station(code="FJYX804", status=StationStatus.CLOSED, closed_on=BEFORE)
    two_of_three = make_station(code="FJYX805")
    suspend(two_of_three, at(first), at(last))
    all_three = make_station(code="FJYX806")
    suspend(all_three, at(first), at(last + dt.timedelta(days=1)))

    assert list(Station.objects.in_service_between(first, last)) == [
        opened_on_last,
        closed_on_first,
        two_of_three,
    ]


def test_open_on_one_day_and_closed_before_the_suspension_ended() -> None:
    """Each day is asked by itself: the open day and the unsuspended day are not the same one."""
    station = make_station(status=StationStatus.CLOSED, closed_on=DAY)
    suspend(station, at(DAY), at(AFTER))
    assert not counts(DAY, AFTER)


def test_a_period_that_ends_before_it_begins_has_no_stations() -> None:
    make_station()
    assert not counts(AFTER, DAY)


def test_suspensions_are_read_once_not_once_a_station() -> None:
    for number in range(20):
        suspend(make_station(code=f"FJYX7{number:02d}"), at(DAY, 9), at(DAY, 10))
    plan = Station.objects.in_service_on(DAY).explain(analyze=True, timing=False)
    assert "loops=20" not in plan
    assert "hashed SubPlan" in plan
