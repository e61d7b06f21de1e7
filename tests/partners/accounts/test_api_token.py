"""A key for programs, behind the limits of the login page."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.cast import PASSWORD

TOKEN = "/api/v1/token/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def program():
    return APIClient(headers={"accept-language": "en"})


def ask(program, login, password=PASSWORD, **more):
    return program.post(TOKEN, {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["lin", "13900000001", "139 0000 0001"])
def test_name_or_number_give_the_same_key(program, lin, login):
    answer = ask(program, login)
    assert answer.status_code == 200
    assert answer.json() == {"token": Token.objects.get(user=lin.user).key}
    assert ask(program, "lin").json() == answer.json()


def test_the_key_opens_the_api_until_the_login_is_switched_off(program, lin):
    key = ask(program, "lin").json()["token"]
    program.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    assert program.get("/api/v1/").status_code == 200
    lin.user.is_active = False
    lin.user.save(update_fields=["is_active"])
    assert program.get("/api/v1/").status_code == 401


def test_unknown_wrong_and_switched_off_get_one_answer(program, lin, chen):
    chen.user.is_active = False
    chen.user.save(update_fields=["is_active"])
    answers = [ask(program, *who) for who in (("nobody",), ("lin", "wrong"), ("chen",))]
    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["code"] == "credentials"
    assert not Token.objects.exists()


def test_a_missing_field_is_named(program, db):
    answer = program.post(TOKEN, {"login": "lin"})
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["password"]


def test_wrong_tries_count_together_with_the_login_page(program, client, lin):
    for _ in range(3):
        ask(program, "lin", "wrong")
    for _ in range(2):
        client.post("/accounts/login/", {"login": "13900000001", "password": "wrong"})
    answer = ask(program, "lin")
    assert answer.status_code == 429
    assert "Too many wrong tries" in answer.json()["detail"]
    assert not Token.objects.exists()


def test_a_second_factor_is_asked_for(program, ops):
    TOTP.activate(ops, SECRET)
    assert ask(program, "ops").json()["code"] == "code_needed"
    assert ask(program, "ops", code="000000").json()["code"] == "code"
    assert not Token.objects.exists()
    now = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert ask(program, "ops", code=now).status_code == 200
    # A code that was read over the shoulder does not work a second time.
    assert ask(program, "ops", code=now).status_code == 400


def test_it_is_in_the_schema(program, ops):
    program.force_authenticate(ops)
    schema = program.get("/api/v1/schema/", headers={"accept": "application/json"})
    assert "/api/v1/token/" in schema.content.decode()
