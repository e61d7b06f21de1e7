"""Two desks decide about one place, two partners want the last seat: one of each wins."""

import pytest

from partners.people.models import Partner
from partners.recruitment.applying import submit_application
from partners.recruitment.deciding import deciding
from partners.recruitment.deciding.deciding import confirm_decision, propose_decision
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application, ApplicationChange, Vacancy
from partners.training import seats
from partners.training.models import Enrolment, TrainingSession
from partners.training.scheduling import CourseDetails, SessionDetails, enter_course, plan_session
from partners.training.seats import take_seat
from stations.clock import today
from stations.refusals import Refused
from tests.cast import make_partner
from tests.concurrency.racing import at_once, one_behind_the_other
from tests.making import make_region, make_station
from tests.partners.recruitment.applicants import details, make_application, make_vacancy
from tests.workers import gate_before, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vacancy(youxi):
    village = make_region("350426102203")
    station = make_station(code="FJYX009", village=village, status="approved", opened_on=None, prepaid="0")
    return make_vacancy(station)


@pytest.fixture
def rivals(vacancy, youxi_staff, ops):
    """Two who were scored, each proposed by one desk, to be confirmed by the other."""
    panel = (youxi_staff, ops)
    first, second = (make_application(vacancy, ApplicationStatus.SCORED, panel=panel) for _ in range(2))
    return [
        (propose_decision(actor=youxi_staff, application=first, verdict="accept", reason="甲"), ops),
        (propose_decision(actor=ops, application=second, verdict="accept", reason="乙"), youxi_staff),
    ]


def confirm_both(rivals):
    def confirming(decision, actor):
        return lambda: confirm_decision(actor=actor, decision=decision)

    with gate_before(Partner._meta.db_table) as gate:
        return one_behind_the_other(gate, *(confirming(*one) for one in rivals))


def accepted():
    return Application.objects.filter(status="accepted").count(), Partner.objects.count()


def test_two_people_give_one_place_away_once(rivals, vacancy):
    one, two = confirm_both(rivals)
    assert one["result"].partner is not None
    assert two["error"].code == "decided"  # its proposal went with the place
    assert accepted() == (1, 1)
    vacancy.refresh_from_db()
    assert vacancy.status == "filled"
    assert set(Application.objects.values_list("status", flat=True)) == {"accepted", "refused"}


def test_the_control_without_the_lock_only_the_constraint_stops_the_second(rivals, monkeypatch):
    monkeypatch.setattr(
        deciding, "lock_vacancy", lambda pk: Vacancy.objects.select_related("station__center").get(pk=pk)
    )
    # Both have read before either writes: whichever comes second.
    (error,) = (one["error"] for one in confirm_both(rivals) if "error" in one)
    assert not isinstance(error, Refused)
    assert accepted() == (1, 1)


def test_one_form_that_arrives_four_times_at_once_is_one_application(vacancy):
    told = details()
    sent = at_once(
        [
            lambda: submit_application(vacancy=vacancy, details=told, consented=True, token="same")
            for _ in range(4)
        ]
    )
    assert len({one["result"].code for one in sent}) == 1
    assert sorted(one["result"].repeated for one in sent) == [False, True, True, True]
    assert (Application.objects.count(), ApplicationChange.objects.count()) == (1, 1)


@pytest.fixture
def last_seat(youxi, ops):
    course = enter_course(actor=ops, code="start", details=CourseDetails(name="上岗", subject="start"))
    return plan_session(actor=ops, course=course, center=youxi, details=SessionDetails(today(), "201", 1))


def both_want_it(session, youxi):
    people = [make_partner(center=youxi) for _ in range(2)]
    with gate_before(Enrolment._meta.db_table) as gate:
        return one_behind_the_other(
            gate, *(lambda one=one: take_seat(actor=None, session=session, partner=one) for one in people)
        )


def test_the_last_seat_is_taken_once(last_seat, youxi):
    one, two = both_want_it(last_seat, youxi)
    assert one["result"].status == "enrolled"
    assert two["error"].code == "full"
    assert Enrolment.objects.count() == 1


def test_the_control_without_the_lock_there_are_two_on_one_seat(last_seat, youxi, monkeypatch):
    monkeypatch.setattr(
        seats,
        "lock_session",
        lambda pk: TrainingSession.objects.select_related("course", "center").get(pk=pk),
    )
    with gate_before(Enrolment._meta.db_table) as gate:
        people = [make_partner(center=youxi) for _ in range(2)]
        one, two = two_at_the_gate(gate, last_seat, people)
    assert (one["result"].status, two["result"].status) == ("enrolled", "enrolled")
    assert Enrolment.objects.count() == 2


def two_at_the_gate(gate, session, people):
    """Without a lock nobody waits for the other: both have counted the seats before either sits down."""
    running = [
        in_thread(lambda one=one: take_seat(actor=None, session=session, partner=one)) for one in people
    ]
    gate.wait_for(2)
    gate.open()
    for thread, _said in running:
        thread.join()
    return [said for _thread, said in running]
