"""Two people decide the same thing at once: the first one does, the second is told so in words.

The control takes every row lock away: then the second gets past the same check.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.models import QuerySet

from partners.announcements.announcing import draft_announcement, publish_announcement
from partners.contracts.converting import change_over
from partners.contracts.signing import put_in_force
from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.closing import close_month
from partners.income.disputes.disputing import answer_dispute, raise_dispute
from partners.income.models import Earning
from partners.income.months.advancing import approve_month, lock_month
from partners.income.months.models import CountyMonth
from partners.ledger.crediting import confirm_credit, propose_credit
from partners.payouts.accounts.entering import confirm_account, enter_account
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.scoring.scoring import end_scoring, score_applicant
from partners.training.certifying import hold_session, record_test
from partners.training.scheduling import CourseDetails, SessionDetails, enter_course, plan_session
from partners.training.seats import take_seat
from stations.clock import today
from stations.network.lifecycle import StationStatus
from stations.network.opening import open_station
from stations.refusals import Refused
from tests.concurrency.racing import one_behind_the_other
from tests.making import (
    make_certified,
    make_partner,
    make_region,
    make_station,
    make_user,
    survey_and_fit_out,
)
from tests.partners.contracts.deeds import DAY, in_force, paid, signed
from tests.partners.payouts.money import CARD, OCTOBER, earn
from tests.partners.recruitment.applicants import make_application, make_vacancy, points
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

Works = list[Callable[[], Any]]


@dataclass(frozen=True)
class World:
    lin: Any
    station: Any
    youxi: Any
    staff: Any
    ops: Any
    other: Any  # another one of head office


@pytest.fixture
def world(lin, fjyx001, youxi, youxi_staff, ops, commission_rates, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return World(lin, fjyx001, youxi, youxi_staff, ops, make_user("ops", username="ops2"))


def both(verb: Callable[..., Any], *people: Any, **given: Any) -> Works:
    return [lambda one=one: verb(actor=one, **given) for one in people]


def credit(w: World) -> Works:
    line = propose_credit(actor=w.staff, station=w.station, limit=Decimal(500), reason="备货")
    return both(confirm_credit, w.ops, w.other, line=line)


def adjustment(w: World) -> Works:
    given = {"month": OCTOBER, "kind": "extra", "amount": Decimal(20), "reason": "雨", "evidence": "17"}
    row = propose_adjustment(actor=w.staff, partner=w.lin, **given)
    return both(confirm_adjustment, w.ops, w.other, adjustment=row)


def dispute(w: World) -> Works:
    earn(w.station, "2000.00")
    close_month(month=OCTOBER)
    line = Earning.objects.get()
    row = raise_dispute(actor=w.lin.user, line=line, text="少了")
    return [
        lambda: answer_dispute(actor=w.staff, dispute=row, reply="补", amount=Decimal(5)),
        lambda: answer_dispute(actor=w.ops, dispute=row, reply="不补"),
    ]


def account(w: World) -> Works:
    row = enter_account(actor=w.staff, partner=w.lin, channel="bank", number=CARD, bank="农业银行")
    return both(confirm_account, w.ops, w.other, account=row)


def approval(w: World) -> Works:
    earn(w.station, "2000.00")
    close_month(month=OCTOBER)
    return both(approve_month, w.staff, w.ops, county_month=CountyMonth.objects.get())


def locking(w: World) -> Works:
    approval(w)
    row = approve_month(actor=w.staff, county_month=CountyMonth.objects.get())
    return both(lock_month, w.ops, w.other, county_month=row)


def announcement(w: World) -> Works:
    row = draft_announcement(
        actor=w.ops, for_all=True, title="双十一", text="备货", valid_from=today(), valid_until=today() + DAY
    )
    return both(publish_announcement, w.ops, w.other, announcement=row)


def opening(w: World) -> Works:
    station = make_station(
        code="FJYX009",
        village=make_region("350426102203"),
        status=StationStatus.FITTING_OUT,
        opened_on=None,
        prepaid="0",
    )
    make_certified(make_partner(station, since=today()))
    survey_and_fit_out(station)
    return both(open_station, w.staff, w.ops, station=station)


def contract(w: World) -> Works:
    return both(put_in_force, w.staff, w.ops, contract=paid(w.lin, w.station, by=w.staff, second=w.ops))


def conversion(w: World) -> Works:
    in_force(w.lin, w.station, by=w.staff, second=w.ops)
    new = signed(w.lin, w.station, by=w.staff, starts_on=today())
    return both(change_over, w.staff, w.ops, contract=new, starts_on=today())


def scoring(w: World) -> Works:
    station = make_station(
        code="FJYX009", village=make_region("350426102203"), status="approved", opened_on=None, prepaid="0"
    )
    one = make_application(make_vacancy(station), ApplicationStatus.INVITED, panel=(w.staff, w.ops))
    for person in (w.staff, w.ops):
        score_applicant(actor=person, application=one, points=points(7))
    return both(end_scoring, w.staff, w.ops, application=one)


def course_test(w: World) -> Works:
    course = enter_course(actor=w.ops, code="start", details=CourseDetails(name="上岗", subject="start"))
    details = SessionDetails(today(), "201", 5)
    session = plan_session(actor=w.ops, course=course, center=w.youxi, details=details)
    place = take_seat(actor=None, session=session, partner=w.lin)
    hold_session(actor=w.staff, session=session, present=[place.pk])
    return both(record_test, w.staff, w.ops, enrolment=place, score=92)


# What is decided, before which change the first one stops, and what the second one is told.
CASES = [
    (credit, "UPDATE", "partners_creditline", "decided"),
    (adjustment, "UPDATE", "partners_adjustment", "decided"),
    (dispute, "UPDATE", "partners_dispute", "answered"),
    (account, "UPDATE", "partners_payoutaccount", "decided"),
    (approval, "UPDATE", "partners_countymonth", "transition"),
    (locking, "UPDATE", "partners_countymonth", "transition"),
    (announcement, "UPDATE", "partners_announcement", "transition"),
    (opening, "UPDATE", "stations_station", "transition"),
    (contract, "UPDATE", "partners_contract", "transition"),
    (conversion, "UPDATE", "partners_contract", "follows"),
    (scoring, "UPDATE", "partners_application", "transition"),
    (course_test, "UPDATE", "partners_enrolment", "transition"),
]
cases = pytest.mark.parametrize(
    ("make", "event", "table", "code"), CASES, ids=[case[0].__name__ for case in CASES]
)


@cases
def test_the_second_is_refused_in_words(world, make, event, table, code):
    works = make(world)
    with gate_before(table, event) as gate:
        one, two = one_behind_the_other(gate, *works)
    assert "error" not in one, one
    assert isinstance(two["error"], Refused), two
    assert (two["error"].code, two["error"].conflict) == (code, True)


@cases
def test_the_control_without_locks_the_second_gets_past_the_check(
    world, make, event, table, code, monkeypatch
):
    """It does the same again, unless a constraint or a trigger has the last word."""
    works = make(world)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **kwargs: rows.all())
    with gate_before(table, event) as gate:
        one, two = one_behind_the_other(gate, *works)
    # Whichever of them comes second.
    errors = [said["error"] for said in (one, two) if "error" in said]
    assert len(errors) <= 1
    assert all(isinstance(error, DatabaseError) for error in errors), errors
