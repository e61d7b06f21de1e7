"""The life of a station: its verbs, what each refuses, and the database behind them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from partners.accounts.models import User
from stations.centers.lifecycle import CenterStatus
from stations.clock import SHANGHAI, today
from stations.fitting_out.models import FitOutTask
from stations.network.applying import approve_station
from stations.network.checks import Act, what_blocks
from stations.network.closing import close_station
from stations.network.lifecycle import STATION_LIFECYCLE, StationStatus
from stations.network.models import Station, StationSuspension
from stations.network.opening import fit_out_station, open_station
from stations.network.suspending import reopen_station, suspend_station
from stations.refusals import Refused
from tests.making import OPENED, make_center, make_ready, make_station
from tests.stations.states import places

pytestmark = pytest.mark.django_db

SUSPENDED_AT = dt.datetime(2015, 3, 1, 9, 30, tzinfo=SHANGHAI)
# Still to come for a run that crosses midnight.
TO_COME = today() + dt.timedelta(2)

Verb = Callable[..., Station]
S = StationStatus

# verb, what it must be told, from where, to where
STEPS: list[tuple[Verb, dict[str, Any], set[str], StationStatus]] = [
    (approve_station, {}, {S.APPLIED}, S.APPROVED),
    (fit_out_station, {}, {S.APPROVED}, S.FITTING_OUT),
    (open_station, {"opened_on": OPENED}, {S.FITTING_OUT}, S.OPEN),
    (suspend_station, {"reason": "修路"}, {S.OPEN}, S.SUSPENDED),
    (reopen_station, {}, {S.SUSPENDED}, S.OPEN),
    (close_station, {"reason": "合伙人离村"}, set(S) - {S.CLOSED}, S.CLOSED),
]
ALLOWED = [(verb, told, before, after) for verb, told, befores, after in STEPS for before in sorted(befores)]
FORBIDDEN = [(verb, told, before) for verb, told, befores, _ in STEPS for before in sorted(set(S) - befores)]


def station_that_is(status: str) -> Station:
    """A station in a status, with the dates that go with it."""
    station = make_station(
        prepaid="0",
        status=status,
        opened_on=OPENED if status in {S.OPEN, S.SUSPENDED} else None,
        closed_on=OPENED if status == S.CLOSED else None,
    )
    if status == S.SUSPENDED:
        StationSuspension.objects.create(station=station, starts_at=SUSPENDED_AT)
    return make_ready(station)


@pytest.mark.parametrize(("verb", "told", "before", "after"), ALLOWED)
def test_an_allowed_step_is_logged(
    youxi_staff: User, verb: Verb, told: dict, before: str, after: str
) -> None:
    station = station_that_is(before)

    verb(actor=youxi_staff, station=station, **told)

    station.refresh_from_db()
    assert station.status == after
    change = station.status_changes.get()
    assert (change.before, change.after, change.actor) == (before, after, youxi_staff)
    assert change.reason == told.get("reason", "")


@pytest.mark.parametrize(("verb", "told", "before"), FORBIDDEN)
def test_a_forbidden_step_changes_nothing(youxi_staff: User, verb: Verb, told: dict, before: str) -> None:
    station = station_that_is(before)
    state = places()

    with pytest.raises(Refused) as caught:
        verb(actor=youxi_staff, station=station, **told)

    assert (caught.value.code, caught.value.conflict) == ("transition", True)
    assert places() == state


@pytest.mark.parametrize(
    ("status", "verb", "told", "code", "field"),
    [
        (S.FITTING_OUT, open_station, {"opened_on": TO_COME}, "day", "opened_on"),
        (S.FITTING_OUT, open_station, {"opened_on": OPENED - dt.timedelta(1)}, "day", "opened_on"),
        (S.OPEN, suspend_station, {"reason": " "}, "reason", "reason"),
        (S.OPEN, close_station, {"reason": " "}, "reason", "reason"),
        (S.OPEN, close_station, {"reason": "x", "closed_on": TO_COME}, "day", "closed_on"),
        (
            S.OPEN,
            close_station,
            {"reason": "x", "closed_on": OPENED - dt.timedelta(1)},
            "day",
            "closed_on",
        ),
        (
            S.SUSPENDED,
            close_station,
            {"reason": "x", "closed_on": SUSPENDED_AT.date() - dt.timedelta(1)},
            "moment",
            "closed_on",
        ),
        (S.SUSPENDED, reopen_station, {"at": SUSPENDED_AT}, "moment", "at"),
        (
            S.SUSPENDED,
            reopen_station,
            {"at": dt.datetime.combine(TO_COME, dt.time(), SHANGHAI)},
            "moment",
            "at",
        ),
        (
            S.OPEN,
            suspend_station,
            {"reason": "x", "at": dt.datetime.combine(TO_COME, dt.time(), SHANGHAI)},
            "moment",
            "at",
        ),
        (
            S.OPEN,
            suspend_station,
            {"reason": "x", "at": dt.datetime.combine(OPENED, dt.time(), SHANGHAI) - dt.timedelta(seconds=1)},
            "moment",
            "at",
        ),
    ],
)
def test_what_a_verb_must_be_told(
    youxi_staff: User, status: str, verb: Verb, told: dict, code: str, field: str
) -> None:
    station = station_that_is(status)
    state = places()

    with pytest.raises(Refused) as caught:
        verb(actor=youxi_staff, station=station, **told)

    assert (caught.value.code, caught.value.field) == (code, field)
    assert places() == state


def test_a_whole_life(youxi_staff: User) -> None:
    station = station_that_is(S.APPLIED)
    suspended, reopened = SUSPENDED_AT, SUSPENDED_AT + dt.timedelta(days=3)
    closed = reopened.date() + dt.timedelta(days=30)
    approve_station(actor=youxi_staff, station=station)
    fit_out_station(actor=youxi_staff, station=station)
    open_station(actor=youxi_staff, station=station, opened_on=OPENED)
    suspend_station(actor=youxi_staff, station=station, reason="修路", at=suspended)
    reopen_station(actor=youxi_staff, station=station, at=reopened)
    close_station(actor=youxi_staff, station=station, reason="合伙人离村", closed_on=closed)

    station.refresh_from_db()
    assert (station.status, station.opened_on, station.closed_on) == (S.CLOSED, OPENED, closed)
    suspension = station.suspensions.get()
    assert (suspension.starts_at, suspension.ends_at) == (suspended, reopened)
    assert [change.after for change in reversed(station.status_changes.all())] == [
        "approved",
        "fitting_out",
        "open",
        "suspended",
        "open",
        "closed",
    ]


def test_opening_and_closing_are_of_today_unless_told(youxi_staff: User) -> None:
    station = station_that_is(S.FITTING_OUT)
    open_station(actor=youxi_staff, station=station)
    close_station(actor=youxi_staff, station=station, reason="开错了")
    station.refresh_from_db()
    assert (station.opened_on, station.closed_on) == (today(), today())


def test_a_suspension_ends_with_the_last_day(youxi_staff: User) -> None:
    """So the station does not count on the day on which its end was written down."""
    station = station_that_is(S.SUSPENDED)
    closed = SUSPENDED_AT.date() + dt.timedelta(days=10)

    close_station(actor=youxi_staff, station=station, reason="合伙人离村", closed_on=closed)

    assert station.suspensions.get().ends_at == dt.datetime(2015, 3, 12, tzinfo=SHANGHAI)
    assert not Station.objects.in_service_on(closed).exists()
    assert Station.objects.in_service_on(SUSPENDED_AT.date()).exists()


def test_suspensions_do_not_reach_back_into_earlier_ones(youxi_staff: User) -> None:
    station = station_that_is(S.SUSPENDED)
    reopen_station(actor=youxi_staff, station=station, at=SUSPENDED_AT + dt.timedelta(days=3))
    state = places()
    with pytest.raises(Refused) as caught:
        suspend_station(
            actor=youxi_staff, station=station, reason="修路", at=SUSPENDED_AT + dt.timedelta(days=2)
        )
    assert caught.value.field == "at"
    assert places() == state


def test_a_station_opens_with_a_survey_and_a_finished_fit_out(youxi_staff: User) -> None:
    station = make_station(prepaid="0", status=S.FITTING_OUT, opened_on=None)
    FitOutTask.objects.create(code="sign", name="门头招牌")
    state = places()

    with pytest.raises(Refused) as caught:
        open_station(actor=youxi_staff, station=station, opened_on=OPENED)

    assert (caught.value.code, caught.value.conflict) == ("blocked", True)
    assert "门头招牌" in str(caught.value)
    assert len(what_blocks(station, Act.OPEN)) == 4  # no course, nobody, no survey, a task
    assert places() == state
    make_ready(station)
    assert open_station(actor=youxi_staff, station=station, opened_on=OPENED).status == S.OPEN


@pytest.mark.parametrize("status", sorted(set(CenterStatus) - {CenterStatus.OPERATING}))
def test_only_an_operating_center_opens_stations(ops: User, status: str) -> None:
    station = make_station(center=make_center(status=status), status=S.FITTING_OUT, opened_on=None)
    state = places()

    with pytest.raises(Refused) as caught:
        open_station(actor=ops, station=station, opened_on=OPENED)

    assert (caught.value.code, caught.value.conflict) == ("center", True)
    assert places() == state


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(sorted(S), 2)))
def test_the_database_knows_the_same_table(before: str, after: str) -> None:
    station = station_that_is(before)
    changed = Station.objects.filter(pk=station.pk)
    dates = {
        "opened_on": OPENED if after in {S.OPEN, S.SUSPENDED} else None,
        "closed_on": OPENED if after == S.CLOSED else None,
    }
    if STATION_LIFECYCLE.allows(before, after):
        changed.update(status=after, **dates)
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        changed.update(status=after, **dates)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": S.OPEN, "opened_on": None},
        {"status": S.SUSPENDED, "opened_on": None},
        {"status": S.OPEN, "opened_on": OPENED, "closed_on": OPENED},
        {"status": S.CLOSED, "opened_on": OPENED, "closed_on": None},
        {"status": S.CLOSED, "opened_on": OPENED, "closed_on": OPENED - dt.timedelta(1)},
        {"status": S.FITTING_OUT, "opened_on": OPENED},
        {"status": S.APPLIED, "opened_on": None, "closed_on": OPENED},
    ],
)
def test_dates_may_not_contradict_the_status(fields: dict) -> None:
    make_center()
    with pytest.raises(IntegrityError, match="station_"), transaction.atomic():
        make_station(**fields)


def test_two_suspensions_may_not_overlap() -> None:
    station = station_that_is(S.SUSPENDED)
    with pytest.raises(IntegrityError, match="station_suspensions_do_not_overlap"), transaction.atomic():
        StationSuspension.objects.create(station=station, starts_at=SUSPENDED_AT + dt.timedelta(days=1))


def test_the_log_is_append_only(youxi_staff: User) -> None:
    station = station_that_is(S.APPLIED)
    approve_station(actor=youxi_staff, station=station)
    with pytest.raises(DatabaseError), transaction.atomic():
        station.status_changes.update(reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        station.status_changes.all().delete()
    assert station.status_changes.get().reason == ""
