"""A required second factor: the desk opens to nobody without one, the counter to everybody."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from rest_framework.authtoken.models import Token

from partners.people.models import Partner
from tests.cast import client_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INDEX = "/accounts/second-factor/"
STATIONS = "/api/v1/stations/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(params=["youxi_staff", "ops", "superuser"])
def desk(request):
    return request.getfixturevalue(request.param)


def by_token(who):
    token, _ = Token.objects.get_or_create(user=who.user if isinstance(who, Partner) else who)
    return Client(headers={"authorization": f"Token {token.key}"})


def test_every_page_of_the_desk_leads_to_connecting_one(desk):
    browser = client_of(desk, headers={"accept-language": "en"})
    for path in ("/admin/", "/admin/stations/station/", "/", "/nowhere/"):
        assert browser.get(path)["Location"] == INDEX, path
    assert browser.post("/admin/stations/station/add/", {"name": "x"})["Location"] == INDEX
    page = browser.get(INDEX)
    assert page.status_code == 200
    assert "Connect a second factor first" in page.content.decode()
    assert browser.post("/i18n/setlang/", {"language": "en"}).status_code == 302
    assert browser.get("/accounts/logout/").status_code == 200


def test_with_one_the_desk_opens_and_without_it_shuts_again(desk):
    browser = client_of(desk)
    TOTP.activate(desk, SECRET)
    assert browser.get("/admin/").status_code == 200
    # Taken away while its owner is logged in.
    Authenticator.objects.filter(user=desk).delete()
    assert browser.get("/admin/")["Location"] == INDEX


def test_the_api_says_so_to_token_and_session(desk):
    for client in (by_token(desk), client_of(desk)):
        refused = client.get(STATIONS, headers={"accept-language": "en"})
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor")
    TOTP.activate(desk, SECRET)
    assert by_token(desk).get(STATIONS).status_code == 200


def test_the_counter_needs_none(lin, helper):
    for who in (lin, helper):
        assert client_of(who).get("/").status_code == 200
        assert by_token(who).get(STATIONS).status_code == 200


def test_where_it_is_not_required_nothing_changes(desk, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert client_of(desk).get("/admin/").status_code == 200
