"""Whoever changes points, answers or certificates past the verbs is found by the books."""

import pgtrigger
import pytest

from orders.reports.books import verify
from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from partners.recruitment.scoring.models import Score
from partners.training.models import Certificate
from tests.cast import make_certified, make_region, make_station
from tests.partners.recruitment.applicants import make_application, make_vacancy

pytestmark = pytest.mark.django_db(transaction=True)

A = ApplicationStatus


def differing():
    return {finding.check.name for finding in verify() if not finding.clean}


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
    assert differing() == set()


@pytest.mark.parametrize(
    ("rows", "fields", "name"),
    [
        (Score.objects, {"points": 10}, "score of each applicant"),
        (Application.objects.filter(status="accepted"), {"score": 9}, "score of each applicant"),
        (Application.objects.filter(status="refused"), {"status": "withdrawn"}, "state of each application"),
        (HiringDecision.objects, {"verdict": "refuse"}, "filled vacancies"),
        (Certificate.objects, {"score": 99}, "certificates = passed places"),
    ],
)
def test_a_wrong_row_is_found(decided, rows, fields, name):
    with pgtrigger.ignore():
        assert rows.update(**fields)
    assert [one for one in differing() if name in one]
