"""The desk keeps logins: codes instead of passwords, nothing above one's rank, nothing out of reach."""

import re

import pytest

from partners.accounts.codes import PasswordCode
from partners.accounts.models import Role, User
from partners.accounts.resetting import redeem_password_code
from tests.cast import client_of

LIST = "/admin/partners/user/"
# What the browser sends for the table of codes.
CODES = {"password_codes-TOTAL_FORMS": "0", "password_codes-INITIAL_FORMS": "0"}


def page_of(user, action="change"):
    return f"{LIST}{user.pk}/{action}/"


def shown_code(response):
    return re.search(r'id="one-time-code">(\d{4}) (\d{4})<', response.content.decode())


def test_the_list_shows_the_county_with_masked_numbers(cast):
    page = client_of(cast.staff).get(LIST).content.decode()
    for name in ("lin", "wang", "chen", "xiao", "youxi"):
        assert f">{name}<" in page, name
    for name in ("zhou", "tonglu", "ops", "root"):
        assert f">{name}<" not in page, name
    assert "139 **** 0001" in page
    assert "13900000001" not in page


@pytest.mark.parametrize("whose", ["other_county", "other_staff", "ops", "superuser"])
def test_what_is_out_of_reach_is_not_there(cast, whose):
    desk, user = client_of(cast.staff), getattr(cast, whose)
    for action in ("change", "history"):
        assert desk.get(page_of(user, action)).status_code == 404
    for action in ("give_code", "switch_off", "remove_factor"):
        for method in (desk.get, desk.post):
            assert method(f"{LIST}{user.pk}/{action}/").status_code == 404, action
    assert not PasswordCode.objects.exists()


def test_a_colleague_is_looked_at_only(cast, youxi):
    colleague = User.objects.create_user("second", role=Role.COUNTY_STAFF, center=youxi, name="二")
    desk = client_of(cast.staff)
    page = desk.get(page_of(colleague)).content.decode()
    assert 'name="_save"' not in page
    assert "give_code" not in page
    posted = desk.post(page_of(colleague), {"username": "mine", "name": "x", "role": "county_staff"})
    assert posted.status_code == 403
    desk.post(f"{LIST}{colleague.pk}/give_code/")
    assert not PasswordCode.objects.exists()
    colleague.refresh_from_db()
    assert colleague.username == "second"


def test_no_page_has_a_password_to_type_or_to_read(cast):
    page = client_of(cast.superuser).get(page_of(cast.partner)).content.decode()
    assert 'type="password"' not in page
    assert 'name="password"' not in page
    assert "pbkdf2" not in page


def test_the_page_says_what_the_login_can_reach(cast):
    desk = client_of(cast.staff, headers={"accept-language": "en"})
    page = desk.get(page_of(cast.partner)).content.decode()
    assert "Orders, villagers and turnover of station FJYX001" in page
    assert "Their own income, past and present." in page


def test_a_code_is_shown_once_and_works(cast):
    desk = client_of(cast.staff)
    assert desk.get(f"{LIST}{cast.partner.pk}/give_code/").status_code == 200
    assert not PasswordCode.objects.exists(), "a link must not write"
    answer = desk.post(f"{LIST}{cast.partner.pk}/give_code/")
    code = "".join(shown_code(answer).groups())
    assert "no-store" in answer["Cache-Control"]
    assert PasswordCode.objects.get().issued_by == cast.staff
    assert code not in desk.get(page_of(cast.partner)).content.decode()
    assert redeem_password_code(login="lin", code=code, password="long-and-quiet-river") == cast.partner


def test_a_helper_is_added_and_the_code_is_shown(cast, fjyx002):
    desk = client_of(cast.staff)
    assert desk.get(f"{LIST}add/").status_code == 200
    answer = desk.post(
        f"{LIST}add/",
        {"username": "mei", "name": "梅", "phone": "138 0000 0050", "role": "helper", "station": fjyx002.pk},
    )
    assert shown_code(answer)
    made = User.objects.get(username="mei")
    assert (made.role, made.station, made.phone, made.is_staff) == ("helper", fjyx002, "13800000050", False)


@pytest.mark.parametrize(
    "posted",
    [
        {"role": "county_staff"},
        {"role": "ops"},
        {"role": "superuser", "is_superuser": "on"},
        {"role": "partner"},
        {"role": "helper"},  # the other county's station
        {"role": "helper", "phone": "13900000003"},  # the other county's partner
    ],
)
def test_what_staff_may_not_make_is_not_made(cast, zjtl001, youxi, posted):
    before = User.objects.count()
    answer = client_of(cast.staff).post(
        f"{LIST}add/", {"username": "mei", "station": zjtl001.pk, "center": youxi.pk, **posted}
    )
    assert answer.status_code == 200
    assert User.objects.count() == before
    assert "周敏" not in answer.content.decode()


def test_a_login_is_changed_and_its_rank_is_not(cast, fjyx001, fjyx002):
    desk = client_of(cast.staff)
    posted = {
        "username": "mei",
        "name": "梅",
        "phone": "",
        "role": "helper",
        "station": fjyx002.pk,
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "",
        "center": fjyx001.center_id,
        "password": "x",
        **CODES,
    }
    assert desk.post(page_of(cast.helper), posted).status_code == 302
    changed = User.objects.get(pk=cast.helper.pk)
    assert (changed.username, changed.station, changed.phone) == ("mei", fjyx002, None)
    assert (changed.role, changed.is_staff, changed.is_superuser, changed.center) == (
        "helper",
        False,
        False,
        None,
    )
    assert changed.is_active
    assert changed.password == cast.helper.password
    assert desk.post(page_of(cast.helper), posted | {"role": "ops"}).status_code == 200
    assert User.objects.get(pk=cast.helper.pk).role == "helper"


def test_a_partners_login_keeps_role_and_place(cast, fjyx002):
    desk = client_of(cast.staff)
    posted = {
        "username": "xiaofang",
        "name": "林",
        "phone": "13900000001",
        "role": "helper",
        "station": fjyx002.pk,
        **CODES,
    }
    assert desk.post(page_of(cast.partner), posted).status_code == 302
    changed = User.objects.get(pk=cast.partner.pk)
    assert (changed.username, changed.role, changed.station) == ("xiaofang", "partner", None)


def test_ops_keep_county_staff(cast, youxi):
    desk = client_of(cast.ops)
    answer = desk.post(
        f"{LIST}add/",
        {"username": "third", "name": "三", "phone": "", "role": "county_staff", "center": youxi.pk},
    )
    assert shown_code(answer)
    assert User.objects.get(username="third").center == youxi
    for role in ("ops", "superuser"):
        posted = {"username": f"new-{role}", "name": "", "phone": "", "role": role}
        assert desk.post(f"{LIST}add/", posted).status_code == 200
        assert not User.objects.filter(username=f"new-{role}").exists()


def test_off_and_on_from_the_page(cast):
    desk = client_of(cast.staff)
    for action, active in (("switch_off", False), ("switch_on", True)):
        path = f"{LIST}{cast.helper.pk}/{action}/"
        token = re.search(r'name="token" value="([^"]+)"', desk.get(path).content.decode())[1]
        assert desk.post(path, {"token": token})["Location"] == page_of(cast.helper)
        assert User.objects.get(pk=cast.helper.pk).is_active is active


def test_libraries_tables_are_not_in_the_admin(cast):
    desk = client_of(cast.superuser)
    index = desk.get("/admin/").content.decode()
    for path in ("account/emailaddress", "mfa/authenticator", "auth/group", "authtoken/tokenproxy"):
        assert path not in index
        assert desk.get(f"/admin/{path}/").status_code == 404
