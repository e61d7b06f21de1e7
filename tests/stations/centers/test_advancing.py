"""The life of a center: its verbs, what each refuses, and the database behind them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from partners.accounts.models import User
from stations.centers.advancing import (
    assess_center,
    close_center,
    open_center,
    reopen_center,
    sign_center,
    suspend_center,
)
from stations.centers.lifecycle import CENTER_LIFECYCLE, CenterStatus
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused
from tests.making import make_center, make_station
from tests.stations.states import places

pytestmark = pytest.mark.django_db

SIGNED, OPENED = dt.date(2014, 11, 1), dt.date(2014, 12, 20)

Verb = Callable[..., CountyCenter]
S = CenterStatus

# verb, what it must be told, from where, to where
STEPS: list[tuple[Verb, dict[str, Any], set[str], CenterStatus]] = [
    (assess_center, {}, {S.PROPOSED}, S.ASSESSED),
    (sign_center, {"agreement_date": SIGNED}, {S.ASSESSED}, S.SIGNED),
    (open_center, {"opening_date": OPENED}, {S.SIGNED}, S.OPERATING),
    (suspend_center, {"reason": "换班子"}, {S.OPERATING}, S.SUSPENDED),
    (reopen_center, {}, {S.SUSPENDED}, S.OPERATING),
    (close_center, {"reason": "并入邻县"}, set(S) - {S.CLOSED}, S.CLOSED),
]
ALLOWED = [(verb, told, before, after) for verb, told, befores, after in STEPS for before in sorted(befores)]
FORBIDDEN = [(verb, told, before) for verb, told, befores, _ in STEPS for before in sorted(set(S) - befores)]


@pytest.mark.parametrize(("verb", "told", "before", "after"), ALLOWED)
def test_an_allowed_step_is_logged(ops: User, verb: Verb, told: dict, before: str, after: str) -> None:
    center = make_center(status=before)

    verb(actor=ops, center=center, **told)

    center.refresh_from_db()
    assert center.status == after
    change = center.status_changes.get()
    assert (change.before, change.after, change.actor) == (before, after, ops)
    assert change.reason == told.get("reason", "")


@pytest.mark.parametrize(("verb", "told", "before"), FORBIDDEN)
def test_a_forbidden_step_changes_nothing(ops: User, verb: Verb, told: dict, before: str) -> None:
    center = make_center(status=before)
    state = places()

    with pytest.raises(Refused) as caught:
        verb(actor=ops, center=center, **told)

    assert (caught.value.code, caught.value.conflict) == ("transition", True)
    assert places() == state


def test_a_whole_life(ops: User) -> None:
    center = make_center(status=S.PROPOSED, agreement_date=None, opening_date=None)
    for verb, told, _before, _after in STEPS:
        verb(actor=ops, center=center, **told)

    center.refresh_from_db()
    assert (center.agreement_date, center.opening_date, center.status) == (SIGNED, OPENED, S.CLOSED)
    assert [change.after for change in reversed(center.status_changes.all())] == [
        "assessed",
        "signed",
        "operating",
        "suspended",
        "operating",
        "closed",
    ]


@pytest.mark.parametrize(
    ("status", "verb", "told", "code", "field"),
    [
        (S.ASSESSED, sign_center, {"agreement_date": today() + dt.timedelta(1)}, "day", "agreement_date"),
        (S.SIGNED, open_center, {"opening_date": today() + dt.timedelta(1)}, "day", "opening_date"),
        (S.SIGNED, open_center, {"opening_date": SIGNED - dt.timedelta(1)}, "day", "opening_date"),
        (S.OPERATING, suspend_center, {"reason": " "}, "reason", "reason"),
        (S.OPERATING, suspend_center, {"reason": "因" * 201}, "reason", "reason"),
        (S.OPERATING, close_center, {"reason": ""}, "reason", "reason"),
    ],
)
def test_what_a_verb_must_be_told(
    ops: User, status: str, verb: Verb, told: dict, code: str, field: str
) -> None:
    center = make_center(status=status, agreement_date=SIGNED)
    state = places()

    with pytest.raises(Refused) as caught:
        verb(actor=ops, center=center, **told)

    assert (caught.value.code, caught.value.field) == (code, field)
    assert places() == state


@pytest.mark.parametrize("status", [StationStatus.APPLIED, StationStatus.OPEN])
def test_a_center_with_a_station_left_does_not_close(ops: User, status: str) -> None:
    station = make_station(status=status, opened_on=OPENED if status == StationStatus.OPEN else None)
    state = places()

    with pytest.raises(Refused) as caught:
        close_center(actor=ops, center=station.center, reason="并入邻县")

    assert (caught.value.code, caught.value.conflict) == ("blocked", True)
    assert places() == state


def test_a_center_whose_stations_are_closed_closes(ops: User) -> None:
    station = make_station(status=StationStatus.CLOSED, closed_on=OPENED)
    close_center(actor=ops, center=station.center, reason="并入邻县")
    assert Station.objects.get().center.status == S.CLOSED


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(sorted(S), 2)))
def test_the_database_knows_the_same_table(before: str, after: str) -> None:
    center = make_center(status=before)
    if CENTER_LIFECYCLE.allows(before, after):
        CountyCenter.objects.filter(pk=center.pk).update(status=after)
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        CountyCenter.objects.filter(pk=center.pk).update(status=after)


def test_the_log_is_append_only(ops: User) -> None:
    center = make_center(status=S.PROPOSED)
    assess_center(actor=ops, center=center)
    with pytest.raises(DatabaseError), transaction.atomic():
        center.status_changes.update(reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        center.status_changes.all().delete()
    assert center.status_changes.get().reason == ""
