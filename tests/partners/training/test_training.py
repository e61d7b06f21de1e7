"""Courses, sessions, seats, tests and certificates; and that nobody opens a station without one."""

import datetime as dt
import itertools

import pytest
from django.db import DatabaseError, transaction

from partners.journal.kinds import SubsidyCategory
from partners.journal.models import Activity
from partners.subsidies.events import collect_events
from partners.training.certifying import (
    hold_session,
    missing_courses,
    not_certified,
    record_test,
    revoke_certificate,
    valid_until,
)
from partners.training.events import passed_courses
from partners.training.lifecycle import (
    ENROLMENT_LIFECYCLE,
    SESSION_LIFECYCLE,
    EnrolmentStatus,
    SessionStatus,
)
from partners.training.models import Certificate, Course, Enrolment, EnrolmentChange, TrainingSession
from partners.training.scheduling import (
    CourseDetails,
    SessionDetails,
    cancel_session,
    change_course,
    change_session,
    enter_course,
    load_standard_courses,
    plan_session,
)
from partners.training.seats import leave_seat, take_seat
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.opening import open_station
from stations.refusals import Refused
from tests.cast import (
    OPENED,
    api_client_of,
    client_of,
    make_certified,
    make_partner,
    make_ready,
    make_station,
)
from tests.partners.subsidies.giving import in_force

pytestmark = pytest.mark.django_db

E = EnrolmentStatus
WEEK = dt.timedelta(days=7)


@pytest.fixture
def course(db):
    load_standard_courses()
    return Course.objects.get(code="start")


def make_session(course, center, held_on=None, seats=20):
    details = SessionDetails(held_on or today() - WEEK, "201", seats)
    return plan_session(actor=None, course=course, center=center, details=details)


def place_that_is(course, partner, status):
    """Brought there through the verbs, in a session that is over."""
    session = make_session(course, partner.center)
    place = take_seat(actor=None, session=session, partner=partner)
    if status == E.CANCELLED:
        return leave_seat(actor=None, enrolment=place)
    if status != E.ENROLLED:
        hold_session(actor=None, session=session, present=[] if status == E.ABSENT else [place.pk])
    if status in {E.FAILED, E.PASSED}:
        record_test(actor=None, enrolment=place, score=59 if status == E.FAILED else 60)
    place.refresh_from_db()
    return place


def refused(work, code):
    with pytest.raises(Refused) as said, transaction.atomic():
        work()
    assert said.value.code == code


# --- states and events ---------------------------------------------------------------

EVENTS = {
    "leave": (lambda place: leave_seat(actor=None, enrolment=place), {E.ENROLLED}, E.CANCELLED),
    "pass": (
        lambda place: record_test(actor=None, enrolment=place, score=60),
        {E.ATTENDED, E.FAILED},
        E.PASSED,
    ),
    "fail": (
        lambda place: record_test(actor=None, enrolment=place, score=59),
        {E.ATTENDED, E.FAILED},
        E.FAILED,
    ),
}


@pytest.mark.parametrize(("status", "event"), list(itertools.product(E, EVENTS)))
def test_every_event_in_every_state(course, lin, status, event):
    place = place_that_is(course, lin, status)
    act, allowed, after = EVENTS[event]
    logged = EnrolmentChange.objects.count()
    if status not in allowed:
        refused(lambda: act(place), "transition")
        assert EnrolmentChange.objects.count() == logged
        return
    act(place)
    place.refresh_from_db()
    change = place.changes.last()
    assert (place.status, change.before, change.after) == (after, status, after)
    assert Certificate.objects.filter(enrolment=place).exists() == (after == E.PASSED)


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(sorted(E), 2)))
def test_the_database_knows_the_same_table(course, lin, before, after):
    place = place_that_is(course, lin, before)
    changed = Enrolment.objects.filter(pk=place.pk)
    row = {"status": after, "score": 70 if after in {E.PASSED, E.FAILED} else None}
    if ENROLMENT_LIFECYCLE.allows(before, after):
        changed.update(**row)
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        changed.update(**row)


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(sorted(SessionStatus), 2)))
def test_so_it_does_of_sessions(course, youxi, before, after):
    session = make_session(course, youxi)
    changed = TrainingSession.objects.filter(pk=session.pk)
    changed.exclude(status=before).update(status=before)
    if SESSION_LIFECYCLE.allows(before, after):
        changed.update(status=after)
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        changed.update(status=after)


# --- seats ---------------------------------------------------------------------------


def test_a_seat_is_taken_once_given_back_and_taken_again(course, youxi, lin, chen):
    session = make_session(course, youxi, today() + WEEK, seats=1)
    place = take_seat(actor=lin.user, session=session, partner=lin)
    refused(lambda: take_seat(actor=None, session=session, partner=lin), "taken")
    refused(lambda: take_seat(actor=None, session=session, partner=chen), "full")
    leave_seat(actor=lin.user, enrolment=place)
    take_seat(actor=None, session=session, partner=chen)
    refused(lambda: take_seat(actor=None, session=session, partner=lin), "full")
    assert [change.after for change in place.changes.all()] == ["enrolled", "cancelled"]
    assert Enrolment.objects.count() == 2


def test_who_may_take_one(course, youxi, lin, wang, zhou):
    session = make_session(course, youxi, today() + WEEK)
    refused(lambda: take_seat(actor=None, session=session, partner=zhou), "center")
    refused(lambda: take_seat(actor=wang.user, session=session, partner=wang), "former")
    tonight = make_session(course, youxi, today())
    refused(lambda: take_seat(actor=lin.user, session=tonight, partner=lin), "day")
    place = take_seat(actor=None, session=tonight, partner=lin)
    refused(lambda: leave_seat(actor=lin.user, enrolment=place), "day")


def test_a_cancelled_session_takes_its_places_along(course, youxi, lin):
    session = make_session(course, youxi, today() + WEEK)
    place = take_seat(actor=None, session=session, partner=lin)
    cancel_session(actor=None, session=session, reason="老师生病")
    place.refresh_from_db()
    assert (place.status, place.changes.last().reason) == ("cancelled", "老师生病")
    refused(lambda: take_seat(actor=None, session=session, partner=lin), "session")
    refused(lambda: cancel_session(actor=None, session=session, reason="再"), "transition")


def test_seats_do_not_become_fewer_than_are_taken(course, youxi, lin, chen):
    session = make_session(course, youxi, today() + WEEK)
    for partner in (lin, chen):
        take_seat(actor=None, session=session, partner=partner)
    refused(
        lambda: change_session(actor=None, session=session, details=SessionDetails(today(), "201", 1)),
        "seats",
    )
    changed = change_session(actor=None, session=session, details=SessionDetails(today(), "305", 2))
    assert (changed.room, changed.seats) == ("305", 2)


def test_a_session_is_not_held_before_its_day(course, youxi, lin, chen):
    session = make_session(course, youxi, today() + WEEK)
    refused(lambda: hold_session(actor=None, session=session, present=[]), "day")
    session = make_session(course, youxi)
    place = take_seat(actor=None, session=session, partner=lin)
    other = place_that_is(course, chen, E.ENROLLED)
    refused(lambda: hold_session(actor=None, session=session, present=[place.pk, other.pk]), "enrolled")
    place.refresh_from_db()
    assert place.status == "enrolled"


# --- certificates --------------------------------------------------------------------


@pytest.mark.parametrize(("score", "earned"), [(0, False), (59, False), (60, True), (100, True)])
def test_the_pass_mark_counts_in(course, lin, score, earned):
    place = place_that_is(course, lin, E.ATTENDED)
    certificate = record_test(actor=None, enrolment=place, score=score)
    assert (certificate is not None) == earned
    if earned:
        assert (certificate.score, certificate.pass_mark, certificate.issued_on) == (
            score,
            60,
            today() - WEEK,
        )


def test_a_test_is_sat_again_until_it_is_passed(course, lin):
    place = place_that_is(course, lin, E.ATTENDED)
    for score in (40, 55):
        assert record_test(actor=None, enrolment=place, score=score) is None
    certificate = record_test(actor=None, enrolment=place, score=72, tested_on=today())
    assert certificate.issued_on == today()
    assert [change.score for change in place.changes.all()] == [None, None, 40, 55, 72]


@pytest.mark.parametrize(
    ("score", "day", "field"),
    [(101, 0, "score"), (-1, 0, "score"), (80, 1, "tested_on"), (80, -8, "tested_on")],
)
def test_a_test_that_cannot_be(course, lin, score, day, field):
    place = place_that_is(course, lin, E.ATTENDED)
    with pytest.raises(Refused) as said:
        record_test(actor=None, enrolment=place, score=score, tested_on=today() + dt.timedelta(days=day))
    assert said.value.field == field


@pytest.mark.parametrize(
    ("months", "issued", "last"),
    [
        (None, dt.date(2015, 3, 15), None),
        (36, dt.date(2015, 3, 15), dt.date(2018, 3, 14)),
        (1, dt.date(2015, 1, 31), dt.date(2015, 2, 27)),
        (1, dt.date(2015, 12, 1), dt.date(2015, 12, 31)),
        (12, dt.date(2016, 2, 29), dt.date(2017, 2, 27)),
    ],
)
def test_until_when(months, issued, last):
    assert valid_until(Course(valid_months=months), issued) == last


def test_a_certificate_is_earned_kept_and_revoked_once(course, lin):
    certificate = make_certified(lin)
    for fields, match in (
        ({"score": 59}, "issued_once|Cannot"),
        ({"valid_until": dt.date(2030, 1, 1)}, "Cannot"),
        ({"revoked_on": today()}, "certificate_revoked_with_a_reason"),
    ):
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            Certificate.objects.update(**fields)
    revoke_certificate(actor=None, certificate=certificate, reason="代考")
    refused(lambda: revoke_certificate(actor=None, certificate=certificate, reason="再"), "revoked")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Certificate.objects.update(revoked_on=None, reason="")


# --- no opening without --------------------------------------------------------------


@pytest.fixture
def station(youxi):
    station = make_ready(make_station(prepaid="0", status=StationStatus.FITTING_OUT, opened_on=None))
    assert list(not_certified(station)) == []
    return station


def opens(station, day=OPENED):
    try:
        with transaction.atomic():
            return open_station(actor=None, station=station, opened_on=day).status == "open"
    except Refused as said:
        return f"{said.code}: {said}"


def test_a_station_opens_with_a_certified_partner(station):
    assert opens(station) is True


def test_not_without_a_partner(station):
    station.tenures.all().delete()
    assert "begin the tenure" in opens(station)


def test_not_with_one_who_comes_later(station):
    station.tenures.update(starts_on=OPENED + WEEK)
    assert "begin the tenure" in opens(station)
    assert opens(station, OPENED + WEEK) is True


def test_not_with_one_who_passed_nothing_or_something_else(station):
    partner = station.tenures.get().partner
    Course.objects.update(required=False)
    Course.objects.create(code="new", name="新课程", subject="money", required=True)
    assert "新课程" in opens(station)
    make_certified(partner, code="new", issued_on=OPENED + WEEK)
    assert "新课程" in opens(station)
    assert opens(station, OPENED + WEEK) is True


def test_not_with_a_revoked_or_run_out_one(station):
    certificate = Certificate.objects.get()
    revoke_certificate(actor=None, certificate=certificate, reason="代考")
    assert missing_courses(certificate.partner, today()) == [certificate.course]
    assert missing_courses(certificate.partner, OPENED) == []
    assert "no valid certificate" in opens(station, today())
    make_certified(certificate.partner, issued_on=today())
    assert opens(station, today()) is True


def test_not_while_nobody_says_what_is_required(station):
    Course.objects.update(in_use=False)
    assert "There is no required course yet." in opens(station)


def test_a_course_is_changed_from_now_on(course, lin, ops):
    place = place_that_is(course, lin, E.PASSED)
    change_course(
        actor=ops,
        course=course,
        details=CourseDetails(name="新名", subject="start", pass_mark=90, required=True),
    )
    assert place.certificate.pass_mark == 60
    refused(lambda: enter_course(actor=ops, code="start", details=CourseDetails("x", "start")), "taken")


# --- for partners --------------------------------------------------------------------


def test_a_partner_enrols_sees_and_prints(course, youxi, lin, chen):
    session = make_session(course, youxi, today() + WEEK)
    client = client_of(lin, headers={"accept-language": "en"})
    assert "A station opens only with a valid certificate" in client.get("/training/").content.decode()
    answer = client.post("/training/sessions/", {"session": session.pk, "token": "seat-1"}, follow=True)
    assert "You have a place" in answer.content.decode()
    place = Enrolment.objects.get()
    assert (place.partner, place.session) == (lin, session)
    client.post("/training/sessions/", {"session": session.pk, "token": "seat-1"})
    assert Enrolment.objects.count() == 1
    assert client_of(chen).get(f"/training/places/{place.pk}/").status_code == 404

    assert client.post(f"/training/places/{place.pk}/", {"token": "leave-1"}).status_code == 302
    place.refresh_from_db()
    assert place.status == "cancelled"

    certificate = make_certified(lin, issued_on=today())
    body = client.get("/training/").content.decode()
    assert certificate.number in body
    assert "A station opens only" not in body
    page = client.get(f"/training/certificates/{certificate.pk}/").content.decode()
    assert certificate.number in page
    assert client_of(chen).get(f"/training/certificates/{certificate.pk}/").status_code == 404


def test_a_former_partner_keeps_certificates_and_is_offered_nothing(course, youxi, wang):
    make_session(course, youxi, today() + WEEK)
    certificate = make_certified(wang)
    client = client_of(wang, headers={"accept-language": "en"})
    body = client.get("/training/").content.decode()
    assert certificate.number in body
    assert "/training/sessions/" not in body
    assert client.get("/training/sessions/").status_code == 302
    assert client.post("/training/sessions/", {"session": 1, "token": "x"}).status_code == 302
    assert not Enrolment.objects.filter(session__status="planned").exists()


def test_a_partner_without_a_station_yet_may_enrol(course, youxi):
    session = make_session(course, youxi, today() + WEEK)
    new = make_partner(center=youxi, username="new")
    client = client_of(new)
    assert client.post("/training/sessions/", {"session": session.pk, "token": "x"}).status_code == 302
    assert Enrolment.objects.get().partner == new


def test_a_foreign_session_cannot_be_named(course, tonglu, lin):
    session = make_session(course, tonglu, today() + WEEK)
    answer = client_of(lin).post("/training/sessions/", {"session": session.pk, "token": "x"})
    assert answer.status_code == 422
    assert not Enrolment.objects.exists()


def test_a_page_costs_the_same_for_one_as_for_many(course, youxi, lin, django_assert_num_queries):
    make_session(course, youxi, today() + WEEK)
    make_certified(lin)
    client = client_of(lin)
    client.get("/training/")
    with django_assert_num_queries(9):
        client.get("/training/")
    for _ in range(4):
        make_certified(lin)
    with django_assert_num_queries(9):
        client.get("/training/")


def test_the_api_tells_whether_a_certificate_is_valid(course, lin, youxi_staff, chen):
    certificate = make_certified(lin)
    old = make_certified(lin, code="money")
    Certificate.objects.filter(pk=old.pk).update(revoked_on=today(), reason="代考")
    client = api_client_of(lin)
    found = client.get("/api/v1/training/certificates/").json()["results"]
    assert {row["number"]: row["valid"] for row in found} == {certificate.number: True, old.number: False}
    only = client.get("/api/v1/training/certificates/", {"valid": "true"}).json()["results"]
    assert [row["id"] for row in only] == [certificate.pk]
    assert api_client_of(chen).get("/api/v1/training/certificates/").json()["results"] == []
    assert len(api_client_of(youxi_staff).get("/api/v1/training/places/").json()["results"]) == 2


def test_at_the_desk_a_session_goes_from_the_plan_to_the_certificate(course, youxi, lin, chen, youxi_staff):
    client = client_of(youxi_staff)
    typed = {"course": course.pk, "center": youxi.pk, "held_on": today().isoformat(), "starts_at": "09:00"}
    added = client.post("/admin/partners/trainingsession/add/", typed | {"room": "201", "seats": "2"})
    assert added.status_code == 302
    session = TrainingSession.objects.get()
    page = f"/admin/partners/trainingsession/{session.pk}"
    for partner in (lin, chen):
        client.post(f"{page}/enrol/", {"partner": partner.pk, "token": f"enrol-{partner.pk}"})
    mine, other = Enrolment.objects.order_by("pk")
    client.post(f"{page}/hold/", {"present": [mine.pk], "token": "hold"})
    answer = client.post(f"/admin/partners/enrolment/{mine.pk}/test/", {"score": "91", "token": "test"})
    assert answer.status_code == 302, answer.context["form"].errors
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.status, other.status, mine.certificate.issued_by) == ("passed", "absent", youxi_staff)


def test_a_passed_required_course_is_an_event_for_the_subsidy_once(lin, chen, youxi):
    in_force(SubsidyCategory.TRAINING, since=OPENED, amount="200.00")
    make_certified(lin)
    make_certified(lin, issued_on=OPENED + WEEK)  # passed again: no second one
    make_certified(chen, code="money")  # not required
    new = make_partner(center=youxi)
    make_certified(new)
    revoke_certificate(actor=None, certificate=make_certified(make_partner(center=youxi)), reason="代考")
    # Who has no station yet gets it with the first tenure.
    assert [event.partner_id for event in passed_courses()] == [lin.pk, new.pk]
    assert collect_events() == 1
    assert Activity.objects.get().partner == lin
    assert collect_events() == 0
