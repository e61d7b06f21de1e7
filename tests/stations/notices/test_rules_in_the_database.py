"""What the code promises the database holds too: each rule goes red when it is dropped."""

import datetime as dt
import uuid

import pytest
from django.db import Error, IntegrityError, connection, transaction

from stations.notices.lifecycle import NOTICE_LIFECYCLE, NoticeKind, NoticeState
from stations.notices.models import NoticeChange, Notification
from tests.making import make_notice
from tests.stations.notices.conftest import NOON

S = NoticeState


@pytest.fixture
def notice(fjyx001):
    return make_notice(fjyx001, at=NOON)


def change(notice, **fields):
    Notification.objects.filter(pk=notice.pk).update(**fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("notice_due_while_open", {"due_at": None}),
        ("notice_due_while_open", {"state": S.FAILED}),
        ("notice_sent_has_message", {"state": S.SENDING}),
        ("notice_sent_has_moment", {"sent_at": NOON}),
        ("notice_forgotten_leaves_nothing", {"text": ""}),
        ("notice_forgotten_leaves_nothing", {"state": S.FAILED, "due_at": None, "phone": None}),
        ("notice_waits_for_a_number", {"phone": None, "text": ""}),
    ],
)
def test_a_constraint_and_what_it_holds(notice, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change(notice, **fields)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table is not to be altered
        cursor.execute(f"ALTER TABLE stations_notification DROP CONSTRAINT {constraint}")
    change(notice, **fields)  # it was this one that held


def test_once_for_ever_by_its_source_key(notice, fjyx001):
    twin = Notification(
        station=fjyx001,
        kind=notice.kind,
        subject=notice.subject,
        source_key=notice.source_key,
        phone="13800000009",
        text="x",
        created_at=NOON,
        due_at=NOON,
        expires_at=NOON,
    )
    with pytest.raises(IntegrityError, match="source_key"), transaction.atomic():
        twin.save()


def test_two_attempts_never_share_an_id(notice):
    one = uuid.uuid4()
    NoticeChange.objects.create(notice=notice, after=S.SENDING, message_id=one, at=NOON)
    NoticeChange.objects.create(notice=notice, after=S.SENT, message_id=one, at=NOON)
    with pytest.raises(IntegrityError, match="notice_attempt_once"), transaction.atomic():
        NoticeChange.objects.create(notice=notice, after=S.SENDING, message_id=one, at=NOON)


def fields_for(state):
    return {
        "state": state,
        "message_id": uuid.uuid4(),
        "due_at": NOON if state in {S.WAITING, S.SENDING} else None,
        "sent_at": NOON if state == S.SENT else None,
    }


@pytest.mark.parametrize("before", S)
def test_only_the_steps_of_the_table(fjyx001, before):
    notice = make_notice(fjyx001, at=NOON)
    for after in S:
        with transaction.atomic():
            # As if it had always been so: the table alone decides about the next step.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
            change(notice, **fields_for(before))
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            allowed = after == before or NOTICE_LIFECYCLE.allows(before, after)
            if allowed:
                change(notice, **fields_for(after))
            else:
                with pytest.raises(Error, match="Invalid transition"), transaction.atomic():
                    change(notice, **fields_for(after))


def test_a_notice_is_not_deleted(notice):
    with pytest.raises(Error, match="Cannot delete rows"), transaction.atomic():
        Notification.objects.filter(pk=notice.pk)._raw_delete("default")


@pytest.mark.parametrize(
    "fields",
    [
        {"source_key": "x"},
        {"subject": "x"},
        {"kind": NoticeKind.RECEIPT},
        {"created_at": NOON + dt.timedelta(1)},
    ],
)
def test_what_a_notice_is_about_stays(notice, fields):
    with pytest.raises(Error, match="Cannot update rows"), transaction.atomic():
        change(notice, **fields)


def test_the_log_is_append_only(notice):
    for spoil in (
        lambda: NoticeChange.objects.update(reason="x"),
        lambda: NoticeChange.objects.all().delete(),
    ):
        with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
            spoil()
