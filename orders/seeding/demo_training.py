"""What the demo's partners were taught: everybody the required course before they began."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from partners.accounts.models import Role, User
from partners.people.models import Partner, Tenure
from partners.training.certifying import hold_session, record_test
from partners.training.lifecycle import EnrolmentStatus, SessionStatus
from partners.training.models import Certificate, Course, Enrolment, EnrolmentChange, TrainingSession
from partners.training.scheduling import SessionDetails, load_standard_courses, plan_session
from partners.training.seats import take_seat
from stations.centers.models import CountyCenter
from stations.clock import today

WEEK = dt.timedelta(days=7)
DONE = (EnrolmentStatus.ENROLLED, EnrolmentStatus.ATTENDED, EnrolmentStatus.PASSED)
# In this county more is to be seen than the certificate to begin with.
SHOWN = "FJYX"


def certify(center: CountyCenter) -> None:
    """A session a week before each tenure of a county began, and a certificate for each who began."""
    load_standard_courses()
    course = Course.objects.get(code="start")
    tenures = Tenure.objects.filter(partner__center=center).order_by("partner_id", "starts_on")
    starts = dict(tenures.distinct("partner_id").values_list("partner", "starts_on"))
    days = sorted(set(starts.values()))
    sessions = TrainingSession.objects.bulk_create(
        TrainingSession(
            course=course,
            center=center,
            held_on=day - WEEK,
            room="二楼培训室",
            seats=30,
            trainer="淘宝大学讲师",
            status=SessionStatus.HELD,
        )
        for day in days
    )
    of_day = dict(zip(days, sessions, strict=True))
    places = Enrolment.objects.bulk_create(
        Enrolment(
            session=of_day[day], partner_id=partner, status=EnrolmentStatus.PASSED, score=70 + partner % 29
        )
        for partner, day in starts.items()
    )
    EnrolmentChange.objects.bulk_create(
        EnrolmentChange(
            enrolment=place,
            before=before,
            after=after,
            score=place.score if after == EnrolmentStatus.PASSED else None,
        )
        for before, after in zip(("", *DONE), DONE, strict=False)
        for place in places
    )
    Certificate.objects.bulk_create(
        Certificate(
            enrolment=place,
            partner_id=place.partner_id,
            course=course,
            score=place.score or 0,
            pass_mark=course.pass_mark,
            issued_on=place.session.held_on,
        )
        for place in places
    )


def make_training() -> None:
    """In one county a held session with a test that was not passed, and one to come, through the verbs."""
    load_standard_courses()
    if not Certificate.objects.exists():  # a demo of before partners were taught
        for one in CountyCenter.objects.all():
            certify(one)
    center = CountyCenter.objects.get(code=SHOWN)
    staff = User.objects.filter(role=Role.COUNTY_STAFF, center=center).first()
    partners = list(Partner.objects.filter(center=center).exclude(tenures__ends_on__lt=today()).distinct())
    course = Course.objects.get(code="money")
    held = plan_session(
        actor=staff,
        course=course,
        center=center,
        details=SessionDetails(today() - WEEK, "二楼培训室", 20, trainer="县小二"),
    )
    places = [take_seat(actor=staff, session=held, partner=partner) for partner in partners[:4]]
    hold_session(actor=staff, session=held, present=[place.pk for place in places[:3]])
    for place, score in zip(places, (92, 41), strict=False):
        record_test(actor=staff, enrolment=place, score=score)
    for code, days, taking in (("start", 5, 0), ("logistics", 12, 3)):
        planned = plan_session(
            actor=staff,
            course=Course.objects.get(code=code),
            center=center,
            details=SessionDetails(
                timezone.localdate() + dt.timedelta(days=days), "二楼培训室", 20, trainer="县小二"
            ),
        )
        for partner in partners[:taking]:
            take_seat(actor=staff, session=planned, partner=partner)
