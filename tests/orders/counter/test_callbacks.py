"""What comes in at a callback address: kept as it came, judged, applied once."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders.counter.gateways.sandbox.tempers import Temper
from orders.counter.hearing import LARGEST, judge_callback, judge_kept_callbacks, keep_callback
from orders.counter.models import GatewayCallback
from partners.journal.models import Activity
from tests.concurrency.racing import at_once
from tests.orders.counter.sandbox import KEY, SECRET, call_back, drive, make_charged

pytestmark = pytest.mark.usefixtures("lin")


@pytest.fixture
def open_service(sandbox, fjyx001):
    """Sent, and nobody knows how it went."""
    sandbox.be(Temper.NONSENSE)
    return drive(make_charged(fjyx001))


def last():
    return GatewayCallback.objects.first()


def is_untouched(service):
    service.refresh_from_db()
    return service.status == "unknown" and not Activity.objects.filter(kind="paid").exists()


def test_a_signed_callback_is_applied_and_kept(open_service):
    response = call_back(open_service, event="e-1")

    assert (response.status_code, response.json()) == (200, {"taken": True})
    open_service.refresh_from_db()
    assert open_service.status == "succeeded"
    kept = last()
    assert (kept.verdict, kept.event_id, kept.service) == ("applied", "e-1", open_service)
    assert json.loads(bytes(kept.body))["order_no"] == open_service.number


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"secret": "guessed"}, "wrong signature"),
        ({"key": "nobody"}, "unknown key"),
        ({"age": 301}, "too old"),
        ({"age": -301}, "too old"),
    ],
)
def test_what_is_not_signed_by_the_gateway_is_kept_and_moves_nothing(open_service, change, problem):
    assert call_back(open_service, **change).status_code == 401
    assert (last().verdict, last().problem) == ("unsigned", problem)
    assert is_untouched(open_service)


def test_no_signature_at_all(open_service):
    raw = json.dumps({"order_no": open_service.number, "status": "succeeded"})
    assert Client().post("/gateways/operator/callback/", raw, content_type="text/plain").status_code == 401
    assert bytes(last().body) == raw.encode()
    assert is_untouched(open_service)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"[]", b"\xff\xfe", b'{"order_no": "FW1"}', b"[" * 60000,
        b'{"order_no": "FW000000001", "status": "succeeded", "amount": 50, "at": "2015-11-11T10:00:00Z"}',
        b'{"order_no": "FW000000001", "status": "succeeded", "amount": "NaN", "at": "2015-11-11T10:00:00Z"}',
        b'{"order_no": "FW000000001", "status": "succeeded", "amount": "50.00", "at": "2015-11-11T10:00:00"}',
    ],
)  # fmt: skip
def test_signed_nonsense_is_kept_and_moves_nothing(open_service, body):
    assert call_back(open_service, body=body).status_code == 400
    assert last().verdict == "nonsense"
    assert is_untouched(open_service)


def test_another_gateways_word_about_our_order_counts_for_nothing(open_service):
    """Its key is good, and it is still not the one who renders the service."""
    assert call_back(open_service, gateway="utility").status_code == 404
    assert last().verdict == "orphan"
    assert is_untouched(open_service)


def test_an_order_that_is_not_ours(open_service):
    body = b'{"order_no": "FW999999999", "status": "failed"}'
    assert call_back(open_service, body=body).status_code == 404
    assert last().verdict == "orphan"


def test_the_second_key_is_as_good_as_the_first(open_service, settings):
    """While keys are changed over, both sides may still use the old one."""
    settings.GATEWAYS = {
        code: account | {"keys": {"new": "fresh", **account["keys"]}}
        for code, account in settings.GATEWAYS.items()
    }
    assert call_back(open_service, "processing", key="new", secret="fresh").status_code == 200
    assert call_back(open_service, key=KEY, secret=SECRET).status_code == 200
    assert call_back(open_service, key="new", secret=SECRET).status_code == 401


def test_the_same_event_again_is_told_that_it_was_taken(open_service):
    call_back(open_service, event="e-1")
    events = open_service.events.count()
    with CaptureQueriesContext(connection) as asked:
        assert call_back(open_service, event="e-1").status_code == 200
    assert last().verdict == "repeated"
    assert open_service.events.count() == events
    # Locked and undone, it stood in a circle with others that waited for the service.
    locking = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert locking
    assert not any('FROM "orders_counterservice"' in sql for sql in locking)


def test_a_body_without_an_end_is_cut_off(open_service):
    assert call_back(open_service, body=b"x" * (LARGEST + 500)).status_code == 401
    assert last().truncated
    assert len(bytes(last().body)) == LARGEST


@pytest.mark.parametrize("events", [("e-1", "e-1"), ("e-1", "e-2")])
def test_two_at_once_apply_once(open_service, events):
    outcomes = at_once([lambda event=event: call_back(open_service, event=event) for event in events])

    assert [outcome["result"].status_code for outcome in outcomes] == [200, 200]
    assert Activity.objects.filter(subject=open_service.subject, kind="paid").count() == 1
    assert open_service.events.filter(before="unknown", after="succeeded").count() == 1


@pytest.mark.parametrize("_round", range(4))
def test_many_at_once_are_all_taken(open_service, _round):
    """Some under one event, some under their own: nobody waits in a circle, nobody is sent away."""
    events = ["e-1", "e-2", "e-1", "e-3", "e-2", "e-4"]
    outcomes = at_once([lambda event=event: call_back(open_service, event=event) for event in events])

    assert [said["result"].status_code for said in outcomes] == [200] * 6
    verdicts = GatewayCallback.objects.order_by("verdict").values_list("verdict", "service")
    assert list(verdicts) == [("applied", open_service.pk)] * 4 + [("repeated", open_service.pk)] * 2
    assert open_service.events.filter(before="unknown", after="succeeded").count() == 1


def test_what_a_dead_process_left_is_judged_later(open_service):
    """It died after the raw body was kept."""
    call_back(open_service)
    kept = last()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE orders_gatewaycallback"
            " SET verdict = 'new', received_at = received_at - interval '1 minute'"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    assert judge_kept_callbacks() == 1
    kept.refresh_from_db()
    assert kept.verdict == "applied"
    assert judge_callback(kept.pk).verdict == "applied"
    assert Activity.objects.filter(kind="paid").count() == 1


@pytest.mark.parametrize(
    "change",
    ["body = 'x'", "headers = '{}'", "gateway = 'bank'", "received_at = now()", "verdict = 'new'"],
)
def test_the_raw_callback_cannot_be_changed(db, change):
    kept = keep_callback(gateway="operator", body=b"{}", headers={})
    judge_callback(kept.pk)
    for statement in (f"UPDATE orders_gatewaycallback SET {change}", "DELETE FROM orders_gatewaycallback"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_gateway_that_is_not_known_has_no_address(db):
    assert Client().post("/gateways/nobody/callback/", "{}", content_type="text/plain").status_code == 404
    assert Client().get("/gateways/operator/callback/").status_code == 405
    assert not GatewayCallback.objects.exists()
