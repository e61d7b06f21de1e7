"""The door on a phone, the desk's second factor, and a code that is read out over the telephone."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.browser import page_checks
from tests.cast import PASSWORD, client_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NEW = "rice-fields-in-the-rain"


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.click("form:has([name]) button.button:not(.button-quiet)")
    page.wait_for_load_state("networkidle")


def test_a_forgotten_password_is_replaced_at_the_counter(phone, live_server, cast):
    phone.goto(f"{live_server.url}/accounts/login/")
    page_checks(phone)
    fill(phone, login="139 0000 0001", password="forgotten")
    page_checks(phone)
    phone.click("text=/忘记密码|Forgotten/")
    page_checks(phone)

    made = client_of(cast.staff).post(f"/admin/partners/user/{cast.partner.pk}/give_code/")
    code = "".join(re.search(r">(\d{4}) (\d{4})<", made.content.decode()).groups())
    fill(phone, login="13900000001", code="0000 0000", password1=NEW, password2=NEW)
    page_checks(phone)
    fill(phone, login="13900000001", code=f"{code[:4]} {code[4:]}", password1=NEW, password2=NEW)
    assert phone.url.endswith("/accounts/login/")
    page_checks(phone)
    fill(phone, login="lin", password=NEW)
    assert phone.url == f"{live_server.url}/"

    phone.goto(f"{live_server.url}/accounts/password/")
    page_checks(phone)
    fill(phone, oldpassword=NEW, password1=PASSWORD, password2=PASSWORD)
    assert phone.url == f"{live_server.url}/"


def test_the_desk_connects_an_app_and_is_asked_for_its_code(desk, live_server, cast):
    def code_for(secret):
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    desk.goto(f"{live_server.url}/admin/")
    fill(desk, login="youxi", password=PASSWORD)
    assert desk.url == f"{live_server.url}/admin/"
    desk.goto(f"{live_server.url}/accounts/second-factor/")
    page_checks(desk)
    desk.click("a[href='/accounts/second-factor/app/']")
    page_checks(desk)
    fill(desk, password=PASSWORD)
    page_checks(desk)
    secret = desk.text_content("dd.code").strip()
    fill(desk, code=code_for(secret))
    page_checks(desk)
    recovery = desk.locator("dd.code").first.text_content().strip()
    desk.goto(f"{live_server.url}/accounts/second-factor/")
    page_checks(desk)
    desk.goto(f"{live_server.url}/accounts/second-factor/app/remove/")
    page_checks(desk)

    desk.context.clear_cookies()
    desk.goto(f"{live_server.url}/admin/")
    fill(desk, login="youxi", password=PASSWORD)
    page_checks(desk)
    fill(desk, code=recovery)
    assert desk.url == f"{live_server.url}/admin/"
