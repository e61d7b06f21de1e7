"""What a login can reach, in words, and which logins a login sees."""

import pytest

from partners.accounts.models import User
from partners.accounts.reach_in_words import reach_in_words
from tests.cast import make_partner, make_user


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_in_words(cast, fjyx002, zjtl001):
    assert reach_in_words(cast.ops) == ["Everything: every county, station and person."]
    assert reach_in_words(cast.superuser) == ["Everything: every county, station and person."]
    assert reach_in_words(cast.staff) == ["尤溪县运营中心 (FJYX) with its 2 stations and everybody there."]
    assert reach_in_words(cast.other_staff) == [
        "桐庐县运营中心 (ZJTL) with its 1 station and everybody there."
    ]
    assert reach_in_words(cast.helper) == ["Orders, villagers and turnover of station FJYX001 西洋村委会."]
    assert reach_in_words(cast.partner) == [
        "Orders, villagers and turnover of station FJYX001 西洋村委会.",
        "Their own income, past and present.",
    ]
    assert reach_in_words(cast.former) == [
        "Their own income, past and present.",
        "No station: they run none today.",
    ]


def test_nothing_in_words(lin, db):
    lin.user.is_active = False
    assert reach_in_words(lin.user) == ["Nothing: this login is switched off."]
    alone = make_user("partner")
    assert reach_in_words(alone) == ["Nothing: no county, station or partner belongs to this login."]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("staff", {"youxi", "lin", "chen", "wang", "xiao"}),
        ("other_staff", {"tonglu", "zhou"}),
        ("partner", set()),
        ("helper", set()),
        ("ops", {"youxi", "tonglu", "lin", "chen", "wang", "zhou", "xiao", "ops", "root"}),
    ],
)
def test_logins_within_reach(cast, who, sees):
    found = User.objects.visible_to(getattr(cast, who)).values_list("username", flat=True)
    assert sorted(found) == sorted(sees)


def test_a_partner_without_a_station_is_on_file_all_the_same(youxi, youxi_staff, tonglu_staff):
    partner = make_partner(center=youxi, username="waiting")
    assert User.objects.visible_to(youxi_staff).filter(pk=partner.user.pk).count() == 1
    assert not User.objects.visible_to(tonglu_staff).filter(pk=partner.user.pk).exists()
