"""A county is assessed by weights, signed by an agreement, and its officials are taught."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stations.agreements.models import Agreement
from stations.agreements.signing import sign_agreement
from stations.assessing.assessing import load_standard_scheme, points_of, record_assessment
from stations.assessing.changing import correct_criterion, enter_scheme
from stations.assessing.models import AssessmentCriterion, AssessmentValue, CountyAssessment
from stations.centers.lifecycle import CenterStatus
from stations.centers.proposing import propose_center
from stations.county_training.models import OfficialsAttendance
from stations.county_training.teaching import attend_by_name, enter_official, enter_session, taught
from stations.pipeline.board import center_candidates, waiting_centers
from stations.refusals import Refused
from tests.cast import client_of, make_region

MEASURED = {
    "broadband": "80",
    "mobile": "90",
    "roads": "100",
    "carriers": "3",
    "policies": "5",
    "rooms": "40",
}


@pytest.fixture
def scheme(db):
    return load_standard_scheme()


@pytest.fixture
def candidate(db):
    return propose_center(actor=None, county=make_region("330122"), code="ZJTL")


def values(**changed):
    return {code: Decimal(value) for code, value in (MEASURED | changed).items()}


@pytest.mark.parametrize(
    ("zero_at", "full_at", "value", "points"),
    [
        ("0", "5", "3", "60.00"),
        ("0", "5", "9", "100.00"),
        ("10", "0", "4", "60.00"),
        ("0", "3", "1", "33.33"),
    ],
)
def test_points_go_straight_between_none_and_all(zero_at, full_at, value, points):
    criterion = AssessmentCriterion(zero_at=Decimal(zero_at), full_at=Decimal(full_at))
    assert points_of(criterion, Decimal(value)) == Decimal(points)


def test_a_score_is_the_weighted_sum_and_passing_finds_fit(scheme, candidate, ops):
    assessment = record_assessment(actor=ops, center=candidate, values=values())
    # 25 x 80% + 20 x 90% + 15 + 15 x 60% + 15 x 50% + 10 x 40%
    assert (assessment.score, assessment.passed) == (Decimal("73.50"), True)
    candidate.refresh_from_db()
    assert candidate.status == CenterStatus.ASSESSED
    assert AssessmentValue.objects.filter(assessment=assessment).count() == 6


def test_below_the_pass_mark_a_county_stays_proposed(scheme, candidate):
    scheme.pass_mark = Decimal("73.51")
    scheme.save()
    assert not record_assessment(actor=None, center=candidate, values=values()).passed
    candidate.refresh_from_db()
    assert candidate.status == CenterStatus.PROPOSED
    with pytest.raises(Refused):
        sign_agreement(
            actor=None, center=candidate, number="1", counterpart="县政府", signed_on=dt.date(2014, 9, 1)
        )
    assert not Agreement.objects.exists()


def test_a_value_that_is_missing_or_weights_that_do_not_add_up_write_nothing(scheme, candidate):
    with pytest.raises(Refused) as refused:
        record_assessment(actor=None, center=candidate, values={"broadband": Decimal(1)})
    assert refused.value.field == "value_mobile"
    scheme.criteria.filter(code="rooms").update(weight=Decimal("9.99"))
    with pytest.raises(Refused):
        record_assessment(actor=None, center=candidate, values=values())
    assert not CountyAssessment.objects.exists()


def test_weights_stay_once_somebody_was_judged_by_them(scheme, candidate):
    record_assessment(actor=None, center=candidate, values=values())
    with pytest.raises(Refused):
        correct_criterion(actor=None, criterion=scheme.criteria.first(), weight=Decimal(30))
    later = enter_scheme(actor=None, year=2016, pass_mark=Decimal(70))
    assert later.criteria.count() == 6
    changed = correct_criterion(actor=None, criterion=later.criteria.first(), weight=Decimal(30))
    assert changed.weight == 30
    with pytest.raises(IntegrityError, match="slope"), transaction.atomic():
        AssessmentCriterion.objects.create(scheme=later, code="x", name="x", weight=1, zero_at=1, full_at=1)


def test_an_agreement_signs_a_county_once(scheme, candidate):
    record_assessment(actor=None, center=candidate, values=values())
    said = {"counterpart": "桐庐县人民政府", "signed_on": dt.date(2014, 9, 1)}
    sign_agreement(actor=None, center=candidate, number="2014-1", **said)
    candidate.refresh_from_db()
    assert (candidate.status, candidate.agreement_date) == (CenterStatus.SIGNED, dt.date(2014, 9, 1))
    for wrong in (
        {"number": "2014-1"},
        {"number": "2", "valid_until": dt.date(2014, 8, 31)},
        {"number": "3", "signed_on": dt.date(2999, 1, 1)},
    ):
        with pytest.raises(Refused):
            sign_agreement(actor=None, center=candidate, **(said | wrong))
    assert Agreement.objects.count() == 1


def test_what_was_measured_stays(scheme, candidate):
    assessment = record_assessment(actor=None, center=candidate, values=values())
    for rows, change in (
        (CountyAssessment.objects.filter(pk=assessment.pk), {"score": 99}),
        (assessment.values.all(), {"points": 99}),
    ):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            rows.update(**change)


def test_officials_are_taught_and_counted_once(scheme, candidate, ops, youxi_staff):
    session = enter_session(actor=ops, title="县域电商班", held_on=dt.date(2014, 8, 1))
    enter_official(actor=ops, county=candidate.county, name="李局长", reader=ops)
    enter_official(actor=youxi_staff, county=youxi_staff.center.county, name="郑县长", reader=youxi_staff)
    with pytest.raises(Refused):  # another county's
        enter_official(actor=youxi_staff, county=candidate.county, name="王局长", reader=youxi_staff)
    assert attend_by_name(actor=ops, session=session, names="李局长，郑县长") == 2
    assert attend_by_name(actor=ops, session=session, names="李局长") == 0
    with pytest.raises(Refused):  # as if there were no such person
        attend_by_name(actor=youxi_staff, session=session, names="李局长")
    told = taught(ops)
    assert (told.sessions, told.counties, told.people) == (1, 2, 2)
    assert taught(youxi_staff).people == 1
    assert OfficialsAttendance.objects.count() == 2


def test_the_board_says_what_a_county_misses(scheme, candidate, ops, django_assert_num_queries):
    (one,) = center_candidates(waiting_centers(ops))
    assert len(one.missing) == 2  # assessment, trained officials
    record_assessment(actor=None, center=candidate, values=values())
    with django_assert_num_queries(4):
        (one,) = center_candidates(waiting_centers(ops))
    assert len(one.missing) == 2  # agreement, trained officials
    assert one.since is not None
    body = client_of(ops).get(reverse("pipeline"), {"of": "counties"}).content.decode()
    assert candidate.code in body


def test_the_desk_asks_for_each_criterion(scheme, candidate, ops):
    page = reverse("admin:stations_countycenter_assess", args=[candidate.pk])
    token = client_of(ops).get(page).context["token"]
    answers = {f"value_{code}": value for code, value in MEASURED.items()}
    response = client_of(ops).post(page, {"token": token, "words": "可", **answers})
    assert response.status_code == 302
    candidate.refresh_from_db()
    assert candidate.status == CenterStatus.ASSESSED
