"""Logins are opened, changed and switched off by somebody of a higher rank, within reach."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from rest_framework.authtoken.models import Token

from partners.accounts.enrolling import (
    LoginDetails,
    change_login,
    correct_file,
    enrol_partner,
    give_login,
    open_login,
    switch_off_login,
    switch_on_login,
)
from partners.accounts.models import Role, User
from partners.accounts.resetting import redeem_password_code
from partners.people.joining import PersonDetails
from partners.people.models import Partner
from stations.refusals import Refused
from tests.cast import make_partner, make_user


def helper_of(place, **changes):
    return LoginDetails(
        **{"username": "new", "name": "新", "role": Role.HELPER, "phone": "13800000020", "station": place}
        | changes
    )


def test_a_helper_comes_in_with_a_code_and_has_no_password_before(fjyx001, youxi_staff):
    user, code = open_login(actor=youxi_staff, details=helper_of(fjyx001))
    user.refresh_from_db()
    assert (user.username, user.phone, user.station, user.is_staff) == ("new", "13800000020", fjyx001, False)
    assert not user.has_usable_password()
    redeem_password_code(login="new", code=code, password="long-and-quiet-river")
    user.refresh_from_db()
    assert user.check_password("long-and-quiet-river")


@pytest.mark.parametrize(
    ("actor", "role", "allowed"),
    [
        ("youxi_staff", Role.COUNTY_STAFF, False),
        ("youxi_staff", Role.OPS, False),
        ("youxi_staff", Role.SUPERUSER, False),
        ("ops", Role.COUNTY_STAFF, True),
        ("ops", Role.OPS, False),
        ("ops", Role.SUPERUSER, False),
        ("superuser", Role.SUPERUSER, True),
    ],
)
def test_nobody_gives_a_role_at_or_above_their_own(request, youxi, actor, role, allowed):
    actor = request.getfixturevalue(actor)
    center = youxi if role == Role.COUNTY_STAFF else None
    before = User.objects.count()
    details = helper_of(None, role=role, center=center)
    if allowed:
        made, _code = open_login(actor=actor, details=details)
        assert (made.role, made.is_staff, made.is_superuser) == (role, True, role == Role.SUPERUSER)
        return
    with pytest.raises(Refused) as refused:
        open_login(actor=actor, details=details)
    assert (refused.value.code, refused.value.field) == ("rank", "role")
    assert User.objects.count() == before


def test_nobody_raises_an_existing_login(helper, fjyx001, youxi, youxi_staff, ops):
    for actor, role, center in ((youxi_staff, Role.COUNTY_STAFF, youxi), (ops, Role.OPS, None)):
        with pytest.raises(Refused) as refused:
            change_login(actor=actor, user=helper, details=helper_of(None, role=role, center=center))
        assert refused.value.code == "rank"
    with pytest.raises(Refused):
        change_login(actor=youxi_staff, user=youxi_staff, details=helper_of(fjyx001))
    helper.refresh_from_db()
    assert (helper.role, helper.username) == (Role.HELPER, "xiao")


def test_the_fields_of_an_edge_cannot_smuggle_a_rank(helper, fjyx001, youxi_staff):
    changed = change_login(actor=youxi_staff, user=helper, details=helper_of(fjyx001))
    assert (changed.is_staff, changed.is_superuser, changed.role) == (False, False, Role.HELPER)


def test_another_countys_station_and_login_are_not_there(zjtl001, fjyx001, youxi_staff, helper, tonglu_staff):
    before = User.objects.count()
    with pytest.raises(Refused) as refused:
        open_login(actor=youxi_staff, details=helper_of(zjtl001))
    assert refused.value.code == "place"
    with pytest.raises(Refused) as refused:
        change_login(actor=tonglu_staff, user=helper, details=helper_of(fjyx001))
    assert refused.value.code == "rank"
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"username": "13800000021"}, "username", "login"),
        ({"username": "１２３"}, "username", "login"),
        ({"username": "has space"}, "username", "login"),
        ({"username": ""}, "username", "login"),
        ({"phone": "12345"}, "phone", "login"),
        ({"username": "zhou"}, "username", "taken"),
        ({"username": "ZHOU"}, None, "taken"),
        ({"phone": "139 0000 0003"}, "phone", "taken"),
        ({"station": None}, "station", "station"),
    ],
)
def test_a_wrong_or_taken_name_or_number_is_refused(zhou, fjyx001, youxi_staff, change, field, code):
    before = User.objects.count()
    with pytest.raises(Refused) as refused:
        open_login(actor=youxi_staff, details=helper_of(fjyx001, **change))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert "周" not in str(refused.value)
    assert User.objects.count() == before


def test_a_partner_is_enrolled_with_a_login_named_after_the_phone(youxi, youxi_staff):
    details = PersonDetails(center=youxi, name="何新", phone="13800000009")
    partner, code = enrol_partner(actor=youxi_staff, details=details)
    user = User.objects.get(pk=partner.user_id)
    assert (user.username, user.phone, user.role, user.name) == (
        "p13800000009",
        "13800000009",
        "partner",
        "何新",
    )
    assert redeem_password_code(login="13800000009", code=code, password="long-and-quiet-river") == user


def test_a_login_that_cannot_be_leaves_no_partner_behind(youxi, lin, youxi_staff):
    details = PersonDetails(center=youxi, name="何新", phone="13900000001")
    with pytest.raises(Refused):
        enrol_partner(actor=youxi_staff, details=details)
    assert not Partner.objects.filter(name="何新").exists()


def test_a_partner_gets_one_login_from_their_own_county(youxi, lin, zhou, youxi_staff, tonglu_staff):
    partner = make_partner(center=youxi, name="何新", phone="13800000009")
    for actor, whom, code in ((tonglu_staff, partner, "person"), (youxi_staff, lin, "login")):
        with pytest.raises(Refused) as refused:
            give_login(actor=actor, partner=whom)
        assert refused.value.code == code
    give_login(actor=youxi_staff, partner=partner, username="he.xin")
    partner.refresh_from_db()
    assert partner.user.username == "he.xin"


def test_a_partners_login_stays_one(lin, helper, fjyx001, youxi_staff):
    with pytest.raises(Refused) as refused:
        change_login(actor=youxi_staff, user=lin.user, details=helper_of(fjyx001))
    assert refused.value.code == "role"


def test_a_new_number_reaches_the_login_unless_that_has_its_own(lin, chen, youxi, youxi_staff):
    User.objects.filter(pk=chen.user.pk).update(phone="13700000000")
    for person, new, kept in ((lin, "13800000031", "13800000031"), (chen, "13800000032", "13700000000")):
        details = PersonDetails(center=youxi, name=f"{person.name}改", phone=new)
        correct_file(actor=youxi_staff, partner=person, details=details)
        user = User.objects.get(pk=person.user_id)
        assert (user.phone, user.name) == (kept, f"{person.name}改")


def test_a_number_that_is_anothers_login_changes_neither(lin, chen, youxi, youxi_staff):
    details = PersonDetails(center=youxi, name="林", phone="13900000002")
    with pytest.raises(Refused) as refused:
        correct_file(actor=youxi_staff, partner=lin, details=details)
    assert (refused.value.code, refused.value.field) == ("taken", "phone")
    lin.refresh_from_db()
    assert (lin.phone, lin.name) == ("13900000001", "林小芳")


def test_off_and_on(lin, youxi_staff, tonglu_staff, client):
    Token.objects.create(user=lin.user)
    with pytest.raises(Refused):
        switch_off_login(actor=tonglu_staff, user=lin.user)
    client.force_login(lin.user)
    switch_off_login(actor=youxi_staff, user=lin.user)
    assert client.get("/accounts/password/").status_code == 302
    assert not Token.objects.exists()
    switch_on_login(actor=youxi_staff, user=lin.user)
    assert User.objects.get(pk=lin.user.pk).is_active


def test_the_history_keeps_who_gave_which_role(helper, fjyx001, youxi_staff):
    change_login(actor=youxi_staff, user=helper, details=helper_of(fjyx001, phone="13800000040"))
    event = apps.get_model("partners", "UserEvent").objects.filter(pgh_obj=helper).latest("pgh_id")
    assert (event.username, event.phone, event.role) == ("new", "13800000040", "helper")
    assert event.pgh_context.metadata == {"process": "change_login", "actor": youxi_staff.pk}
    assert not any(field.name == "password" for field in event._meta.fields)


# --- the database has the last word ----------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("user_name_is_not_all_digits", {"username": "13800000000"}),
        ("user_county_staff_has_a_center", {"role": "county_staff", "is_staff": True, "station": None}),
        ("user_helper_has_a_station", {"station": None}),
        ("user_helper_has_a_station", {"role": "partner"}),
        ("user_role_superuser_is_superuser", {"is_superuser": True}),
        ("user_role_superuser_is_superuser", {"role": "superuser", "is_staff": True, "station": None}),
        ("user_role_decides_admin_access", {"is_staff": True}),
        ("user_role_decides_admin_access", {"role": "ops", "station": None}),
        ("user_role_decides_admin_access", {"role": "", "station": None}),
        ("user_name_once_whatever_its_case", {"username": "LIN"}),
    ],
)
def test_the_database_refuses(helper, lin, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        User.objects.filter(pk=helper.pk).update(**fields)


def test_the_database_refuses_a_center_for_others(youxi, ops):
    with pytest.raises(IntegrityError, match="user_county_staff_has_a_center"), transaction.atomic():
        User.objects.filter(pk=ops.pk).update(center=youxi)


def test_the_database_refuses_one_number_twice(lin):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(Role.OPS, phone="13900000001")
