"""Two desks answer one complaint at once; the race stands beside the one that loses without the lock."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from partners.complaints import answering
from partners.complaints.answering import answer_complaint
from partners.complaints.kinds import load_standard_kinds
from partners.complaints.models import Complaint, ComplaintChange, ComplaintKind
from partners.complaints.receiving import receive_complaint
from stations.notices.models import Notification
from stations.refusals import Refused
from tests.concurrency.racing import one_behind_the_other
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def complaint(fjyx001):
    load_standard_kinds()
    return receive_complaint(
        actor=None,
        station=fjyx001,
        kind=ComplaintKind.objects.get(code="manners"),
        subject="态度",
        text="不理人",
        phone="13800000001",
    )


def two_answers(complaint, ops, youxi_staff):
    with gate_before(ComplaintChange._meta.db_table) as gate:
        return one_behind_the_other(
            gate,
            lambda: answer_complaint(actor=ops, complaint=complaint, answer="成立", upheld=True),
            lambda: answer_complaint(actor=youxi_staff, complaint=complaint, answer="不成立", upheld=False),
        )


def test_the_first_answer_stands_and_the_second_is_refused(complaint, ops, youxi_staff):
    first, second = two_answers(complaint, ops, youxi_staff)
    assert first["result"].upheld is True
    assert isinstance(second["error"], Refused)
    assert second["error"].conflict
    complaint.refresh_from_db()
    assert (complaint.answer, complaint.upheld, complaint.answered_by) == ("成立", True, ops)
    assert Notification.objects.count() == 1


def test_the_control_without_the_lock_only_the_database_stops_the_second(
    complaint, ops, youxi_staff, monkeypatch
):
    monkeypatch.setattr(
        answering, "lock_complaint", lambda pk: Complaint.objects.select_related("station").get(pk=pk)
    )
    _first, second = two_answers(complaint, ops, youxi_staff)
    assert isinstance(second["error"], DatabaseError)
    assert ComplaintChange.objects.filter(after="answered").count() == 1
