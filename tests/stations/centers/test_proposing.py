"""A center is proposed for a county; a refused proposal leaves no trace."""

from __future__ import annotations

from typing import Any

import pytest

from partners.accounts.models import User
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CountyCenter
from stations.centers.proposing import correct_center, propose_center
from stations.refusals import Refused
from tests.making import make_region
from tests.stations.states import places

pytestmark = pytest.mark.django_db


def test_a_proposal_is_logged(ops: User) -> None:
    center = propose_center(actor=ops, county=make_region("330122"), code=" zjtl ", phone="0571-64621234")

    assert (center.code, center.county_id, center.status) == ("ZJTL", "330122", CenterStatus.PROPOSED)
    assert "桐庐县" in center.name
    change = center.status_changes.get()
    assert (change.before, change.after, change.actor) == ("", "proposed", ops)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"code": "ZJTL", "county": "330122102"}, "county", "county"),
        ({"code": "ZJTL", "county": "350426"}, "taken", "county"),
        ({"code": "FJYX", "county": "330122"}, "taken", "code"),
        ({"code": "ZJTL1", "county": "330122"}, "invalid", "code"),
        ({"code": "Z", "county": "330122"}, "invalid", "code"),
        ({"code": "", "county": "330122"}, "invalid", "code"),
        ({"code": "ZJTL", "county": "330122", "name": "桐" * 101}, "invalid", "name"),
        ({"code": "ZJTL", "county": "330122", "phone": "0" * 21}, "invalid", "phone"),
    ],
)
def test_refused(ops: User, youxi: CountyCenter, fields: dict[str, Any], code: str, field: str) -> None:
    before = places()
    with pytest.raises(Refused) as caught:
        propose_center(actor=ops, **{**fields, "county": make_region(fields["county"])})
    assert (caught.value.code, caught.value.field) == (code, field)
    assert places() == before


def test_what_is_said_of_a_center_is_put_right_and_remembered(ops: User, youxi: CountyCenter) -> None:
    was = youxi.phone
    correct_center(actor=ops, center=youxi, name="尤溪运营中心", address="紫阳大道 1 号", phone="0598-1")

    youxi.refresh_from_db()
    assert (youxi.name, youxi.address, youxi.phone) == ("尤溪运营中心", "紫阳大道 1 号", "0598-1")
    events = list(youxi.events.order_by("pgh_id"))
    assert [event.phone for event in events] == [was, "0598-1"]
    assert events[-1].pgh_context.metadata["user"] == ops.pk


def test_a_center_keeps_its_name(ops: User, youxi: CountyCenter) -> None:
    before = places()
    with pytest.raises(Refused):
        correct_center(actor=ops, center=youxi, name=" ")
    assert places() == before
