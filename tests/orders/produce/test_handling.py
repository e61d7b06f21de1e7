"""Handling steps: added, never changed, and silent about who did them and who the farmer is."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from orders.produce.handling import MOST_EVENTS, add_event
from orders.produce.models import LotEvent
from orders.produce.offering import withdraw_lot
from stations.refusals import Refused

HOUR = dt.timedelta(hours=1)


def test_a_step_is_here_and_now_unless_told_otherwise(lot, lin, fjyx001):
    event = add_event(actor=lin.user, lot=lot, kind="packed", words=" 真空包装 ")
    event.refresh_from_db()
    assert (event.kind, event.place, event.words, event.actor) == (
        "packed",
        fjyx001.name,
        "真空包装",
        lin.user,
    )
    assert abs(event.at - timezone.now()) < HOUR


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"at": timezone.now() + dt.timedelta(days=400)}, "at"),
        ({"at": timezone.now() - dt.timedelta(days=3)}, "at"),
        ({"kind": "stolen"}, "invalid"),
        ({"place": "处" * 61}, "invalid"),
        ({"words": "黄阿婆亲手采的"}, "name"),
        ({"place": "联系 139-0000-0001"}, "number"),
    ],
)
def test_refused_and_nothing_is_added(lot, lin, given, code):
    with pytest.raises(Refused) as refused:
        add_event(actor=lin.user, lot=lot, **({"kind": "packed"} | given))
    assert refused.value.code == code
    assert not LotEvent.objects.exists()


def test_a_withdrawn_lot_takes_no_more_steps(offered, lin):
    withdraw_lot(actor=lin.user, lot=offered, reason="受潮")
    with pytest.raises(Refused) as refused:
        add_event(actor=lin.user, lot=offered, kind="packed")
    assert (refused.value.code, LotEvent.objects.count()) == ("withdrawn", 0)


def test_there_is_an_end_to_the_steps(lot, lin):
    LotEvent.objects.bulk_create(
        LotEvent(lot=lot, kind="stored", at=timezone.now() - HOUR, place="库房") for _ in range(MOST_EVENTS)
    )
    with pytest.raises(Refused) as refused:
        add_event(actor=lin.user, lot=lot, kind="packed")
    assert (refused.value.code, LotEvent.objects.count()) == ("too_many", MOST_EVENTS)


def test_a_step_stays(lot, lin):
    add_event(actor=lin.user, lot=lot, kind="packed")
    for write in (LotEvent.objects.all().delete, lambda: LotEvent.objects.update(words="x")):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            write()


def test_the_database_knows_no_future(lot):
    with pytest.raises(IntegrityError, match="lot_event_is_past"), transaction.atomic():
        LotEvent.objects.create(lot=lot, kind="packed", place="x", at=timezone.now() + HOUR)
