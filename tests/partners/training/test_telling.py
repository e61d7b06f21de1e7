"""Who has a place in a session is told by SMS: that, when it moves, and that it is off."""

import datetime as dt

import pytest

from partners.training.models import Course
from partners.training.scheduling import (
    SessionDetails,
    cancel_session,
    change_session,
    load_standard_courses,
    plan_session,
)
from partners.training.seats import leave_seat, take_seat
from stations.clock import today
from stations.notices.models import Notification

pytestmark = pytest.mark.django_db

DAY = today() + dt.timedelta(days=7)


@pytest.fixture
def details():
    return SessionDetails(held_on=DAY, room="县中心二楼", seats=10)


@pytest.fixture
def session(youxi, youxi_staff, details):
    load_standard_courses()
    course = Course.objects.get(code="start")
    return plan_session(actor=youxi_staff, course=course, center=youxi, details=details)


def told():
    """What was told so far, and what of it still waits."""
    rows = Notification.objects.order_by("pk")
    return [(row.phone, row.state) for row in rows], [row.text for row in rows]


def test_whoever_is_enrolled_is_told_when_and_where(session, lin, youxi_staff):
    take_seat(actor=youxi_staff, session=session, partner=lin)
    (row,), (text,) = told()
    assert row == (lin.phone, "waiting")
    assert "合伙人上岗培训" in text
    assert f"{DAY.month}月{DAY.day}日" in text
    assert "09:00" in text
    assert "县中心二楼" in text
    notice = Notification.objects.get()
    assert (notice.kind, notice.station.code) == ("training", "FJYX001")


def test_a_move_is_told_to_those_who_have_a_place_and_only_a_move(session, details, lin, chen, youxi_staff):
    take_seat(actor=youxi_staff, session=session, partner=lin)
    gone = take_seat(actor=youxi_staff, session=session, partner=chen)
    leave_seat(actor=chen.user, enrolment=gone)
    assert told()[0] == [(lin.phone, "waiting"), (chen.phone, "withdrawn")]

    same = SessionDetails(held_on=DAY, room=details.room, seats=12, trainer="王老师")
    change_session(actor=youxi_staff, session=session, details=same)
    assert len(told()[0]) == 2

    later = SessionDetails(held_on=DAY, starts_at=dt.time(14, 30), room=details.room, seats=12)
    change_session(actor=youxi_staff, session=session, details=later)
    rows, texts = told()
    assert rows == [(lin.phone, "withdrawn"), (chen.phone, "withdrawn"), (lin.phone, "waiting")]
    assert "14:30" in texts[-1]
    change_session(actor=youxi_staff, session=session, details=details)
    assert "09:00" in told()[1][-1]  # back again: a thing of its own


def test_the_desk_s_cancelling_is_told_and_one_s_own_is_not(session, lin, chen, youxi_staff):
    place = take_seat(actor=youxi_staff, session=session, partner=lin)
    leave_seat(actor=youxi_staff, enrolment=place)
    assert "取消" in told()[1][-1]
    take_seat(actor=youxi_staff, session=session, partner=chen)
    cancel_session(actor=youxi_staff, session=session, reason="大雪")
    rows, texts = told()
    assert [state for _phone, state in rows] == ["withdrawn", "waiting", "withdrawn", "waiting"]
    assert rows[-1][0] == chen.phone
    assert "取消" in texts[-1]


def test_of_a_day_that_is_over_nobody_is_told(youxi, youxi_staff, lin):
    load_standard_courses()
    past = SessionDetails(held_on=today() - dt.timedelta(days=1), room="县中心", seats=10)
    course = Course.objects.get(code="start")
    session = plan_session(actor=youxi_staff, course=course, center=youxi, details=past)
    take_seat(actor=youxi_staff, session=session, partner=lin)
    assert told() == ([], [])
