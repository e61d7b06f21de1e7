"""What was typed outlives the session: it comes back after login, to its owner, once."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from orders.villagers.models import Villager
from stations.requests.models import RequestDraft
from tests.cast import PASSWORD

pytestmark = pytest.mark.urls("tests.stations.requests.urls")

NEW = "/order/new/"
TYPED = {"name": "黄阿婆", "phone": "13800000001", "tags": ["a", "c"], "password": "secret-word"}


@pytest.fixture
def browser(lin):
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    browser.force_login(lin.user)
    return browser


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def fill(browser, path=NEW):
    """Opens the form and types into it."""
    page = browser.get(path)
    return {
        **TYPED,
        "token": hidden(page, "token"),
        "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
    }


def log_in(browser, login, path):
    page = browser.get(path)
    posted = {"login": login, "password": PASSWORD, "next": NEW}
    return browser.post(path, posted | {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")})


def lose_session(browser):
    del browser.cookies["sessionid"]


def test_a_form_survives_the_logout_in_between_and_is_sent_once(browser, lin):
    typed = fill(browser)
    lose_session(browser)
    sent = browser.post(NEW, typed)
    assert sent["Location"] == "/accounts/login/?next=/order/new/"
    assert not Villager.objects.exists()

    assert log_in(browser, "lin", sent["Location"])["Location"] == NEW
    page = browser.get(NEW)
    form = page.content.decode()
    assert 'value="黄阿婆"' in form
    assert 'value="13800000001"' in form
    assert re.findall(r'<option value="(\w)" selected', form) == ["a", "c"]
    assert "kept" in form
    assert "secret-word" not in form
    assert hidden(page, "token") == typed["token"]

    again = typed | {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
    first, second = browser.post(NEW, again), browser.post(NEW, again)
    assert first["Location"] == second["Location"] == f"/done/{Villager.objects.get().pk}/"


def test_neither_password_nor_csrf_token_is_kept(browser, lin):
    lose_session_and_send(browser)
    draft = RequestDraft.objects.get()
    assert draft.owner == lin.user
    assert set(draft.fields) == {"name", "phone", "tags", "token"}
    key = browser.cookies["form_draft"].value.split(":")[0]
    assert key not in draft.key_hash


def lose_session_and_send(browser):
    typed = fill(browser)
    lose_session(browser)
    browser.post(NEW, typed)
    return typed


def test_it_is_read_once(browser, lin):
    lose_session_and_send(browser)
    browser.force_login(lin.user)
    assert "黄阿婆" in browser.get(NEW).content.decode()
    assert not RequestDraft.objects.exists()
    assert "黄阿婆" not in browser.get(NEW).content.decode()


def test_only_the_same_path_reads_it(browser, lin):
    lose_session_and_send(browser)
    browser.force_login(lin.user)
    cookie = browser.cookies["form_draft"]
    assert cookie["path"] == NEW
    assert cookie["httponly"]
    # Copied by hand to another form, it is void there.
    assert "黄阿婆" not in browser.get("/order/second/").content.decode()
    assert RequestDraft.objects.exists()


def test_only_the_browser_that_sent_it_reads_it(browser, lin):
    lose_session_and_send(browser)
    other = Client()
    other.force_login(lin.user)
    other.cookies["form_draft"] = "guessed:signature"
    assert "黄阿婆" not in other.get(NEW).content.decode()


def test_the_next_person_at_the_same_phone_does_not_read_it(browser, lin, chen):
    lose_session_and_send(browser)
    browser.force_login(chen.user)
    assert "黄阿婆" not in browser.get(NEW).content.decode()


def test_after_a_day_it_is_gone(browser, lin):
    lose_session_and_send(browser)
    RequestDraft.objects.update(created_at=timezone.now() - dt.timedelta(hours=24, seconds=1))
    browser.force_login(lin.user)
    assert "黄阿婆" not in browser.get(NEW).content.decode()


def test_a_stranger_leaves_nothing_in_the_table(db):
    stranger = Client()
    assert stranger.post(NEW, TYPED).status_code == 302
    stranger.cookies["form_owner"] = "1:forged"
    assert stranger.post(NEW, TYPED).status_code == 302
    assert not RequestDraft.objects.exists()


def test_a_form_of_any_size_is_not_kept(browser):
    typed = fill(browser)
    lose_session(browser)
    browser.post(NEW, typed | {"name": "x" * 64_001})
    assert not RequestDraft.objects.exists()


def test_a_stale_csrf_token_keeps_the_form_too(browser, lin):
    typed = fill(browser) | {"csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(NEW, typed)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "what you typed is still here" in page
    assert f'href="{NEW}"' in page
    assert "csrfmiddlewaretoken" not in page
    assert not Villager.objects.exists()
    back = browser.get(NEW)
    assert hidden(back, "token") == typed["token"]
    assert 'value="黄阿婆"' in back.content.decode()


def test_other_pages_say_that_nothing_was_saved(browser):
    browser.get(NEW)
    answer = browser.post("/order/other/", TYPED)
    assert answer.status_code == 403
    assert "Go back one page" in answer.content.decode()
    assert browser.post("/nowhere/", TYPED).status_code in {403, 404}
    assert not RequestDraft.objects.exists()


def test_a_look_ahead_does_not_use_it_up(browser, lin):
    lose_session_and_send(browser)
    browser.force_login(lin.user)
    browser.head(NEW)
    assert "黄阿婆" in browser.get(NEW).content.decode()


def test_what_no_table_can_hold_is_not_kept(browser):
    typed = fill(browser)
    lose_session(browser)
    sent = browser.post(NEW, typed | {"name": "黄\0阿婆"})
    assert sent["Location"] == "/accounts/login/?next=/order/new/"
    assert not RequestDraft.objects.exists()
