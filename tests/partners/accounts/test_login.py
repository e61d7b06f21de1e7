"""One door for everybody, by user name or by mobile number."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from partners.accounts.models import Role
from tests.cast import PASSWORD, make_user

LOGIN = "/accounts/login/"


def log_in(client, login, password=PASSWORD, **data):
    return client.post(LOGIN, {"login": login, "password": password, **data})


def who(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "typed",
    [
        "lin",
        "Lin",
        " lin ",
        "13900000001",
        "139 0000 0001",
        "+86 139-0000-0001",
        "１３９０００００００１",
    ],
)
def test_a_person_comes_in_by_name_or_number_however_it_is_typed(client, lin, typed):
    response = log_in(client, typed)
    assert response.status_code == 302
    assert who(client) == str(lin.user.pk)


@pytest.mark.parametrize(
    ("login", "home"),
    [("lin", "/"), ("xiao", "/"), ("youxi", "/admin/"), ("ops", "/reports/"), ("root", "/admin/")],
)
def test_everybody_lands_where_their_work_is(client, lin, helper, youxi_staff, ops, superuser, login, home):
    response = log_in(client, login)
    assert (response.status_code, response["Location"]) == (302, home)


def test_next_is_followed_within_the_site_only(client, lin):
    assert log_in(client, "lin", next="/orders/?page=2")["Location"] == "/orders/?page=2"
    client.logout()
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert log_in(client, "lin", next=evil)["Location"] == "/", evil
        client.logout()


def test_unknown_wrong_and_switched_off_get_one_answer(client, lin, chen):
    chen.user.is_active = False
    chen.user.save(update_fields=["is_active"])
    pages = []
    for login, password in (
        ("nobody", PASSWORD),
        ("13999999999", PASSWORD),
        ("lin", "wrong"),
        ("chen", PASSWORD),
    ):
        response = log_in(client, login, password)
        assert response.status_code == 200
        assert who(client) is None
        pages.append(str(response.context["form"].non_field_errors()))
    assert len(set(pages)) == 1
    assert pages[0]


def test_without_a_password_nobody_comes_in(client, lin):
    lin.user.set_unusable_password()
    lin.user.save(update_fields=["password"])
    for password in ("", "!", lin.user.password):
        assert log_in(client, "lin", password).status_code == 200
    assert who(client) is None


def test_the_session_key_changes_at_login(client, lin):
    client.get(LOGIN)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    log_in(client, "lin")
    assert client.session.session_key != before


def test_five_wrong_tries_close_the_door_by_whatever_name(client, lin, chen):
    for typed in ("lin", "LIN", "13900000001", "139 0000 0001", "lin"):
        assert "wait five minutes" in _error(log_in(client, typed, "wrong"))
    assert "Too many wrong tries" in _error(log_in(client, "lin"))
    assert "Too many wrong tries" in _error(log_in(client, "13900000001"))
    assert who(client) is None
    # Somebody else from the same address is not kept out.
    assert log_in(client, "chen").status_code == 302


def test_a_login_in_between_does_not_reset_the_count(client, lin):
    for _ in range(4):
        log_in(client, "lin", "wrong")
    log_in(client, "lin")
    client.logout()
    log_in(client, "lin", "wrong")
    assert "Too many wrong tries" in _error(log_in(client, "lin"))


def test_limits_and_login_work_without_redis(client, lin, settings):
    dead = {**settings.CACHES["redis"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "redis": dead}
    caches["redis"].set("x", 1)
    assert caches["redis"].get("x") is None
    for _ in range(5):
        log_in(client, "lin", "wrong")
    assert "Too many wrong tries" in _error(log_in(client, "lin"))


def test_many_posts_from_one_address_meet_a_page_that_says_wait(client, db):
    for _n in range(120):
        client.post(LOGIN, {"login": "", "password": ""})
    response = client.post(LOGIN, {"login": "", "password": ""}, headers={"accept-language": "en"})
    assert response.status_code == 429
    assert "Wait five minutes" in response.content.decode()


def test_nobody_signs_up_and_nobody_has_an_address(client, lin):
    client.force_login(lin.user)
    for path in ("signup/", "email/", "password/reset/", "password/set/", "login/code/", "inactive/", ""):
        assert client.get(f"/accounts/{path}").status_code == 404, path
    assert not hasattr(lin.user, "email") or lin.user.email is None


def test_logout_ends_the_session_and_only_by_post(client, lin):
    log_in(client, "lin")
    assert client.get(reverse("account_logout")).status_code == 200
    assert who(client)
    assert client.post(reverse("account_logout"))["Location"] == LOGIN
    assert who(client) is None


def test_the_admin_has_no_door_of_its_own(client, lin, youxi_staff):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)
    assert client.post("/admin/login/", {"username": "youxi", "password": PASSWORD}).status_code == 302
    assert who(client) is None
    client.force_login(lin.user)
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN,zh;q=0.9", "zh-hans"), ("en-GB", "en"), ("de", "zh-hans")]
)
def test_the_login_page_speaks_the_browsers_language_or_chinese(client, db, language, words):
    page = client.get(LOGIN, headers={"accept-language": language})
    assert f'<html lang="{words}">' in page.content.decode()


def test_the_switch_wins_over_the_browser(client, db):
    switched = client.post(
        "/i18n/setlang/", {"language": "en", "next": LOGIN}, headers={"accept-language": "zh-CN"}
    )
    assert switched["Location"] == LOGIN
    page = client.get(LOGIN, headers={"accept-language": "zh-CN"}).content.decode()
    assert "User name or mobile number" in page


def test_a_switched_off_login_loses_its_open_session(client, youxi_staff):
    client.force_login(youxi_staff)
    assert client.get("/admin/").status_code == 200
    youxi_staff.is_active = False
    youxi_staff.save(update_fields=["is_active"])
    assert client.get("/admin/").status_code == 302


def test_a_role_is_part_of_every_login(db):
    assert make_user(Role.OPS).is_staff


def _error(response):
    return str(response.context["form"].non_field_errors())
