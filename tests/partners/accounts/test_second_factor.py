"""A second factor for the desk: connected, asked for, kept unreadable, taken away by head office."""

import base64

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command

from partners.accounts.enrolling import remove_second_factor
from stations.refusals import Refused
from tests.cast import PASSWORD, client_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/accounts/login/"
FACTOR = "/accounts/login/second-factor/"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_it_is_connected_from_the_desks_menu_and_then_asked_for(client, youxi_staff):
    client.post(LOGIN, {"login": "youxi", "password": PASSWORD})
    assert "/accounts/second-factor/" in client.get("/admin/").content.decode()
    page = client.get("/accounts/second-factor/")
    assert "Connect an app" in page.content.decode()

    # Who left the desk open must not lose it: the password is asked for once more.
    asked = client.get("/accounts/second-factor/app/")
    assert asked["Location"].startswith("/accounts/confirm/")
    back = client.post(asked["Location"], {"password": PASSWORD})
    assert back["Location"] == "/accounts/second-factor/app/"
    page = client.get("/accounts/second-factor/app/")
    assert "data:image/svg" in page.content.decode()
    secret = page.context["form"].secret
    connected = client.post("/accounts/second-factor/app/", {"code": code_of(secret)}, follow=True)
    assert connected.status_code == 200

    totp = Authenticator.objects.get(user=youxi_staff, type=Authenticator.Type.TOTP)
    assert secret not in str(totp.data)
    codes = client.get("/accounts/second-factor/codes/")
    recovery = codes.context["unused_codes"]
    assert len(recovery) == 10

    client.post("/accounts/logout/")
    assert client.post(LOGIN, {"login": "youxi", "password": PASSWORD})["Location"].startswith(FACTOR)
    assert "_auth_user_id" not in client.session
    assert client.post(FACTOR, {"code": "000000"}).context["form"].errors["code"]
    assert client.post(FACTOR, {"code": recovery[0]})["Location"] == "/admin/"
    assert client.session["_auth_user_id"] == str(youxi_staff.pk)
    client.post("/accounts/logout/")
    client.post(LOGIN, {"login": "youxi", "password": PASSWORD})
    assert client.post(FACTOR, {"code": recovery[0]}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_it_is_not_for_the_counter(lin):
    assert client_of(lin).get("/accounts/second-factor/").status_code == 403
    assert client_of(None).get("/accounts/second-factor/").status_code == 302


def test_every_page_of_it_opens(client, ops):
    TOTP.activate(ops, SECRET)
    client.post(LOGIN, {"login": "ops", "password": PASSWORD})
    client.post(FACTOR, {"code": code_of(SECRET)})
    page = client.get("/accounts/confirm/")
    assert page.status_code == 200
    client.post("/accounts/confirm/", {"password": PASSWORD})
    for path in ("", "app/remove/", "codes/new/"):
        assert client.get(f"/accounts/second-factor/{path}").status_code == 200, path
    client.post("/accounts/second-factor/codes/new/")
    assert client.get("/accounts/second-factor/codes/").status_code == 200
    assert client.get("/accounts/second-factor/codes/download/").status_code == 200
    assert client.get("/accounts/confirm/second-factor/").status_code == 200
    client.post("/accounts/second-factor/app/remove/")
    assert not Authenticator.objects.filter(user=ops).exists()


def test_who_lost_the_phone_is_helped_by_a_higher_rank_only(youxi_staff, tonglu_staff, ops, superuser):
    TOTP.activate(youxi_staff, SECRET)
    for actor in (tonglu_staff, youxi_staff):
        with pytest.raises(Refused):
            remove_second_factor(actor=actor, user=youxi_staff)
    assert Authenticator.objects.filter(user=youxi_staff).exists()
    remove_second_factor(actor=ops, user=youxi_staff)
    told = LogEntry.objects.get(object_id=str(youxi_staff.pk))
    assert (told.user, told.change_message) == (ops, "second factor removed")
    assert not Authenticator.objects.filter(user=youxi_staff).exists()
    with pytest.raises(Refused) as refused:
        remove_second_factor(actor=superuser, user=youxi_staff)
    assert refused.value.code == "no_second_factor"


def test_its_secret_moves_to_a_new_key_with_the_identity_numbers(ops, settings):
    old, new = (base64.urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n"))
    settings.IDENTITY_KEYS = [old]
    TOTP.activate(ops, SECRET)
    RecoveryCodes.activate(ops)
    before = [row.data for row in Authenticator.objects.order_by("pk")]
    settings.IDENTITY_KEYS = [new, old]
    call_command("rotate_identity_keys")
    settings.IDENTITY_KEYS = [new]
    totp, recovery = Authenticator.objects.order_by("pk")
    assert [totp.data, recovery.data] != before
    assert totp.wrap().validate_code(code_of(SECRET))
    assert len(recovery.wrap().get_unused_codes()) == 10
    settings.IDENTITY_KEYS = [base64.urlsafe_b64encode(b"x" * 32).decode()]
    with pytest.raises(CommandError, match="IDENTITY_KEYS"):
        call_command("rotate_identity_keys")
    settings.IDENTITY_KEYS = [new]
    assert len(recovery.wrap().get_unused_codes()) == 10
