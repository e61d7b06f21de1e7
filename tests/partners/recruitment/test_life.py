"""States and events, all pairs: what the table allows happens and is logged, all else changes nothing."""

import itertools

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from partners.recruitment.advertising import withdraw_vacancy
from partners.recruitment.applying import withdraw_application
from partners.recruitment.deciding.deciding import confirm_decision, propose_decision
from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.lifecycle import (
    APPLICATION_LIFECYCLE,
    ENDED,
    VACANCY_LIFECYCLE,
    ApplicationStatus,
    VacancyStatus,
)
from partners.recruitment.models import Application, ApplicationChange, Vacancy
from partners.recruitment.scoring.models import ScoreSheet
from partners.recruitment.scoring.scoring import end_scoring, score_applicant
from partners.recruitment.screening import invite_application, refuse_application, shortlist_application
from stations.refusals import Refused
from tests.cast import make_partner
from tests.partners.recruitment.applicants import TO_COME, everything, make_application, make_vacancy, points

pytestmark = pytest.mark.django_db

A = ApplicationStatus


def propose(verdict):
    return lambda actor, one: propose_decision(actor=actor, application=one, verdict=verdict, reason="定")


EVENTS = {
    "shortlist": (
        lambda actor, one: shortlist_application(actor=actor, application=one),
        {A.RECEIVED},
        A.SHORTLISTED,
    ),
    "refuse": (
        lambda actor, one: refuse_application(actor=actor, application=one, reason="太远"),
        {A.RECEIVED, A.SHORTLISTED, A.INVITED},
        A.REFUSED,
    ),
    "invite": (
        lambda actor, one: invite_application(
            actor=actor, application=one, interview_at=TO_COME, interview_place="201"
        ),
        {A.SHORTLISTED, A.INVITED},
        A.INVITED,
    ),
    "score": (
        lambda actor, one: score_applicant(actor=actor, application=one, points=points(5)),
        {A.INVITED},
        A.INVITED,
    ),
    # Needs two sheets: from no state it goes through without them.
    "end_scoring": (lambda actor, one: end_scoring(actor=actor, application=one), set(), A.SCORED),
    "propose to accept": (propose("accept"), {A.SCORED}, A.SCORED),
    "propose to refuse": (propose("refuse"), {A.SCORED}, A.SCORED),
    "withdraw": (
        lambda actor, one: withdraw_application(actor=actor, application=one, reason="重复"),
        {A.RECEIVED, A.SHORTLISTED, A.INVITED, A.SCORED},
        A.WITHDRAWN,
    ),
}


@pytest.mark.parametrize(("status", "event"), list(itertools.product(A, EVENTS)))
def test_every_event_in_every_state(vacancy, panel, status, event):
    one = make_application(vacancy, status, panel=panel)
    act, allowed, after = EVENTS[event]
    before = everything()
    if status in allowed:
        act(panel[0], one)
        one.refresh_from_db()
        assert one.status == after
        if after != status or event == "invite":
            change = ApplicationChange.objects.filter(application=one).last()
            assert (change.before, change.after, change.actor) == (status, after, panel[0])
        return
    with pytest.raises(Refused) as said, transaction.atomic():
        act(panel[0], one)
    assert said.value.conflict
    assert everything() == before


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(sorted(A), 2)))
def test_the_database_knows_the_same_table(vacancy, panel, youxi, before, after):
    one = make_application(vacancy, A(before), panel=panel)
    row = {
        "status": after,
        "decided_at": timezone.now() if after in ENDED else None,
        "reason": "x",
        "score": 5,
        "interview_at": timezone.now(),
        "partner": make_partner(center=youxi) if after == A.ACCEPTED else None,
    }
    changed = Application.objects.filter(pk=one.pk)
    if APPLICATION_LIFECYCLE.allows(before, after):
        changed.update(**row)
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        changed.update(**row)


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(sorted(VacancyStatus), 2)))
def test_so_it_does_of_vacancies(vacancy, before, after):
    Vacancy.objects.filter(pk=vacancy.pk).exclude(status=before).update(status=before)
    changed = Vacancy.objects.filter(pk=vacancy.pk)
    if VACANCY_LIFECYCLE.allows(before, after):
        changed.update(status=after)
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        changed.update(status=after)


@pytest.mark.parametrize(
    ("status", "fields", "constraint"),
    [
        (A.RECEIVED, {"decided_at": timezone.now()}, "application_ended_has_its_moment"),
        (A.REFUSED, {"decided_at": None}, "application_ended_has_its_moment"),
        (A.REFUSED, {"reason": ""}, "application_refused_says_why"),
        (A.ACCEPTED, {"partner": None}, "application_accepted_is_a_partner"),
        (A.SCORED, {"score": None}, "application_scored_has_a_score"),
        (A.SCORED, {"score": 11}, "application_scored_has_a_score"),
        (A.INVITED, {"interview_at": None}, "application_invited_has_an_interview"),
        (A.RECEIVED, {"phone": None}, "application_erased_leaves_nothing"),
        (A.REFUSED, {"erased_at": timezone.now()}, "application_erased_leaves_nothing"),
    ],
)
def test_the_database_refuses_what_cannot_be(vacancy, panel, status, fields, constraint):
    one = make_application(vacancy, status, panel=panel)
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Application.objects.filter(pk=one.pk).update(**fields)


def test_what_was_sent_and_logged_stays(vacancy, panel):
    one = make_application(vacancy, A.SCORED, panel=panel)
    for rows, fields in (
        (Application.objects, {"token": "other"}),
        (ApplicationChange.objects, {"reason": "other"}),
        (ScoreSheet.objects, {"words": "other"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=one.pk)._raw_delete("default")


def test_who_was_scored_is_decided_by_two(vacancy, panel):
    first, second = panel
    one = make_application(vacancy, A.SCORED, panel=panel)
    decision = propose_decision(actor=first, application=one, verdict="accept", reason="最好")
    before = everything()
    with pytest.raises(Refused) as said, transaction.atomic():
        confirm_decision(actor=first, decision=decision)
    assert said.value.code == "second_person"
    assert everything() == before
    with pytest.raises(DatabaseError, match="hiring_decision_by_two_people"), transaction.atomic():
        HiringDecision.objects.update(confirmed_by=first, confirmed_at=timezone.now())
    with pytest.raises(Refused) as twice, transaction.atomic():
        propose_decision(actor=second, application=one, verdict="refuse", reason="不")
    assert twice.value.code == "open"


def test_a_confirmed_acceptance_fills_the_place_and_answers_everybody(vacancy, panel, to_be):
    first, second = panel
    others = [
        make_application(vacancy, status, panel=panel) for status in (A.RECEIVED, A.SHORTLISTED, A.SCORED)
    ]
    rival = propose_decision(actor=second, application=others[2], verdict="accept", reason="也好")
    gone = make_application(vacancy, A.WITHDRAWN, panel=panel)
    one = make_application(vacancy, A.SCORED, panel=panel, name="林小芳", phone="13700000001")
    decision = propose_decision(actor=first, application=one, verdict="accept", reason="最好")

    done = confirm_decision(actor=second, decision=decision, identity_number="350426199003071215")

    partner = done.partner
    assert (partner.name, partner.phone, partner.center, partner.returning_youth) == (
        "林小芳",
        "13700000001",
        to_be.center,
        True,
    )
    assert partner.identity_number == "350426199003071215"
    assert (partner.user.username, partner.user.role) == ("p13700000001", "partner")
    assert done.code
    one.refresh_from_db()
    vacancy.refresh_from_db()
    rival.refresh_from_db()
    assert (one.status, one.partner, vacancy.status) == ("accepted", partner, "filled")
    assert rival.withdrawn_by == second
    for other in others:
        other.refresh_from_db()
        assert (other.status, bool(other.reason)) == ("refused", True)
    gone.refresh_from_db()
    assert gone.status == "withdrawn"
    told = set(to_be.notices.filter(kind="decision").values_list("phone", flat=True))
    assert told == {one.phone, *(other.phone for other in others)}


def test_a_person_who_is_on_file_already_is_not_taken_on_twice(vacancy, panel, chen):
    first, second = panel
    one = make_application(vacancy, A.SCORED, panel=panel, identity_number=chen.identity_number)
    decision = propose_decision(actor=first, application=one, verdict="accept", reason="最好")
    before = everything()
    with pytest.raises(Refused) as said, transaction.atomic():
        confirm_decision(actor=second, decision=decision)
    assert said.value.code == "known"
    assert everything() == before


def test_a_withdrawn_vacancy_answers_who_waits(vacancy, panel, to_be):
    one = make_application(vacancy, A.INVITED, panel=panel)
    withdraw_vacancy(actor=panel[0], vacancy=vacancy, reason="并村")
    one.refresh_from_db()
    assert (one.status, one.reason) == ("refused", "并村")
    assert to_be.notices.filter(kind="decision", phone=one.phone).count() == 1
    # The invitation that still waited is not sent any more.
    assert to_be.notices.get(kind="interview").state == "withdrawn"
    assert make_vacancy(to_be).status == "open"


def test_a_station_looks_for_one_at_a_time(vacancy, to_be):
    with pytest.raises(Refused) as said:
        make_vacancy(to_be)
    assert said.value.code == "taken"
    with pytest.raises(DatabaseError, match="vacancy_one_open_per_station"), transaction.atomic():
        Vacancy.objects.create(station=to_be, closes_on=TO_COME.date(), opened_at=timezone.now())
