"""What was typed outlives the session: it comes back after login, to its owner, once."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from orders.villagers.models import Villager
from stations.requests.models import RequestDraft, RequestToken
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


def key_cookie(browser):
    return next(cookie for name, cookie in browser.cookies.items() if name.startswith("form_draft_"))


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
    assert "what you typed is here again" in form
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
    key = key_cookie(browser).value.split(":")[0]
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
    cookie = key_cookie(browser)
    assert cookie["path"] == NEW
    assert cookie["httponly"]
    # Copied by hand to another form, it is void there.
    assert "黄阿婆" not in browser.get("/order/second/").content.decode()
    assert RequestDraft.objects.exists()


def test_only_the_browser_that_sent_it_reads_it(browser, lin):
    lose_session_and_send(browser)
    other = Client()
    other.force_login(lin.user)
    other.cookies[key_cookie(browser).key] = "guessed:signature"
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
    typed = fill(browser)
    rotate_secret(browser)
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


def rotate_secret(browser):
    """What a login in another tab does to the forms that are open."""
    del browser.cookies["csrftoken"]
    browser.get("/order/second/")


def test_a_form_that_nobody_was_shown_here_is_not_kept(browser, lin):
    typed = fill(browser) | {"csrfmiddlewaretoken": "x" * 64}
    assert browser.post(NEW, typed).status_code == 403
    assert not RequestDraft.objects.exists()


def test_a_form_left_open_by_somebody_else_stays_theirs(browser, lin, chen):
    """One phone, two people: the form that Lin left open is sent after Chen's login."""
    typed = fill(browser)
    browser.force_login(chen.user)
    rotate_secret(browser)
    assert browser.post(NEW, typed).status_code == 403
    assert RequestDraft.objects.get().owner == lin.user
    assert "黄阿婆" not in browser.get(NEW).content.decode()


def test_identity_and_card_numbers_are_sealed_with_the_browsers_key(browser, lin):
    typed = fill(browser) | {"identity": "350426199003071215"}
    lose_session(browser)
    browser.post(NEW, typed)
    assert "350426199003071215" not in str(RequestDraft.objects.get().fields)


def test_nothing_is_done_while_it_is_shown_again(browser, lin):
    lose_session_and_send(browser)
    browser.force_login(lin.user)
    assert browser.get(NEW).status_code == 200
    assert not Villager.objects.exists()
    assert not RequestToken.objects.exists()


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
