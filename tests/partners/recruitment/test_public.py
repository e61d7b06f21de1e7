"""What strangers may do without a login: look for a place, apply once, read the answer, and no more."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from partners.recruitment.codes import code_of, new_form_token
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application, Vacancy
from stations.clock import today
from stations.requests.models import RequestCount
from tests.cast import client_of, make_center, make_region
from tests.partners.recruitment.applicants import apply, make_application

pytestmark = pytest.mark.django_db

A = ApplicationStatus
STATE = "/apply/state/"


@pytest.fixture
def stranger():
    return Client(headers={"accept-language": "en"})


def typed(**fields):
    given = {
        "name": "吴小燕",
        "phone": "188 1000 0001",
        "birth_year": str(today().year - 26),
        "education": "college",
        "returning_from": "杭州",
        "why": "想回村里做电商",
        "consented": "on",
        "website": "",
        "token": new_form_token(),
    }
    return given | fields


def form_of(vacancy):
    return f"/apply/{vacancy.pk}/"


def told(page):
    body = page.content.decode()
    number = re.search(r"<b>(SQ\d+)</b>", body)
    code = re.search(r'id="secret">([A-Z2-9]{10})<', body)
    return (number and number[1], code and code[1])


# --- looking for a place -------------------------------------------------------------


@pytest.mark.parametrize("words", ["下墩", "尤溪", "西滨镇", "尤溪 下墩", ""])
def test_a_place_is_found_by_village_town_or_county(stranger, vacancy, words):
    body = stranger.get("/apply/", {"q": words}).content.decode()
    assert form_of(vacancy) in body


def test_a_village_without_a_place_is_told_and_not_offered(stranger, vacancy):
    make_region("350426102201")
    body = stranger.get("/apply/", {"q": "西洋"}).content.decode()
    assert "西洋村委会" in body
    assert form_of(vacancy) not in body


def test_a_place_that_is_over_takes_nobody(stranger, vacancy):
    Vacancy.objects.update(closes_on=today() - dt.timedelta(days=1))
    assert form_of(vacancy) not in stranger.get("/apply/").content.decode()
    assert "takes no applications" in stranger.post(form_of(vacancy), typed()).content.decode()
    assert not Application.objects.exists()
    assert stranger.get("/apply/987654321/").status_code == 404


# --- applying ------------------------------------------------------------------------


def test_an_application_arrives_and_tells_number_and_code(stranger, vacancy):
    page = stranger.post(form_of(vacancy), typed(identity_number="350426199003071215"))
    assert page.status_code == 200
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    one = Application.objects.get()
    number, code = told(page)
    assert number == one.number
    assert (one.name, one.phone, one.status, one.vacancy) == ("吴小燕", "18810000001", "received", vacancy)
    assert one.identity_number == "350426199003071215"
    assert code not in {one.code_hash, one.token}
    assert stranger.post(STATE, {"number": number, "code": code.lower()}).status_code == 200


def test_the_same_form_twice_is_one_application_and_one_answer(stranger, vacancy):
    form = typed()
    answers = [told(stranger.post(form_of(vacancy), form)) for _ in range(3)]
    assert len(set(answers)) == 1
    assert None not in answers[0]
    assert Application.objects.count() == 1
    other = stranger.post(form_of(vacancy), form | {"why": "别的"})
    assert other.status_code == 409
    assert Application.objects.get().why == "想回村里做电商"


@pytest.mark.parametrize("token", ["walk", "", "a:b:c", "one of ours, changed"])
def test_a_token_that_is_not_from_us_is_not_taken(stranger, vacancy, token):
    """Or a guessable one would read out somebody else's code."""
    if "ours" in token:
        token = "x" + new_form_token()
    page = stranger.post(form_of(vacancy), typed(token=token))
    assert page.status_code == 422
    assert not Application.objects.exists()
    if token:
        again = re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]
        assert stranger.post(form_of(vacancy), typed(token=again)).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("phone", "12345"),
        ("birth_year", "2020"),
        ("birth_year", "1900"),
        ("education", ""),
        ("education", "professor"),
        ("why", ""),
        ("identity_number", "350426199003071216"),
        ("consented", ""),
        ("website", "http://spam.example"),
    ],
)
def test_a_form_that_is_not_whole_comes_back_filled_in(stranger, vacancy, field, value):
    page = stranger.post(form_of(vacancy), typed(**{field: value}))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert "想回村里做电商" in page.content.decode() or field == "why"
    assert not Application.objects.exists()


def test_that_somebody_applied_before_is_told_to_nobody(stranger, vacancy):
    first = stranger.post(form_of(vacancy), typed())
    second = stranger.post(form_of(vacancy), typed(name="别人"))
    assert (first.status_code, second.status_code) == (200, 200)
    assert Application.objects.count() == 2
    one, other = Application.objects.order_by("pk")
    assert told(first) != told(second)
    assert one.phone == other.phone


def test_the_desk_sees_that_it_is_the_same_number(vacancy, youxi_staff):
    one, other = (apply(vacancy, phone="18810000009").application for _ in range(2))
    page = client_of(youxi_staff).get(f"/admin/partners/application/{one.pk}/change/").content.decode()
    assert other.number in page


# --- floods --------------------------------------------------------------------------


def test_a_number_applies_three_times_an_hour(stranger, vacancy, settings):
    codes = [stranger.post(form_of(vacancy), typed()).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    # From anywhere, and however it is written.
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    page = elsewhere.post(form_of(vacancy), typed(phone="+86 188-1000-0001"))
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 3600
    assert elsewhere.post(form_of(vacancy), typed(phone="18810000002")).status_code == 200
    assert Application.objects.count() == 4
    assert not RequestCount.objects.filter(who__contains="18810000001").exists()


def test_a_repeat_of_the_same_form_is_not_counted_against_the_number(stranger, vacancy):
    form = typed()
    assert [stranger.post(form_of(vacancy), form).status_code for _ in range(6)] == [200] * 6


def test_an_address_is_stopped_whatever_it_sends(stranger, vacancy, settings):
    settings.APPLY_PER_ADDRESS = 3
    sent = [typed(phone=f"1881000001{number}") for number in range(3)] + [{}, typed(phone="18810000019")]
    assert [stranger.post(form_of(vacancy), form).status_code for form in sent] == [200, 200, 200, 429, 429]
    assert Application.objects.count() == 3
    assert Client(REMOTE_ADDR="10.1.2.3").post(form_of(vacancy), typed()).status_code == 200


def test_searching_is_counted_too(stranger, vacancy, settings):
    settings.APPLY_PER_ADDRESS = 1
    codes = [stranger.get("/apply/", {"q": "尤溪"}).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    assert stranger.get("/apply/").status_code == 200


def test_counts_are_those_of_the_hour(stranger, vacancy):
    for _ in range(3):
        stranger.post(form_of(vacancy), typed())
    RequestCount.objects.update(minute=int(timezone.now().timestamp() // 60) - 120)
    assert stranger.post(form_of(vacancy), typed()).status_code == 200


def test_no_limit_is_a_limit_of_zero(stranger, vacancy, settings):
    settings.APPLY_PER_PHONE = 0
    assert [stranger.post(form_of(vacancy), typed()).status_code for _ in range(5)] == [200] * 5


# --- reading the answer --------------------------------------------------------------


@pytest.mark.parametrize("status", list(A))
def test_whoever_knows_the_code_reads_where_it_stands(stranger, vacancy, panel, status):
    one = make_application(vacancy, status, panel=panel)
    page = stranger.post(STATE, {"number": one.number, "code": code_of(one.token)})
    body = page.content.decode()
    assert page.status_code == 200
    assert str(one.get_status_display()) in body
    assert ("太远" in body) == (status == A.REFUSED)
    assert ("201 室" in body) == (status == A.INVITED)
    assert one.phone not in body
    assert ('name="withdraw"' in body) == (status in {A.RECEIVED, A.SHORTLISTED, A.INVITED, A.SCORED})


def test_a_wrong_code_and_an_unknown_number_are_one_answer(stranger, vacancy):
    one = apply(vacancy).application
    wrong = stranger.post(STATE, {"number": one.number, "code": "AAAAAAAAAA"})
    unknown = stranger.post(STATE, {"number": "SQ999999", "code": "AAAAAAAAAA"})
    nonsense = stranger.post(STATE, {"number": "x", "code": "AAAAAAAAAA"})

    def plain(page, number):
        body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
        return page.status_code, body.replace(number, "NUMBER")

    assert plain(wrong, one.number) == plain(unknown, "SQ999999")
    assert plain(nonsense, '"x"') == plain(unknown, '"SQ999999"')
    assert wrong.status_code == 422


def test_a_number_is_tried_ten_times_an_hour_then_not_even_with_the_code(stranger, vacancy):
    sent = apply(vacancy)
    one = sent.application
    for number in (one.number, "SQ999998"):
        codes = [
            Client(REMOTE_ADDR=f"10.0.0.{n}")
            .post(STATE, {"number": number, "code": f"AAAAAAAAA{n}"})
            .status_code
            for n in range(2, 14)
        ]
        assert codes == [422] * 10 + [429] * 2
    assert stranger.post(STATE, {"number": f" {one.number.lower()}", "code": sent.code}).status_code == 429


def test_an_address_tries_so_often_whatever_the_number(stranger, vacancy, settings):
    settings.LOOK_UP_PER_ADDRESS = 4
    codes = [stranger.post(STATE, {"number": f"SQ{n}", "code": "A"}).status_code for n in range(6)]
    assert codes == [422] * 4 + [429] * 2


def test_the_applicant_withdraws_and_nobody_else(stranger, vacancy):
    sent = apply(vacancy)
    one = sent.application
    stranger.post(STATE, {"number": one.number, "code": "AAAAAAAAAA", "withdraw": "1"})
    one.refresh_from_db()
    assert one.status == "received"
    for _ in range(2):
        assert (
            stranger.post(STATE, {"number": one.number, "code": sent.code, "withdraw": "1"}).status_code
            == 200
        )
    one.refresh_from_db()
    assert (one.status, one.changes.count()) == ("withdrawn", 2)


def test_another_countys_place_is_another_countys(stranger, vacancy, tonglu_staff, youxi_staff):
    make_center()
    stranger.post(form_of(vacancy), typed())
    assert Application.objects.visible_to(youxi_staff).count() == 1
    assert not Application.objects.visible_to(tonglu_staff).exists()
    assert not Application.objects.visible_to(None).exists()
