"""A message that may have come is asked about; it is never sent again on a guess."""

import datetime as dt

import pytest

from stations.notices.delivering import deliver_notices
from stations.notices.gateways import http
from stations.notices.lifecycle import NoticeState, Problem
from tests.making import make_notice
from tests.stations.notices.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)

S = NoticeState


@pytest.fixture
def notice(fjyx001):
    return make_notice(fjyx001, at=NOON)


def run(gateway, clock):
    return deliver_notices(gateway=gateway, now=clock).by_state


def after_three_minutes(clock):
    clock.at = NOON + dt.timedelta(minutes=3)


def test_it_came_and_the_answer_was_lost(notice, stub, asking, clock):
    stub.behave = stub.accept_and_reset
    assert run(asking, clock) == {S.UNKNOWN: 1}
    notice.refresh_from_db()
    assert (notice.problem, notice.due_at) == (Problem.NO_ANSWER, NOON + dt.timedelta(minutes=3))
    clock.forward(seconds=179)
    assert run(asking, clock) == {}  # not asked while it may still be on its way

    after_three_minutes(clock)
    assert run(asking, clock) == {S.SENT: 1}
    assert run(asking, clock) == {}
    assert list(stub.accepted.values()) == [1]


def test_it_never_came_and_is_sent_under_another_id(notice, stub, asking, clock):
    stub.behave = lambda call: call.write(500, b"oops")
    assert run(asking, clock) == {S.UNKNOWN: 1}
    stub.behave = stub.accept
    after_three_minutes(clock)
    assert run(asking, clock) == {S.WAITING: 1}
    clock.forward(minutes=1)
    assert run(asking, clock) == {S.SENT: 1}
    sent = [call.told["message_id"] for call in stub.calls if call.path == "/sms"]
    assert len(set(sent)) == 2
    assert stub.accepted == {sent[1]: 1}


def test_who_cannot_be_asked_is_never_sent_to_again(notice, stub, mute, clock, monkeypatch):
    monkeypatch.setattr(http, "READ", 0.2)
    stub.behave = stub.accept_and_hold
    assert run(mute, clock) == {S.UNKNOWN: 1}
    clock.forward(hours=23)
    assert run(mute, clock) == {}
    notice.refresh_from_db()
    assert (notice.state, notice.due_at, len(stub.calls)) == (S.UNKNOWN, None, 1)


def test_asked_four_times_and_then_left(notice, stub, asking, clock):
    stub.behave = stub.accept_and_reset
    stub.on_status = lambda call: call.reset()
    run(asking, clock)
    due = []
    while True:
        notice.refresh_from_db()
        if notice.due_at is None:
            break
        due.append(notice.due_at - NOON)
        clock.at = notice.due_at
        assert run(asking, clock) == {S.UNKNOWN: 1}
    minutes = [delta.total_seconds() / 60 for delta in due]
    assert minutes == [3, 13, 73, 433]
    assert [call.path for call in stub.calls] == ["/sms", *["/status"] * 4]
    assert notice.state == S.UNKNOWN


def test_a_gateway_that_cannot_be_asked_any_more_leaves_it_open(notice, stub, asking, mute, clock):
    stub.behave = stub.accept_and_reset
    run(asking, clock)
    after_three_minutes(clock)
    assert run(mute, clock) == {S.UNKNOWN: 1}
    notice.refresh_from_db()
    assert (notice.due_at, len(stub.calls)) == (None, 1)
