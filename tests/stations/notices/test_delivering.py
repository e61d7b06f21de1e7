"""A due notice is sent once; what was surely not accepted is tried again, at exact moments."""

import datetime as dt

import pytest
from django.db import connection, transaction

from stations.notices import delivering
from stations.notices.delivering import deliver_notices
from stations.notices.gateways.http import HttpGateway
from stations.notices.lifecycle import NoticeState, Problem
from stations.notices.models import NoticeChange, Notification
from stations.notices.telling import withdraw
from tests.making import make_notice
from tests.stations.notices.conftest import NOON
from tests.stations.notices.gateway import KEY

pytestmark = pytest.mark.django_db(transaction=True)

S = NoticeState


@pytest.fixture
def notice(fjyx001):
    return make_notice(fjyx001, at=NOON)


def steps(notice):
    return list(notice.changes.values_list("after", flat=True))


def run(gateway, clock, **options):
    return deliver_notices(gateway=gateway, now=clock, **options).by_state


def test_sent_once_however_often_the_drain_runs(notice, stub, asking, clock):
    assert run(asking, clock) == {S.SENT: 1}
    assert run(asking, clock) == {}
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.sent_at, notice.due_at) == (S.SENT, 1, NOON, None)
    assert stub.accepted == {notice.message_id.hex: 1}
    assert stub.calls[0].told["valid_until"] == "2015-11-16T12:02:00+08:00"
    assert steps(notice) == [S.WAITING, S.SENDING, S.SENT]
    assert list(notice.changes.values_list("message_id", "gateway"))[1:] == [(notice.message_id, "http")] * 2


def test_the_attempt_is_committed_before_the_call_and_nothing_is_open_during_it(notice, stub, asking, clock):
    seen = {}

    def look(call):
        # Another connection: this is the server's thread.
        row = Notification.objects.get(pk=notice.pk)
        seen["row"] = (row.state, row.message_id.hex == call.told["message_id"], row.attempts)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
            )
            seen["open"] = cursor.fetchone()[0]
        connection.close()
        stub.accept(call)

    stub.behave = look
    run(asking, clock)
    assert seen == {"row": (S.SENDING, True, 1), "open": 0}


def test_not_accepted_is_tried_again_after_1_5_15_60_and_180_minutes(notice, stub, asking, clock):
    stub.behave = lambda call: call.say(False, status=503)
    due = []
    for _ in range(6):
        notice.refresh_from_db()
        clock.at = notice.due_at
        run(asking, clock)
        clock.forward(seconds=1)
        assert run(asking, clock) == {}  # not a second before its time
        notice.refresh_from_db()
        due.append(notice.due_at)

    after = NOON
    expected = []
    for minutes in (1, 5, 15, 60, 180):
        after += dt.timedelta(minutes=minutes)
        expected.append(after)
    assert due == [*expected, None]
    assert (notice.state, notice.attempts, notice.problem) == (S.FAILED, 6, Problem.NOT_NOW)
    ids = [call.told["message_id"] for call in stub.calls]
    assert len(ids) == len(set(ids)) == 6  # each attempt has an id of its own


def test_refused_for_good_is_not_tried_again(notice, stub, asking, clock):
    stub.behave = lambda call: call.say(False, status=422)
    assert run(asking, clock) == {S.FAILED: 1}
    notice.refresh_from_db()
    assert (notice.problem, notice.due_at) == (Problem.REFUSED, None)


def test_it_comes_in_the_end(notice, stub, asking, clock):
    stub.behave = lambda call: call.say(False, status=503)
    run(asking, clock)
    stub.behave = stub.accept
    clock.forward(minutes=1)
    assert run(asking, clock) == {S.SENT: 1}
    notice.refresh_from_db()
    assert (notice.attempts, notice.problem, sum(stub.accepted.values())) == (2, "", 1)


def test_a_gateway_that_is_away_costs_one_attempt_a_run(fjyx001, clock):
    for _ in range(3):
        make_notice(fjyx001, at=NOON)
    away = HttpGateway(url="http://127.0.0.1:1/", key=KEY, private=True)
    assert run(away, clock) == {S.WAITING: 1}
    assert sorted(Notification.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_the_oldest_first_and_no_more_than_asked_for(fjyx001, stub, asking, clock):
    later = make_notice(fjyx001, at=NOON - dt.timedelta(minutes=1))
    first = make_notice(fjyx001, at=NOON - dt.timedelta(minutes=2))
    to_come = make_notice(fjyx001, at=NOON + dt.timedelta(seconds=1))
    assert run(asking, clock, limit=1) == {S.SENT: 1}
    assert Notification.objects.get(state=S.SENT) == first
    assert run(asking, clock) == {S.SENT: 1}
    assert set(Notification.objects.filter(state=S.SENT)) == {first, later}
    to_come.refresh_from_db()
    assert to_come.state == S.WAITING


def test_yesterdays_news_is_not_sent(notice, stub, asking, clock):
    clock.forward(days=1)
    assert run(asking, clock) == {S.FAILED: 1}
    notice.refresh_from_db()
    assert (notice.problem, notice.attempts, stub.calls) == (Problem.LATE, 0, [])


def test_no_attempt_is_planned_beyond_its_time(notice, stub, asking, clock):
    stub.behave = lambda call: call.say(False, status=503)
    clock.at = NOON + dt.timedelta(hours=23, minutes=59)
    assert run(asking, clock) == {S.FAILED: 1}


def test_without_a_gateway_it_waits_until_it_is_too_late(notice, settings, clock):
    settings.DEBUG, settings.SMS_GATEWAY_URL = False, ""
    assert run(None, clock) == {}
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (S.WAITING, 0)
    clock.forward(days=1)
    assert run(None, clock) == {S.FAILED: 1}


def test_withdrawn_while_it_waits(notice, stub, asking, clock):
    withdraw([notice.subject], [notice.kind], at=NOON)
    assert run(asking, clock) == {}
    notice.refresh_from_db()
    assert (notice.state, stub.calls) == (S.WITHDRAWN, [])


def test_withdrawn_while_it_is_sent_is_not_tried_again(notice, stub, asking, clock):
    def meanwhile(call):
        withdraw([notice.subject], [notice.kind], at=NOON)
        connection.close()
        call.say(False, status=503)

    stub.behave = meanwhile
    assert run(asking, clock) == {S.FAILED: 1}


def test_inside_a_transaction_nothing_is_claimed(notice, stub, asking, clock):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        run(asking, clock)
    assert stub.calls == []
    assert NoticeChange.objects.count() == 1


def test_a_run_that_took_long_begins_nothing_new(notice, stub, asking, clock, monkeypatch):
    monkeypatch.setattr(delivering, "SECONDS", 0.0)
    assert run(asking, clock) == {}
    assert stub.calls == []
