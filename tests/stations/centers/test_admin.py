"""Head office enters centers and lets them live; their counties look on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partners.accounts.models import User
from stations.assessing.assessing import load_standard_scheme
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.requests.claiming import new_token
from tests.cast import client_of
from tests.making import make_region
from tests.stations.states import places

pytestmark = pytest.mark.django_db

# Enough of everything that a county is judged by.
MEASURED = {
    f"value_{code}": "90" for code in ("broadband", "mobile", "roads", "carriers", "policies", "rooms")
}
LIST = reverse("admin:stations_countycenter_changelist")
ADD = reverse("admin:stations_countycenter_add")


@pytest.fixture
def head(ops: User) -> Client:
    return client_of(ops)


def page(name: str, center: CountyCenter) -> str:
    return reverse(f"admin:stations_countycenter_{name}", args=[center.pk])


def act(client: Client, name: str, center: CountyCenter, **told: Any) -> Any:
    return client.post(page(name, center), {"token": new_token(), **told})


def test_a_center_lives_at_head_office(head: Client) -> None:
    response = head.post(ADD, {"county": make_region("330122").pk, "code": "ZJTL", "name": ""})
    assert response.status_code == 302, response.context["adminform"].form.errors
    center = CountyCenter.objects.get()
    load_standard_scheme()
    for name, told, status in (
        ("assess", MEASURED, "assessed"),
        ("sign", {"number": "1", "counterpart": "县政府", "signed_on": "2014-09-01"}, "signed"),
        ("open", {"opening_date": "2014-10-18"}, "operating"),
        ("suspend", {"reason": "换班子"}, "suspended"),
        ("reopen", {}, "operating"),
        ("close", {"reason": "并入邻县"}, "closed"),
    ):
        assert head.get(page(name, center)).status_code == 200
        assert act(head, name, center, **told).status_code == 302, name
        center.refresh_from_db()
        assert center.status == status
    assert center.status_changes.count() == 7
    assert head.get(page("history", center)).context["history"][0].reason == "并入邻县"


def test_a_refusal_stands_beside_its_field(head: Client, youxi: CountyCenter) -> None:
    state = places()
    response = head.post(ADD, {"county": make_region("350426102").pk, "code": "FJYZ", "name": ""})
    assert set(response.context["adminform"].form.errors) == {"county"}
    assert places() == state


def test_a_center_with_stations_does_not_close(head: Client, fjyx001: Station) -> None:
    state = places()
    response = act(head, "close", fjyx001.center, reason="并入邻县")
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert places() == state


def test_county_staff_look_and_do_not_touch(
    youxi_staff: User, youxi: CountyCenter, tonglu: CountyCenter
) -> None:
    desk = client_of(youxi_staff)
    state = places()
    assert list(desk.get(LIST).context["cl"].result_list) == [youxi]
    assert act(desk, "suspend", youxi, reason="x").status_code == 403
    assert desk.post(page("change", youxi), {"name": "x"}).status_code == 403
    assert places() == state


def test_the_list_counts_open_stations(head: Client, fjyx001: Station, fjyx002: Station) -> None:
    (row,) = head.get(LIST, {"province": "35"}).context["cl"].result_list
    assert row.stations_open == 2
