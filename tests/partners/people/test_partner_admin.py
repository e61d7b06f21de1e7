"""The desk keeps partners and tenures by verbs; identity numbers stay behind their mask."""

import datetime as dt
import re

import pytest

from partners.accounts.models import User
from partners.people.joining import PersonDetails, correct_partner
from partners.people.models import Partner, Tenure
from tests.cast import client_of, make_partner, make_station

NUMBER = "11010519491231002X"
PARTNERS = "/admin/partners/partner/"
TENURES = "/admin/partners/tenure/"


def post_verb(desk, path, **answers):
    """Opens the page of a verb, as a person does, and sends it."""
    token = re.search(r'name="token" value="([^"]+)"', desk.get(path).content.decode())[1]
    return desk.post(path, {"token": token, **answers})


def person(center, **changes):
    return {
        "name": "何新",
        "phone": "138 0000 0009",
        "center": center.pk,
        "returning_youth": "on",
        # What the browser sends for the table of tenures.
        "tenures-TOTAL_FORMS": "0",
        "tenures-INITIAL_FORMS": "0",
    } | changes


def test_a_partner_is_added_with_a_login(cast, youxi):
    desk = client_of(cast.staff)
    assert desk.get(f"{PARTNERS}add/").status_code == 200
    answer = desk.post(
        f"{PARTNERS}add/", person(youxi, new_identity_number="110105 19491231 002x", with_login="on")
    )
    assert 'id="one-time-code"' in answer.content.decode()
    partner = Partner.objects.get(name="何新")
    assert (partner.phone, partner.identity_number, partner.returning_youth) == ("13800000009", NUMBER, True)
    assert partner.user.username == "p13800000009"


def test_a_partner_may_come_without_a_login_and_get_one_later(cast, youxi):
    desk = client_of(cast.staff)
    assert desk.post(f"{PARTNERS}add/", person(youxi)).status_code == 302
    partner = Partner.objects.get(name="何新")
    assert partner.user is None
    answer = post_verb(desk, f"{PARTNERS}{partner.pk}/login/", username="he.xin")
    assert 'id="one-time-code"' in answer.content.decode()
    partner.refresh_from_db()
    assert partner.user.username == "he.xin"
    assert "/login/" not in desk.get(f"{PARTNERS}{partner.pk}/change/").content.decode().replace(
        "/accounts/login/", ""
    )


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"new_identity_number": NUMBER[:-1] + "1"}, "new_identity_number"),
        ({"phone": "12"}, "phone"),
        ({"name": ""}, "name"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_written(cast, youxi, posted, field):
    people, logins = Partner.objects.count(), User.objects.count()
    answer = client_of(cast.staff).post(f"{PARTNERS}add/", person(youxi, with_login="on", **posted))
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert (Partner.objects.count(), User.objects.count()) == (people, logins)


def test_another_countys_center_is_not_offered_and_not_taken(cast, tonglu):
    people = Partner.objects.count()
    desk = client_of(cast.staff)
    assert "桐庐县" not in desk.get(f"{PARTNERS}add/").content.decode()
    assert desk.post(f"{PARTNERS}add/", person(tonglu)).status_code == 200
    assert Partner.objects.count() == people


def test_no_screen_shows_the_number(cast, lin, youxi):
    correct_partner(
        actor=None,
        partner=lin,
        details=PersonDetails(center=youxi, name="林小芳", phone=lin.phone, identity_number=NUMBER),
    )
    for who in (cast.staff, cast.ops, cast.superuser):
        desk = client_of(who)
        for path in (PARTNERS, f"{PARTNERS}{lin.pk}/change/", f"{PARTNERS}{lin.pk}/history/"):
            page = desk.get(path)
            assert page.status_code == 200
            assert NUMBER not in page.content.decode()
            assert NUMBER[6:14] not in page.content.decode()
    assert "110*************2X" in desk.get(f"{PARTNERS}{lin.pk}/change/").content.decode()
    # Nor does a form that comes back with an error.
    again = desk.post(f"{PARTNERS}{lin.pk}/change/", person(youxi, phone="12"))
    assert NUMBER not in again.content.decode()


def test_a_change_without_a_number_keeps_the_one_on_file(cast, lin, youxi):
    desk = client_of(cast.staff)
    before = Partner.objects.get(pk=lin.pk).identity_number
    assert desk.post(f"{PARTNERS}{lin.pk}/change/", person(youxi)).status_code == 302
    lin.refresh_from_db()
    assert (lin.name, lin.phone, lin.identity_number) == ("何新", "13800000009", before)
    assert User.objects.get(pk=lin.user_id).phone == "13800000009"
    desk.post(f"{PARTNERS}{lin.pk}/change/", person(youxi, new_identity_number=NUMBER))
    lin.refresh_from_db()
    assert lin.identity_number == NUMBER


def test_a_tenure_begins_changes_mode_and_ends_from_the_desk(cast, youxi):
    station = make_station(center=youxi)
    partner = make_partner(center=youxi, name="何新")
    desk = client_of(cast.staff)
    done = post_verb(
        desk, f"{PARTNERS}{partner.pk}/begin/", station=station.pk, starts_on="2015-01-01", mode="1.0"
    )
    assert done["Location"] == f"{PARTNERS}{partner.pk}/change/"
    tenure = Tenure.objects.get(partner=partner)
    page = f"{TENURES}{tenure.pk}/change/"
    assert "/convert/" in desk.get(page).content.decode()
    post_verb(desk, f"{TENURES}{tenure.pk}/convert/", starts_on="2015-05-01")
    assert "/convert/" not in desk.get(page).content.decode()  # it has ended
    second = Tenure.objects.get(partner=partner, mode="2.0")
    post_verb(desk, f"{TENURES}{second.pk}/end/", ends_on="2015-09-30")
    assert list(
        Tenure.objects.filter(partner=partner)
        .order_by("starts_on")
        .values_list("starts_on", "ends_on", "mode")
    ) == [
        (dt.date(2015, 1, 1), dt.date(2015, 4, 30), "1.0"),
        (dt.date(2015, 5, 1), dt.date(2015, 9, 30), "2.0"),
    ]


def test_a_refused_tenure_says_why_beside_the_field(cast, fjyx001, youxi):
    partner = make_partner(center=youxi, name="何新")
    answer = post_verb(
        client_of(cast.staff),
        f"{PARTNERS}{partner.pk}/begin/",
        station=fjyx001.pk,
        starts_on="2015-08-01",
        mode="2.0",
    )
    assert answer.status_code == 200
    assert "林小芳" in str(answer.context["form"].errors["starts_on"])
    assert not partner.tenures.exists()


def test_another_countys_station_is_no_choice(cast, zjtl001, lin):
    desk = client_of(cast.staff)
    assert "ZJTL001" not in desk.get(f"{PARTNERS}{lin.pk}/begin/").content.decode()
    answer = post_verb(
        desk, f"{PARTNERS}{lin.pk}/begin/", station=zjtl001.pk, starts_on="2015-01-01", mode="2.0"
    )
    assert answer.context["form"].errors["station"]
    assert lin.tenures.count() == 1


def test_foreign_partners_and_tenures_are_not_there(cast, zhou):
    desk = client_of(cast.staff)
    tenure = zhou.tenures.get()
    for path in (f"{PARTNERS}{zhou.pk}/change/", f"{TENURES}{tenure.pk}/change/"):
        assert desk.get(path).status_code == 404
    for path in (f"{PARTNERS}{zhou.pk}/begin/", f"{PARTNERS}{zhou.pk}/login/", f"{TENURES}{tenure.pk}/end/"):
        assert desk.get(path).status_code == 404
        assert desk.post(path, {"ends_on": "2015-12-31", "token": "t"}).status_code == 404
    tenure.refresh_from_db()
    assert tenure.ends_on is None


def test_tenures_are_looked_at_not_typed_over(cast, lin):
    desk = client_of(cast.superuser)
    tenure = lin.tenures.get()
    assert desk.post(f"{TENURES}{tenure.pk}/change/", {"starts_on": "2014-01-01"}).status_code == 403
    assert desk.get(f"{TENURES}add/").status_code == 403
    tenure.refresh_from_db()
    assert tenure.starts_on == dt.date(2015, 7, 1)
