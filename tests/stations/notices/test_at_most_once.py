"""Killed in the middle or beside another: a phone rings once."""

import datetime as dt

import pytest
from django.utils import timezone

from stations.notices import delivering
from stations.notices.delivering import deliver_notices
from stations.notices.lifecycle import LOST_AFTER, NoticeState, Problem
from stations.notices.models import Notification
from stations.notices.tasks import deliver_notices_task
from tests.making import make_notice
from tests.stations.notices.gateway import KEY
from tests.workers import in_thread, running_worker, sessions, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

S = NoticeState


@pytest.fixture
def worker_environment(stub, monkeypatch):
    monkeypatch.setenv("SMS_GATEWAY_URL", stub.url)
    monkeypatch.setenv("SMS_GATEWAY_STATUS_URL", stub.status_url)
    monkeypatch.setenv("SMS_GATEWAY_KEY", KEY)
    monkeypatch.setenv("SMS_GATEWAY_PRIVATE", "1")


def killed_while_sending(stub, notice):
    with running_worker() as worker:
        before = sessions()
        worker.ring("stations.deliver_notices")
        assert stub.held.wait(timeout=60)
        worker.kill()
        wait_until(lambda: sessions() <= before, what="the end of the worker's session")
    stub.free.set()
    notice.refresh_from_db()
    assert notice.state == S.SENDING
    return notice.message_id


def later(**delta):
    return lambda: timezone.now() + LOST_AFTER + dt.timedelta(**delta)


def test_killed_after_the_gateway_took_it(fjyx001, stub, asking, worker_environment):
    notice = make_notice(fjyx001)
    stub.behave = stub.accept_and_hold
    sent = killed_while_sending(stub, notice)

    assert deliver_notices(gateway=asking).by_state == {}  # somebody may still be at it
    done = deliver_notices(gateway=asking, now=later(seconds=1))
    assert done.by_state == {S.UNKNOWN: 1, S.SENT: 1}  # lost, then asked
    notice.refresh_from_db()
    assert (notice.state, notice.message_id, notice.attempts) == (S.SENT, sent, 1)
    assert stub.accepted == {sent.hex: 1}
    assert stub.numbers == {notice.phone: 1}


def test_killed_before_the_gateway_took_it(fjyx001, stub, asking, worker_environment):
    notice = make_notice(fjyx001)
    stub.behave = stub.hold
    lost = killed_while_sending(stub, notice)
    stub.behave = stub.accept

    done = deliver_notices(gateway=asking, now=later(seconds=1))
    assert done.by_state == {S.UNKNOWN: 1, S.WAITING: 1}
    assert deliver_notices(gateway=asking, now=later(minutes=2)).by_state == {S.SENT: 1}
    notice.refresh_from_db()
    assert notice.message_id != lost
    assert stub.numbers == {notice.phone: 1}


def test_killed_and_nobody_to_ask(fjyx001, stub, mute, worker_environment):
    notice = make_notice(fjyx001)
    stub.behave = stub.accept_and_hold
    killed_while_sending(stub, notice)
    assert deliver_notices(gateway=mute, now=later(seconds=1)).by_state == {S.UNKNOWN: 2}
    assert deliver_notices(gateway=mute, now=later(hours=20)).by_state == {}
    notice.refresh_from_db()
    assert (notice.state, notice.problem, notice.due_at) == (S.UNKNOWN, Problem.WORKER_LOST, None)
    assert stub.numbers == {notice.phone: 1}


def test_a_worker_sends_what_it_is_rung_for(fjyx001, stub, worker_environment):
    notice = make_notice(fjyx001)
    with running_worker() as worker:
        worker.ring("stations.deliver_notices")
        worker.ring("stations.deliver_notices")
        wait_until(lambda: Notification.objects.filter(state=S.SENT).exists(), what="the message")
        worker.finish()
    notice.refresh_from_db()
    assert stub.accepted == {notice.message_id.hex: 1}


def test_two_drains_beside_each_other_take_other_rows(fjyx001, stub, asking):
    first, second = make_notice(fjyx001), make_notice(fjyx001)
    stub.behave = stub.accept_and_hold
    thread, _ = in_thread(lambda: deliver_notices(gateway=asking, limit=1))
    assert stub.held.wait(timeout=30)
    stub.behave = stub.accept
    assert deliver_notices(gateway=asking).by_state == {S.SENT: 1}
    stub.free.set()
    thread.join()

    assert sorted(stub.accepted.values()) == [1, 1]
    assert {call.told["message_id"] for call in stub.calls} == {
        Notification.objects.get(pk=one.pk).message_id.hex for one in (first, second)
    }


def test_the_control_a_claim_without_its_commit_sends_twice(fjyx001, stub, asking, monkeypatch):
    """Were the state not written before the call, the drain beside it would send the message too."""
    make_notice(fjyx001)
    monkeypatch.setattr(delivering, "step", lambda *args, **kwargs: None)
    stub.behave = stub.accept_and_hold
    thread, _ = in_thread(lambda: deliver_notices(gateway=asking, limit=1))
    assert stub.held.wait(timeout=30)
    stub.behave = stub.accept
    deliver_notices(gateway=asking, limit=1)
    stub.free.set()
    thread.join()
    assert sum(stub.accepted.values()) == 2


def test_who_comes_back_after_it_was_settled_changes_nothing(fjyx001, stub, asking):
    """A worker that slept through: the gateway was asked meanwhile, and the answer stands."""
    notice = make_notice(fjyx001)
    stub.behave = stub.accept_and_hold
    thread, _ = in_thread(lambda: deliver_notices(gateway=asking, limit=1))
    assert stub.held.wait(timeout=30)
    assert deliver_notices(gateway=asking, now=later(seconds=1)).by_state == {S.UNKNOWN: 1, S.SENT: 1}
    steps = notice.changes.count()
    stub.free.set()
    thread.join()
    notice.refresh_from_db()
    assert (notice.state, notice.changes.count()) == (S.SENT, steps)


def test_its_time_limit_ends_before_a_row_counts_as_lost():
    assert deliver_notices_task.time_limit < LOST_AFTER.total_seconds()
