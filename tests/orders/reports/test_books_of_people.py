"""Whoever changes points, answers or certificates past the verbs is found by the books."""

import pgtrigger
import pytest

from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from partners.recruitment.scoring.models import Score
from partners.training.models import Certificate
from tests.books import differing
from tests.cast import make_certified, make_region, make_station
from tests.partners.recruitment.applicants import make_application, make_vacancy

pytestmark = pytest.mark.django_db(transaction=True)

A = ApplicationStatus
SCORES = "recruitment: score of each applicant = mean of the points given"
STATES = "recruitment: state of each application = the last step of its log"
FILLED = "recruitment: filled vacancies = applications that two people accepted"
CERTIFICATES = "training: certificates = passed places, of the same person and score"
ROOMS = ("recruitment", "training")


@pytest.fixture
def decided(youxi, youxi_staff, ops, lin):
    station = make_station(
        code="FJYX009", village=make_region("350426102203"), status="approved", opened_on=None, prepaid="0"
    )
    vacancy = make_vacancy(station)
    panel = (youxi_staff, ops)
    for status in (A.RECEIVED, A.INVITED, A.REFUSED, A.ACCEPTED):
        make_application(vacancy, status, panel=panel)
    make_certified(lin)
    assert differing(*ROOMS) == {}


def test_no_check_finds_anything_before(decided):
    assert differing() == {}


@pytest.mark.parametrize(
    ("rows", "fields", "name"),
    [
        (Score.objects, {"points": 10}, SCORES),
        (Application.objects.filter(status="accepted"), {"score": 9}, SCORES),
        (Application.objects.filter(status="refused"), {"status": "withdrawn"}, STATES),
        (HiringDecision.objects, {"verdict": "refuse"}, FILLED),
        (Certificate.objects, {"score": 99}, CERTIFICATES),
    ],
)
def test_a_wrong_row_is_found(decided, rows, fields, name):
    with pgtrigger.ignore():
        assert rows.update(**fields)
    assert name in differing(*ROOMS)
