"""The job dies in the middle, or runs beside itself: the scores are the old ones or the new ones, whole."""

import pgtrigger
import pytest
from django.db import connection
from django.utils import timezone

from orders.reports.levels.models import LevelMonth, StationLevel
from orders.reports.levels.scoring import score_month
from tests.books import differing
from tests.cast import make_order
from tests.concurrency.racing import all_at_once
from tests.orders.reports.levels.conftest import NOVEMBER
from tests.workers import GATE, gate_before, in_thread

pytestmark = pytest.mark.django_db(transaction=True)

COUNTED = "levels: what was counted = journal, parcels, complaints"
SCORES = "levels: score = each part against every other station of the county"
VERDICTS = "complaints: state and verdict of each = its log"


def everything():
    return list(StationLevel.objects.order_by("pk").values())


def kill_whoever_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND objid = %s",
            [GATE],
        )


def test_killed_in_the_middle_the_old_scores_stand_and_the_next_run_makes_new_ones(scored, stations):
    before, month = everything(), LevelMonth.objects.values().get()
    # One station was not there after all: its row is deleted before the others are written.
    type(stations[2]).objects.filter(pk=stations[2].pk).update(opened_on="2015-12-01")
    make_order(stations[3])
    now = timezone.now()
    with gate_before(StationLevel._meta.db_table) as gate:
        job, said = in_thread(lambda: score_month(month=NOVEMBER, up_to=now))
        gate.wait_for()
        kill_whoever_waits()
        job.join()
    assert "error" in said
    assert everything() == before
    assert LevelMonth.objects.values().get() == month

    score_month(month=NOVEMBER, up_to=now)
    assert [row["orders"] for row in everything()] == [3, 2, 1]
    assert differing(COUNTED, SCORES, VERDICTS) == {}


def test_two_runs_at_once_leave_one_score_each(november, stations):
    all_at_once([lambda: score_month(month=NOVEMBER, up_to=november)] * 3)
    assert StationLevel.objects.count() == 4
    assert differing(COUNTED, SCORES, VERDICTS) == {}


@pytest.mark.parametrize(
    ("changed", "finds"),
    [
        ({"turnover": "600.01"}, {COUNTED, SCORES}),
        ({"villagers": 3}, {COUNTED, SCORES}),
        ({"parcels_in_time": 1}, {COUNTED, SCORES}),
        ({"complaints": 1}, {COUNTED, SCORES}),
        ({"score": "85.84"}, {SCORES}),
        ({"rank": 2}, {SCORES}),
    ],
)
def test_the_books_find_what_somebody_changed(scored, stations, changed, finds):
    assert differing(COUNTED, SCORES, VERDICTS) == {}
    StationLevel.objects.filter(station=stations[0]).update(**changed)
    assert set(differing(COUNTED, SCORES, VERDICTS)) == finds


def test_the_books_find_a_verdict_without_its_step(scored, stations):
    with pgtrigger.ignore():
        stations[1].complaints.update(upheld=False)
    assert set(differing(COUNTED, SCORES, VERDICTS)) == {COUNTED, VERDICTS}
