"""The county's daily work in the admin, from the vacancy to the partner's one-time code; and the API."""

import datetime as dt

import pytest

from partners.people.models import Partner
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application, Vacancy
from partners.recruitment.scoring.models import InterviewCriterion
from stations.clock import today
from tests.cast import api_client_of, client_of
from tests.partners.recruitment.applicants import apply, everything, interviewed, make_application

pytestmark = pytest.mark.django_db

A = ApplicationStatus
DESK = "/admin/partners"


def press(user, path, **typed):
    token = f"press-{path}-{user.pk}"[:100]
    return client_of(user).post(f"{DESK}{path}", {"token": token, **typed}, follow=True)


def test_from_the_vacancy_to_the_code(to_be, youxi_staff, ops):
    until = today() + dt.timedelta(days=20)
    press(youxi_staff, "/vacancy/add/", station=to_be.pk, closes_on=until.isoformat(), words="门面现成")
    vacancy = Vacancy.objects.get()
    assert (vacancy.station, vacancy.words, vacancy.opened_by) == (to_be, "门面现成", youxi_staff)
    one = apply(vacancy, name="罗文军", phone="13700000002").application
    page = f"/application/{one.pk}"

    press(youxi_staff, f"{page}/shortlist/")
    press(
        youxi_staff,
        f"{page}/invite/",
        day=(today() + dt.timedelta(days=2)).isoformat(),
        time="14:30",
        interview_place="201 室",
    )
    one.refresh_from_db()
    assert one.status == "invited"
    assert f"{one.interview_at.astimezone(dt.timezone(dt.timedelta(hours=8))):%H:%M}" == "14:30"
    InterviewCriterion.objects.create(code="speaking", name="表达")
    criterion = InterviewCriterion.objects.get()
    interviewed(one)
    for person, points in ((youxi_staff, "8"), (ops, "9")):
        press(person, f"{page}/score/", **{f"points_{criterion.pk}": points})
    press(youxi_staff, f"{page}/finish_scoring/")
    press(youxi_staff, f"{page}/propose/", verdict="accept", reason="最高分")
    decision = one.decisions.get()
    own = press(youxi_staff, f"/hiringdecision/{decision.pk}/confirm/")
    assert "须由另一人确认" in own.content.decode()
    shown = press(ops, f"/hiringdecision/{decision.pk}/confirm/", identity_number="")

    partner = Partner.objects.get()
    one.refresh_from_db()
    assert (one.status, one.partner, partner.name) == ("accepted", partner, "罗文军")
    assert "no-store" in shown["Cache-Control"]
    assert partner.user.username in shown.content.decode()


def test_a_page_offers_what_can_be_done_now(vacancy, panel):
    offered = {
        A.RECEIVED: {"shortlist", "refuse", "set_aside"},
        A.SHORTLISTED: {"invite", "refuse", "set_aside"},
        A.INVITED: {"invite", "score", "finish_scoring", "refuse", "set_aside"},
        A.SCORED: {"propose", "set_aside"},
        A.REFUSED: set(),
        A.WITHDRAWN: set(),
        A.ACCEPTED: set(),
    }
    names = set().union(*offered.values())
    for status, expected in offered.items():
        one = make_application(vacancy, status, panel=panel)
        body = client_of(panel[0]).get(f"{DESK}/application/{one.pk}/change/").content.decode()
        shown = {name for name in names if f"/application/{one.pk}/{name}/" in body}
        assert shown == expected, status


def test_phones_and_identity_numbers_are_masked(vacancy, youxi_staff):
    one = apply(vacancy, phone="18810000077", identity_number="350426199003071215").application
    listed = client_of(youxi_staff).get(f"{DESK}/application/").content.decode()
    assert "188 **** 0077" in listed
    assert "18810000077" not in listed
    page = client_of(youxi_staff).get(f"{DESK}/application/{one.pk}/change/").content.decode()
    assert "350*************15" in page
    assert "350426199003071215" not in page
    told = api_client_of(youxi_staff).get(f"/api/v1/applications/{one.pk}/").json()
    assert told["phone"] == "188 **** 0077"
    assert "identity_number" not in told


def test_a_list_costs_the_same_for_one_as_for_many(vacancy, youxi_staff, django_assert_max_num_queries):
    for _ in range(12):
        apply(vacancy)
    client = client_of(youxi_staff)
    client.get(f"{DESK}/application/")
    with django_assert_max_num_queries(16):
        client.get(f"{DESK}/application/")
    with django_assert_max_num_queries(16):
        client.get(f"{DESK}/vacancy/")


def test_an_application_is_found_by_number_phone_or_name(vacancy, youxi_staff):
    one = apply(vacancy, name="钟水根", phone="18899990088").application
    apply(vacancy)
    for words in (one.number, "18899990088", "188 9999 0088", "钟水"):
        changes = client_of(youxi_staff).get(f"{DESK}/application/", {"q": words}).context["cl"]
        assert [row.pk for row in changes.queryset] == [one.pk], words
    # A number is not felt out digit by digit.
    assert not client_of(youxi_staff).get(f"{DESK}/application/", {"q": "1889999"}).context["cl"].queryset


def confirm_by_api(user, decision, key):
    return api_client_of(user).post(
        f"/api/v1/hiring-decisions/{decision.pk}/confirm/", headers={"Idempotency-Key": key}
    )


def test_the_api_refuses_the_same_person_too(vacancy, panel):
    first, second = panel
    one = make_application(vacancy, A.SCORED, panel=panel)
    press(first, f"/application/{one.pk}/propose/", verdict="accept", reason="最高分")
    decision = one.decisions.get()
    before = everything()
    refused = confirm_by_api(first, decision, "a")
    assert (refused.status_code, refused.json()["code"]) == (400, "second_person")
    assert everything() == before
    assert api_client_of(second).post(f"/api/v1/hiring-decisions/{decision.pk}/confirm/").status_code == 400

    done = confirm_by_api(second, decision, "b")
    assert (done.status_code, done.json()["is_open"]) == (200, False)
    assert confirm_by_api(second, decision, "b").headers["Idempotent-Replayed"] == "true"
    assert confirm_by_api(second, decision, "c").status_code == 409
    assert Application.objects.get(pk=one.pk).status == "accepted"
