"""Number and text go after their time, or on request; that somebody was told stays."""

import datetime as dt

import pytest
from django.utils import timezone

from stations.notices import forgetting
from stations.notices.delivering import deliver_notices
from stations.notices.forgetting import forget_notices_to, forget_old_notices
from stations.notices.lifecycle import NoticeState, Problem
from stations.notices.models import Notification
from stations.notices.retrying import retry_notice
from stations.refusals import Refused
from tests.making import make_notice

pytestmark = pytest.mark.django_db(transaction=True)

S = NoticeState


def told(notice):
    return Notification.objects.values_list("state", "phone", "text").get(pk=notice.pk)


@pytest.mark.parametrize(("days", "kept"), [(89, True), (91, False)])
def test_ninety_days(fjyx001, asking, days, kept):
    at = timezone.now() - dt.timedelta(days=days)
    notice = make_notice(fjyx001, at=at)
    deliver_notices(gateway=asking, now=lambda: at)
    assert forget_old_notices() == (0 if kept else 1)
    assert told(notice) == (S.SENT, notice.phone, notice.text) if kept else (S.SENT, None, "")
    assert forget_old_notices() == 0


def test_many_go_chunk_by_chunk_and_what_waits_stays(fjyx001, asking, monkeypatch):
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    at = timezone.now() - dt.timedelta(days=91)
    for _ in range(5):
        make_notice(fjyx001, at=at)
    deliver_notices(gateway=asking, now=lambda: at)
    waiting = make_notice(fjyx001, at=at)
    assert forget_old_notices() == 5
    assert list(Notification.objects.filter(phone__isnull=False)) == [waiting]


def test_on_request_whatever_its_age_and_state(fjyx001, asking, ops):
    sent = make_notice(fjyx001, phone="13800000001")
    deliver_notices(gateway=asking)
    waiting = make_notice(fjyx001, phone="13800000001")
    other = make_notice(fjyx001, phone="13800000002")

    assert forget_notices_to("13800000001") == 2
    assert (told(sent), told(waiting)) == ((S.SENT, None, ""), (S.FAILED, None, ""))
    assert told(other) == (S.WAITING, "13800000002", other.text)
    with pytest.raises(Refused) as refused:
        retry_notice(actor=ops, notice=waiting, reason="村民来问")
    assert refused.value.code == "forgotten"


def test_forgotten_while_it_is_sent_is_not_tried_again(fjyx001, stub, asking):
    notice = make_notice(fjyx001)

    def meanwhile(call):
        forget_notices_to(notice.phone)
        forgetting.transaction.get_connection().close()
        call.say(False, status=503)

    stub.behave = meanwhile
    assert deliver_notices(gateway=asking).by_state == {S.FAILED: 1}
    notice.refresh_from_db()
    assert (notice.problem, notice.phone) == (Problem.FORGOTTEN, None)
