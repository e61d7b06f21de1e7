"""A person comes on file as a rural partner, and their file is kept right."""

import pytest

from partners.people.joining import PersonDetails, correct_partner, register_partner
from partners.people.models import Partner
from stations.refusals import Refused


def details(center, **changes):
    given = {"center": center, "name": "何新", "phone": "138 0000 0009", "returning_youth": True}
    return PersonDetails(**given | changes)


def test_a_person_comes_on_file(youxi, youxi_staff):
    partner = register_partner(actor=youxi_staff, details=details(youxi, name=" 何新 "))
    partner.refresh_from_db()
    assert (partner.name, partner.phone, partner.center, partner.returning_youth) == (
        "何新",
        "13800000009",
        youxi,
        True,
    )
    assert (partner.identity_number, partner.identity_fingerprint, partner.user) == ("", "", None)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": "  "}, "name"), ({"phone": "1380000000"}, "phone"), ({"phone": "23800000009"}, "phone")],
)
def test_what_is_missing_or_wrong_is_named(youxi, youxi_staff, change, field):
    with pytest.raises(Refused) as refused:
        register_partner(actor=youxi_staff, details=details(youxi, **change))
    assert refused.value.field == field
    assert not Partner.objects.exists()


def test_another_county_is_not_there(youxi, tonglu, youxi_staff):
    with pytest.raises(Refused) as refused:
        register_partner(actor=youxi_staff, details=details(tonglu))
    assert (refused.value.code, refused.value.field) == ("place", "center")
    assert not Partner.objects.exists()


def test_a_file_moves_to_another_county_by_head_office_and_without_a_station(
    wang, lin, tonglu, youxi_staff, ops
):
    moved = details(tonglu, name="王建国")
    with pytest.raises(Refused) as refused:
        correct_partner(actor=youxi_staff, partner=wang, details=moved)
    assert refused.value.code == "place"
    correct_partner(actor=ops, partner=wang, details=moved)
    wang.refresh_from_db()
    assert wang.center == tonglu

    with pytest.raises(Refused) as refused:
        correct_partner(actor=ops, partner=lin, details=details(tonglu))
    assert (refused.value.code, refused.value.field) == ("center", "center")
    lin.refresh_from_db()
    assert lin.center != tonglu
