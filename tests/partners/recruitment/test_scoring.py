"""Several people give points, each alone; the mean makes the order, and equals share a place."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from partners.accounts.models import Role
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from partners.recruitment.scoring.models import InterviewCriterion, Score, ScoreSheet
from partners.recruitment.scoring.scoring import criteria_in_use, end_scoring, score_applicant
from stations.refusals import Refused
from tests.cast import api_client_of, client_of, make_user
from tests.partners.recruitment.applicants import everything, make_application, points

pytestmark = pytest.mark.django_db

A = ApplicationStatus


@pytest.fixture
def invited(vacancy, panel):
    return make_application(vacancy, A.INVITED, panel=panel)


@pytest.fixture
def colleague(youxi):
    return make_user(Role.COUNTY_STAFF, center=youxi, username="youxi2", name="郑小军")


def test_nobody_reads_others_points_while_they_are_given(
    invited, youxi_staff, colleague, ops, superuser, tonglu_staff
):
    mine = score_applicant(actor=youxi_staff, application=invited, points=points(8), words="很好")
    theirs = score_applicant(actor=ops, application=invited, points=points(3))

    def reads(user):
        return set(ScoreSheet.objects.visible_to(user)), Score.objects.visible_to(user).count()

    assert reads(youxi_staff) == ({mine}, 5)
    assert reads(ops) == ({theirs}, 5)
    assert reads(colleague) == reads(superuser) == reads(tonglu_staff) == (set(), 0)
    page = client_of(colleague).get(f"/admin/partners/application/{invited.pk}/change/").content.decode()
    assert "很好" not in page
    list_of_sheets = client_of(superuser).get("/admin/partners/scoresheet/")
    assert not list_of_sheets.context["cl"].queryset.exists()

    end_scoring(actor=youxi_staff, application=invited)
    assert reads(colleague) == reads(superuser) == ({mine, theirs}, 10)
    assert reads(tonglu_staff) == (set(), 0)
    page = client_of(colleague).get(f"/admin/partners/application/{invited.pk}/change/").content.decode()
    assert "很好" in page


def test_nobody_gives_points_twice(invited, youxi_staff):
    score_applicant(actor=youxi_staff, application=invited, points=points(8))
    before = everything()
    with pytest.raises(Refused) as said, transaction.atomic():
        score_applicant(actor=youxi_staff, application=invited, points=points(10))
    assert said.value.code == "scored"
    assert everything() == before
    with pytest.raises(IntegrityError, match="score_sheet_once_a_person"), transaction.atomic():
        ScoreSheet.objects.create(application=invited, scorer=youxi_staff)


def test_one_person_alone_makes_no_score(invited, youxi_staff):
    score_applicant(actor=youxi_staff, application=invited, points=points(8))
    with pytest.raises(Refused) as said:
        end_scoring(actor=youxi_staff, application=invited)
    assert said.value.code == "scorers"


@pytest.mark.parametrize("wrong", [-1, 11, None])
def test_points_are_of_ten_and_for_each_criterion(invited, youxi_staff, wrong):
    given = points(5)
    last = criteria_in_use()[-1].pk
    given.pop(last)
    with pytest.raises(Refused) as said:
        score_applicant(
            actor=youxi_staff, application=invited, points=given | ({} if wrong is None else {last: wrong})
        )
    assert (said.value.code, said.value.field) == ("points", f"points_{last}")
    assert not ScoreSheet.objects.exists()


def test_the_score_is_the_mean_of_all_points(invited, youxi_staff, colleague, ops):
    one, *rest = (criterion.pk for criterion in criteria_in_use())
    for person, first, others in ((youxi_staff, 10, 7), (colleague, 4, 6), (ops, 9, 8)):
        score_applicant(actor=person, application=invited, points={one: first} | dict.fromkeys(rest, others))
    # (10+28 + 4+24 + 9+32) / 15
    assert end_scoring(actor=ops, application=invited).score == Decimal("7.13")


def test_a_criterion_that_is_not_used_any_more_is_not_asked(invited, youxi_staff):
    InterviewCriterion.objects.exclude(code="effort").update(in_use=False)
    sheet = score_applicant(actor=youxi_staff, application=invited, points=points(6))
    assert [score.criterion.code for score in sheet.scores.all()] == ["effort"]


def test_equals_share_a_place(vacancy, panel):
    rows = {
        make_application(vacancy, A.SCORED, panel=panel, given=given).pk: place
        for given, place in ((7, 2), (9, 1), (7, 2), (3, 4))
    }
    make_application(vacancy, A.SHORTLISTED, panel=panel)
    ranked = Application.objects.filter(score__isnull=False).ranked()
    assert {one.pk: one.place for one in ranked} == rows
    assert sorted(one.equals for one in ranked) == [1, 1, 2, 2]
    page = client_of(panel[0]).get(f"/admin/partners/vacancy/{vacancy.pk}/change/").content.decode()
    assert page.count("2（并列）") == 2
    found = api_client_of(panel[0]).get("/api/v1/applications/").json()["results"]
    assert sorted(row["place"] or 0 for row in found) == [0, 1, 2, 2, 4]


def test_points_are_given_at_the_desk(invited, youxi_staff):
    client = client_of(youxi_staff)
    url = f"/admin/partners/application/{invited.pk}/score/"
    typed = {f"points_{one.pk}": "6" for one in criteria_in_use()} | {"words": "踏实", "token": "score-1"}
    assert client.post(url, typed | {f"points_{criteria_in_use()[0].pk}": "12"}).status_code == 200
    assert not ScoreSheet.objects.exists()
    assert client.post(url, typed).status_code == 302
    sheet = ScoreSheet.objects.get()
    assert (sheet.scorer, sheet.words, sheet.scores.count()) == (youxi_staff, "踏实", 5)
