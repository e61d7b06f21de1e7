"""A forgotten password is replaced through a code that the county center hands over."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from partners.accounts.codes import PasswordCode
from partners.accounts.models import User
from partners.accounts.resetting import issue_password_code, redeem_password_code
from stations.refusals import Refused
from tests.cast import PASSWORD, client_of

NEW = "rice-fields-in-the-rain"
FORGOTTEN = "/accounts/password/forgotten/"


@pytest.fixture
def code(lin, youxi_staff):
    return issue_password_code(actor=youxi_staff, user=lin.user)


def send(client, login, code, password=NEW):
    return client.post(
        FORGOTTEN, {"login": login, "code": code, "password1": password, "password2": password}
    )


def opens(user, password):
    return User.objects.get(pk=user.pk).check_password(password)


@pytest.mark.parametrize("login", ["lin", "LIN", "13900000001", "+86 139 0000 0001"])
def test_the_code_opens_the_door_once(client, lin, code, login):
    response = send(client, login, f"{code[:4]} {code[4:]}")
    assert response["Location"] == "/accounts/login/"
    assert opens(lin.user, NEW)
    row = PasswordCode.objects.get()
    assert row.used_at is not None
    again = send(client, login, code, "another-long-password")
    assert again.status_code == 200
    assert opens(lin.user, NEW)


def test_eight_digits_are_shown_once_and_only_a_hash_is_kept(lin, youxi_staff, code):
    assert len(code) == 8
    assert code.isdigit()
    row = PasswordCode.objects.get()
    assert code not in str(row.__dict__)
    assert (row.user, row.issued_by) == (lin.user, youxi_staff)
    assert row.expires_at - row.issued_at == dt.timedelta(minutes=30)


def test_every_failure_has_one_and_the_same_answer(client, lin, chen, zhou, wang, youxi_staff, tonglu_staff):
    for person in (chen, wang):
        issue_password_code(actor=youxi_staff, user=person.user)
    expired = issue_password_code(actor=tonglu_staff, user=zhou.user)
    PasswordCode.objects.filter(user=zhou.user).update(
        issued_at=timezone.now() - dt.timedelta(minutes=31),
        expires_at=timezone.now() - dt.timedelta(minutes=1),
    )
    User.objects.filter(pk=wang.user.pk).update(is_active=False)
    for login, code in (
        ("nobody", "12345678"),
        ("13999999999", "12345678"),
        ("lin", "12345678"),  # no code was given
        ("chen", "00000000"),
        ("zhou", expired),
        ("wang", "00000000"),
    ):
        response = send(client, login, code)
        assert response.status_code == 200
        form = response.context["form"]
        assert list(form.errors) == ["__all__"], login
        assert "do not go together" in str(form.errors)
    for person in (lin, chen, zhou, wang):
        assert opens(person.user, PASSWORD)


def test_five_wrong_tries_and_the_code_is_dead(lin, code):
    wrong = "00000000" if code != "00000000" else "11111111"
    for _ in range(5):
        with pytest.raises(Refused) as refused:
            redeem_password_code(login="lin", code=wrong, password=NEW)
        assert refused.value.code == "password_code"
    assert PasswordCode.objects.get().wrong_tries == 5
    with pytest.raises(Refused):
        redeem_password_code(login="lin", code=code, password=NEW)
    assert opens(lin.user, PASSWORD)
    assert PasswordCode.objects.get().used_at is None


def test_a_new_code_replaces_the_old_one(lin, youxi_staff, code):
    newer = issue_password_code(actor=youxi_staff, user=lin.user)
    with pytest.raises(Refused):
        redeem_password_code(login="lin", code=code, password=NEW)
    assert redeem_password_code(login="lin", code=newer, password=NEW) == lin.user


def test_a_weak_password_is_refused_beside_its_field_and_the_code_stays_good(client, lin, code):
    for weak in ("12345678", "password", "short"):
        response = send(client, "lin", code, weak)
        assert response.context["form"].errors["password1"], weak
    # Only the owner's data tells that this one is weak: the code was right.
    response = send(client, "13900000001", code, "13900000001a")
    assert response.context["form"].errors["password1"]
    assert PasswordCode.objects.get().used_at is None
    assert opens(lin.user, PASSWORD)
    assert send(client, "lin", code).status_code == 302


def test_two_different_passwords_change_nothing(client, lin, code):
    response = client.post(
        FORGOTTEN, {"login": "lin", "code": code, "password1": NEW, "password2": f"{NEW}."}
    )
    assert response.context["form"].errors["password2"]
    assert opens(lin.user, PASSWORD)


def test_sessions_and_tokens_of_that_login_end(client, lin, chen, code):
    elsewhere, neighbour = client_of(lin), client_of(chen)
    Token.objects.create(user=lin.user)
    assert elsewhere.get("/accounts/password/").status_code == 200
    send(client, "lin", code)
    assert elsewhere.get("/accounts/password/").status_code == 302
    assert neighbour.get("/accounts/password/").status_code == 200
    assert not Token.objects.filter(user=lin.user).exists()


def test_the_page_limits_tries_by_login(client, lin, code):
    for _ in range(10):
        send(client, "lin", "00000000")
    response = send(client, "lin", code)
    assert response.status_code == 429
    assert opens(lin.user, PASSWORD)


@pytest.mark.parametrize(
    ("actor", "whose", "allowed"),
    [
        ("staff", "partner", True),
        ("staff", "helper", True),
        ("staff", "former", True),
        ("staff", "other_county", False),
        ("staff", "staff", False),
        ("staff", "ops", False),
        ("other_staff", "partner", False),
        ("partner", "helper", False),
        ("partner", "partner", False),
        ("ops", "partner", True),
        ("ops", "staff", True),
        ("ops", "ops", False),
        ("ops", "superuser", False),
        ("superuser", "ops", True),
        ("superuser", "superuser", True),
    ],
)
def test_who_may_give_a_code_to_whom(cast, actor, whose, allowed):
    actor, user = getattr(cast, actor), getattr(cast, whose)
    if allowed:
        assert issue_password_code(actor=actor, user=user)
        return
    with pytest.raises(Refused) as refused:
        issue_password_code(actor=actor, user=user)
    assert refused.value.code == "rank"
    assert not PasswordCode.objects.exists()


def test_a_switched_off_login_gets_no_code(lin, youxi_staff):
    lin.user.is_active = False
    lin.user.save(update_fields=["is_active"])
    with pytest.raises(Refused) as refused:
        issue_password_code(actor=youxi_staff, user=lin.user)
    assert refused.value.code == "inactive"
    youxi_staff.is_active = False
    with pytest.raises(Refused):
        issue_password_code(actor=youxi_staff, user=lin.user)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("password_code_tries_are_limited", {"wrong_tries": 6}),
        ("password_code_expires_after_issue", {"expires_at": dt.datetime(2015, 11, 11, tzinfo=dt.UTC)}),
        ("password_code_used_or_replaced", {"used_at": timezone.now(), "replaced_at": timezone.now()}),
    ],
)
def test_the_database_refuses(lin, code, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PasswordCode.objects.update(**fields)


def test_the_database_refuses_a_second_open_code(lin, code):
    row = PasswordCode.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="password_code_one_open_per_login"), transaction.atomic():
        row.save(force_insert=True)


def test_changing_the_password_keeps_this_browser_and_ends_the_others(lin):
    here, there = Client(), Client()
    for browser in (here, there):
        browser.force_login(lin.user)
    Token.objects.create(user=lin.user)
    posted = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/", posted)["Location"] == "/"
    assert here.get("/accounts/password/").status_code == 200
    assert there.get("/accounts/password/").status_code == 302
    assert not Token.objects.filter(user=lin.user).exists()
    assert opens(lin.user, NEW)


def test_a_wrong_current_password_changes_nothing(lin):
    here = client_of(lin)
    response = here.post("/accounts/password/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert response.context["form"].errors["oldpassword"]
    assert opens(lin.user, PASSWORD)
