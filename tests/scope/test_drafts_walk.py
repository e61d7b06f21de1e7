"""Every form of partners and helpers outlives the session: it is back after the login, with its token."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from orders.logistics.loading import begin_manifest
from orders.logistics.models import Manifest
from partners.announcements.announcing import publish_announcement
from stations.requests.models import RequestDraft, RequestToken
from tests.scope.expected_pages import PAGES
from tests.scope.test_pages_walk import MODELS, ROUTES, address, is_api
from tests.scope.world_people import announcement_of

# Forms that keep no draft, each with the reason.
KEEPS_NONE = {
    "account_login": "the way in; and a password is never kept",
    "account_logout": "nothing is typed",
    "account_reauthenticate": "a password is never kept",
    "account_change_password": "a password is never kept",
    "mfa_authenticate": "a code of 30 seconds",
    "mfa_reauthenticate": "a code of 30 seconds",
    "forgotten_password": "nobody is logged in there",
    "admin/password_change/": "leads to account_change_password",
    "set_language": "nothing is typed",
    "station_manifest_begin": "a button: nothing is typed, and there is one list at a time",
    "complain": "nobody is logged in there",
    "gateway_callback": "posted by a machine",
    "application_new": "a stranger's form: there is no login after which to come back",
    "application_state": "a secret code is never kept",
    "api_schema": "posted to by nobody",
    "api_docs": "posted to by nobody",
}
TOKEN = "walk-of-the-drafts"


def forms_of_partners():
    for name, page in PAGES.items():
        if "partner" in page.who and not is_api(name) and name not in KEEPS_NONE:
            yield name


def browser_of(user):
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(user)
    return browser


def shown_secret(browser):
    page = browser.get("/").content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def possible_step(world, name, row):
    """Of the steps of a row one that it may take now; the table of pages names one that it may not."""
    match name:
        case "service_step":
            return reverse(name, kwargs={"pk": row.pk, "step": "cancel"})
        case "parcel_step":
            return reverse(name, kwargs={"pk": row.pk, "step": "receive"})
        case "manifest_step":
            way = Manifest.Way.TO_COUNTY
            load = begin_manifest(actor=world.cast.partner, station=world.here.station, way=way)
            return reverse(name, kwargs={"pk": load.pk, "step": "scan"})
        case "announcement_page":
            told = publish_announcement(actor=world.here.staff, announcement=announcement_of(world.here))
            return reverse(name, kwargs={"pk": told.pk})
        case "cash_close":
            day = world.here.station.cash_days.earliest("pk").day
            return reverse(name, kwargs={"day": day.isoformat()})
    return ""


@pytest.mark.parametrize("name", sorted(forms_of_partners()))
def test_a_form_is_back_after_the_login(world, name):
    user = world.cast.partner
    page = PAGES[name]
    row = world.pair(MODELS[page.model])[0] if page.row else None
    path = possible_step(world, name, row) or address(name, row)
    browser = browser_of(user)
    typed = {"token": TOKEN, "reason": "typed before", "csrfmiddlewaretoken": shown_secret(browser)}
    if browser.options(path).status_code == 405 and "POST" not in browser.options(path).get("Allow", ""):
        return  # nothing can be posted there

    assert resolve(path).func.keeps_draft
    for how in ("no session", "another secret"):
        if how == "no session":
            del browser.cookies["sessionid"]
            assert browser.post(path, typed)["Location"] == f"/accounts/login/?next={path}"
        else:
            del browser.cookies["csrftoken"]
            assert browser.post(path, typed).status_code == 403
        browser.force_login(user)
        assert RequestDraft.objects.filter(owner=user, path=path).count() == 1, how
        back = browser.get(path)
        assert back.status_code == 200, how
        assert TOKEN in back.content.decode(), how
        assert not RequestDraft.objects.exists()
        assert not RequestToken.objects.exists()
        typed["csrfmiddlewaretoken"] = shown_secret(browser)


def test_the_exceptions_are_real():
    assert set(KEEPS_NONE) <= set(ROUTES)
