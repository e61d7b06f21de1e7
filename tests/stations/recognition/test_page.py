"""The page, its files and the API tell the same."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from stations.recognition.models import TaobaoVillage, VillageYear
from stations.recognition.standards import load_standards
from tests.cast import api_client_of, client_of


@pytest.fixture
def listed(db):
    load_standards()
    for number in range(12):
        village = TaobaoVillage.objects.create(
            province="浙江省", city="温州市", county="永嘉县", town="桥下镇", village=f"{number}村"
        )
        VillageYear.objects.create(village=village, year=2015, listed=True, source="AliResearch")


def test_the_page_says_who_and_why(listed, youxi_staff, django_assert_max_num_queries):
    client = client_of(youxi_staff)
    with django_assert_max_num_queries(16):
        body = client.get(reverse("taobao_villages")).content.decode()
    assert "桥下镇" in body
    assert "780" in body
    assert client.get(reverse("taobao_villages"), {"year": "2014"}).status_code == 404
    assert client.get(reverse("taobao_villages"), {"view": "unmatched"}).status_code == 200


def test_without_a_list_it_says_what_would_fill_it(youxi_staff):
    assert "import_taobao_villages" in client_of(youxi_staff).get(reverse("taobao_villages")).content.decode()


def test_files_and_api_hold_the_same(listed, ops):
    book = load_workbook(
        io.BytesIO(client_of(ops).get(reverse("taobao_villages_file", args=[2015, "xlsx"])).content)
    )
    assert [len(list(sheet.rows)) for sheet in book] == [13, 2, 2, 1]
    lines = (
        client_of(ops).get(reverse("taobao_villages_file", args=[2015, "csv"])).content.decode("utf-8-sig")
    )
    assert [line.split(",")[0] for line in lines.splitlines()].count("cluster") == 1
    api = api_client_of(ops)
    assert api.get(reverse("api-taobao-village-list")).json() == [{"year": 2015}]
    data = api.get(reverse("api-taobao-village-detail", args=["2015"])).json()
    assert (data["counts"]["villages"], data["counts"]["towns"], data["counts"]["clusters"]) == (12, 1, 1)
    assert data["clusters"][0]["contiguity"] == "county"
    assert api.get(reverse("api-taobao-village-detail", args=["2013"])).status_code == 404
