"""A worker dies with kill -9: between the commit and the call, and between the call and the commit."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.utils import timezone

from orders.counter.driving import drive_gateway
from orders.counter.gateways.models import GatewayState
from orders.counter.models import CounterService
from partners.journal.models import Activity
from tests.concurrency.racing import at_once
from tests.orders.counter.sandbox import make_charged
from tests.workers import database_url, gate_before, wait_until

pytestmark = pytest.mark.usefixtures("lin")


@pytest.fixture
def worker(sandbox, tmp_path):
    """A process that works off the operator's orders as the Celery task does, and is killed in the end."""
    started = []

    def start():
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "GATEWAYS": json.dumps(sandbox.accounts),
            "GATEWAYS_PRIVATE": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        program = "import django; django.setup(); from orders.tasks import *; drive_gateway_task('operator')"
        process = subprocess.Popen([sys.executable, "-c", program], cwd=configured.BASE_DIR, env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def after_the_lease(service):
    """The minute in which a dead worker's order waits for it is over."""
    past = timezone.now() - dt.timedelta(seconds=1)
    GatewayState.objects.update(busy_until=past)
    CounterService.objects.filter(pk=service.pk, due_at__isnull=False).update(due_at=past)


def test_killed_after_the_commit_before_the_gateway_heard_of_it(sandbox, fjyx001, worker, monkeypatch):
    """The claim is committed, the call hangs on its way in; then the worker is gone."""
    arrived, go = threading.Event(), threading.Event()
    answer = type(sandbox.play).submit

    def held_up(play, code, told):
        arrived.set()
        go.wait(30)
        if lost.is_set():
            raise ConnectionError("the line is dead: nothing arrived")
        return answer(play, code, told)

    lost = threading.Event()
    monkeypatch.setattr(type(sandbox.play), "submit", held_up)
    service = make_charged(fjyx001)
    process = worker()
    assert arrived.wait(30)
    service.refresh_from_db()
    assert (service.status, service.tries) == ("submitting", 1)
    kill(process)
    lost.set()
    go.set()

    service.refresh_from_db()
    assert (service.status, service.held) == ("submitting", True)
    assert sandbox.times(service) == 0

    monkeypatch.setattr(type(sandbox.play), "submit", answer)
    after_the_lease(service)
    drive_gateway("operator")

    service.refresh_from_db()
    assert service.status == "succeeded"
    assert sandbox.times(service) == 1
    assert Activity.objects.filter(subject=service.subject, kind="paid").count() == 1


def test_killed_after_the_gateway_did_it_before_the_commit(sandbox, fjyx001, worker):
    service = make_charged(fjyx001)
    with gate_before("partners_activity") as gate:
        process = worker()
        wait_until(lambda: sandbox.times(service) == 1, what="the gateway's part")
        gate.wait_for(1)
        kill(process)
        gate.open()
        wait_until(lambda: gate.waiting() == 0, what="the end of the dead one's transaction")

    service.refresh_from_db()
    assert service.status == "submitting"
    assert not Activity.objects.filter(subject=service.subject, kind="paid").exists()

    after_the_lease(service)
    drive_gateway("operator")

    service.refresh_from_db()
    assert service.status == "succeeded"
    assert Activity.objects.filter(subject=service.subject, kind="paid").count() == 1
    assert service.events.filter(after="succeeded").count() == 1


def test_two_runs_at_once_send_an_order_once(sandbox, fjyx001):
    services = [make_charged(fjyx001) for _number in range(4)]
    calls = []
    submit = type(sandbox.play).submit

    def counted(play, code, told):
        calls.append(told["order_no"])
        time.sleep(0.05)
        return submit(play, code, told)

    type(sandbox.play).submit = counted
    try:
        at_once([lambda: drive_gateway("operator")] * 3)
    finally:
        type(sandbox.play).submit = submit
    assert sorted(calls) == sorted(service.number for service in services)


def test_a_gateway_is_never_called_with_a_transaction_open(sandbox, fjyx001):
    service = make_charged(fjyx001)
    with pytest.raises(RuntimeError), transaction.atomic():
        drive_gateway("operator")
    service.refresh_from_db()
    assert service.status == "charged"
    assert sandbox.times(service) == 0
