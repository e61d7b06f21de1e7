"""Lots at the county's desk and for programs."""

import pytest
from django.urls import reverse

from orders.produce.models import Farmer, LotEvent
from tests.cast import api_client_of, client_of, make_lot


def act(client, row, name, **data):
    url = reverse(f"admin:orders_{row._meta.model_name}_{name}", args=[row.pk])
    return client.post(url, {"token": f"{name}-1"} | data)


def test_the_desk_takes_a_lot_through_its_life(lot, youxi_staff):
    client = client_of(youxi_staff)
    act(client, lot, "handle", kind="inspected", place="县级运营中心", words="抽检合格")
    act(client, lot, "offer")
    lot.refresh_from_db()
    assert (lot.status, LotEvent.objects.get().actor) == ("offered", youxi_staff)
    act(client, lot, "withdraw", reason="农残超标")
    lot.refresh_from_db()
    assert (lot.status, lot.changes.last().reason) == ("withdrawn", "农残超标")


def test_what_is_refused_comes_back_in_words(lot, youxi_staff):
    answer = act(client_of(youxi_staff), lot, "sell_out")
    assert answer.status_code == 200
    assert "不能变为" in answer.content.decode() or answer.context["form"].errors
    lot.refresh_from_db()
    assert lot.status == "recorded"


def test_the_desk_takes_a_name_off(offered, youxi_staff):
    client = client_of(youxi_staff)
    act(client, offered.farmer, "hide_name")
    assert Farmer.objects.get().display_name == ""
    act(client, offered.farmer, "show_name", display_name="阿婆", name_agreed="on")
    assert Farmer.objects.get().display_name == "阿婆"


def test_only_what_may_be_done_next_is_offered(lot, youxi_staff):
    url = reverse("admin:orders_producelot_change", args=[lot.pk])
    text = client_of(youxi_staff).get(url).content.decode()
    assert f"/{lot.pk}/offer" in text
    assert f"/{lot.pk}/sell-out" not in text


@pytest.mark.parametrize(("who", "count"), [("partner", 1), ("staff", 2), ("ops", 3), ("former", 0)])
def test_programs_read_the_lots_within_reach(cast, offered, fjyx002, zjtl001, who, count):
    make_lot(fjyx002)
    make_lot(zjtl001)
    rows = api_client_of(getattr(cast, who)).get("/api/v1/produce-lots/").json()["results"]
    assert len(rows) == count
    if count:
        assert rows[-1]["code"] == offered.code
        assert (rows[-1]["station"], rows[-1]["display_name"]) == ("FJYX001", "后山阿婆")


def test_one_lot_tells_its_story_and_lists_narrow(offered, lin):
    client = api_client_of(lin)
    lot = client.get(f"/api/v1/produce-lots/{offered.pk}/").json()
    assert (lot["status"], lot["events"], lot["photos"]) == ("offered", [], [])
    for asked, found in (({"status": "offered"}, 1), ({"category": "fruit"}, 0), ({"search": "高山"}, 1)):
        assert len(client.get("/api/v1/produce-lots/", asked).json()["results"]) == found
