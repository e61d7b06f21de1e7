"""The register at the desk: looked at, searched, offered to forms."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partners.accounts.models import User
from stations.regions.models import Region
from tests.cast import client_of
from tests.making import REGIONS, make_region

pytestmark = pytest.mark.django_db

LIST = reverse("admin:stations_region_changelist")
SUGGESTIONS = reverse("admin:autocomplete")


@pytest.fixture(autouse=True)
def _register() -> None:
    for code in REGIONS:
        make_region(code)


def found(who: User, **asked: str) -> list[str]:
    return [row.name for row in client_of(who).get(LIST, asked).context["cl"].result_list]


def suggested(who: User, model: str, field: str, term: str) -> list[str]:
    asked = {"app_label": "stations", "model_name": model, "field_name": field, "term": term}
    return [one["text"] for one in client_of(who).get(SUGGESTIONS, asked).json()["results"]]


def test_the_list_is_searched_like_the_register(youxi_staff: User) -> None:
    assert found(youxi_staff, q="尤溪") == ["尤溪县"]
    assert found(youxi_staff, q="尤溪 洋") == ["西洋村委会", "洋中镇"]
    assert found(youxi_staff, q="3504261022") == ["西洋村委会", "三连村委会", "下墩村委会"]
    assert found(youxi_staff, level__exact="6") == ["桐庐县", "尤溪县"]


def test_staff_are_offered_the_villages_of_their_county(youxi_staff: User) -> None:
    assert suggested(youxi_staff, "station", "village", "洋") == [
        "福建省 › 三明市 › 尤溪县 › 西滨镇 › 西洋村委会"
    ]
    assert suggested(youxi_staff, "station", "village", "孙家") == []
    assert len(suggested(youxi_staff, "station", "village", "")) == 5


def test_ops_are_offered_villages_by_the_way_to_them(ops: User) -> None:
    assert suggested(ops, "station", "village", "西洋") == ["福建省 › 三明市 › 尤溪县 › 西滨镇 › 西洋村委会"]
    assert suggested(ops, "station", "village", "桐庐 家") == [
        "浙江省 › 杭州市 › 桐庐县 › 横村镇 › 孙家村村委会"
    ]


def test_a_center_is_offered_counties(ops: User) -> None:
    assert suggested(ops, "countycenter", "county", "尤") == ["福建省 › 三明市 › 尤溪县"]
    assert suggested(ops, "countycenter", "county", "西") == []


def test_nobody_writes_the_register_by_hand(superuser: User) -> None:
    client = client_of(superuser)
    change = reverse("admin:stations_region_change", args=["350426"])
    assert client.get(change).status_code == 200
    assert client.post(change, {"name": "x"}).status_code == 403
    assert client.post(reverse("admin:stations_region_add"), {"code": "99", "name": "x"}).status_code == 403
    assert Region.objects.get(code="350426").name == "尤溪县"
