"""Produce at the counter: a lot in a minute, its page, what is done with it, its label."""

import pytest

from orders.produce.models import Farmer, LotEvent, LotPhoto, ProduceLot
from orders.produce.offering import offer_lot
from orders.villagers.models import Villager
from stations.clock import today
from tests.cast import client_of, make_lot, make_picture

NEW = "/produce/new/"


@pytest.fixture
def typed(fjyx001):
    return {
        "token": "one-time-token",
        "phone": "138 0000 0009",
        "name": "郑阿公",
        "consented": "on",
        "display_name": "",
        "product": "金柑",
        "category": "fruit",
        "quantity": "４８０．５",
        "unit": "jin",
        "harvested_on": today().isoformat(),
        "village": fjyx001.village_id,
        "plot": "溪边",
        "fertiliser": "manure",
        "spraying": "chemical",
        "waiting_days": "21",
        "water": "",
        "quality_notes": "",
    }


def post(client, lot, step, **data):
    return client.post(f"/produce/{lot.pk}/{step}/", {"token": f"{step}-{len(data)}"} | data)


def test_the_form_stands_at_today_and_at_the_stations_village(lin, fjyx001, fjyx002):
    form = client_of(lin).get(NEW).context["form"]
    assert form["harvested_on"].value() == today()
    assert form["village"].value() == fjyx001.village_id
    ((town, villages),) = form.fields["village"].choices
    assert (town, [code for code, _name in villages]) == ("西滨镇", ["350426102201", "350426102202"])


def test_a_lot_of_somebody_new_is_recorded(lin, typed):
    answer = client_of(lin).post(NEW, typed)

    lot = ProduceLot.objects.get()
    assert answer["Location"] == f"/produce/{lot.pk}/"
    assert (lot.product, str(lot.quantity), lot.waiting_days, lot.water) == ("金柑", "480.50", 21, "")
    assert (lot.farmer.villager.name, lot.farmer.villager.phone) == ("郑阿公", "13800000009")
    assert lot.farmer.display_name == ""


def test_two_taps_are_one_lot(lin, typed):
    client = client_of(lin)
    client.post(NEW, typed)
    assert client.post(NEW, typed)["Location"] == f"/produce/{ProduceLot.objects.get().pk}/"
    assert client.post(NEW, typed | {"quantity": "1"}).status_code == 409
    assert ProduceLot.objects.count() == 1


def test_a_name_comes_with_its_yes(lin, typed, villager):
    client = client_of(lin)
    known = typed | {"phone": villager.phone, "name": "", "display_name": "后山阿婆"}
    refused = client.post(NEW, known)
    assert refused.status_code == 422
    assert refused.context["form"].errors["name_agreed"]
    assert not Farmer.objects.exists()

    client.post(NEW, known | {"name_agreed": "on"})
    assert Farmer.objects.get().display_name == "后山阿婆"
    client.post(NEW, known | {"token": "next", "display_name": ""})
    assert Farmer.objects.get().display_name == "后山阿婆"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"consented": ""}, "consented"),
        ({"product": ""}, "product"),
        ({"category": "cars"}, "category"),
        ({"quantity": "0"}, "quantity"),
        ({"harvested_on": "2999-01-01"}, "harvested_on"),
        ({"village": "330122102201"}, "village"),
        ({"waiting_days": ""}, "waiting_days"),
        ({"plot": "13800000009"}, "plot"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(lin, typed, change, field):
    answer = client_of(lin).post(NEW, typed | change)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert answer.context["form"]["token"].value() == "one-time-token"
    assert not ProduceLot.objects.exists()
    assert not Villager.objects.exists()


def test_steps_from_the_record_to_the_end(lot, lin):
    client = client_of(lin)
    assert post(client, lot, "handle", kind="packed", words="真空包装").status_code == 302
    post(client, lot, "photos", photos=[make_picture(), make_picture("JPEG")])
    post(client, lot, "offer")
    post(client, lot, "show_name", display_name="阿婆", name_agreed="on")
    lot.refresh_from_db()
    assert (lot.status, LotEvent.objects.get().actor, LotPhoto.objects.count()) == ("offered", lin.user, 2)
    assert Farmer.objects.get().display_name == "阿婆"

    post(client, lot, "hide_name")
    post(client, lot, "remove_photo", photo=LotPhoto.objects.first().pk)
    post(client, lot, "sell_out")
    post(client, lot, "withdraw", reason="受潮")
    lot.refresh_from_db()
    assert (lot.status, LotPhoto.objects.count()) == ("withdrawn", 1)
    assert Farmer.objects.get().display_name == ""


@pytest.mark.parametrize(
    ("step", "data", "field", "status"),
    [
        ("handle", {"kind": ""}, "kind", 422),
        ("handle", {"kind": "packed", "at": "2999-01-01T08:00"}, "at", 422),
        ("photos", {}, "photos", 422),
        ("photos", {"photos": make_picture("GIF")}, "photos", 422),
        ("show_name", {"display_name": "阿婆"}, "name_agreed", 422),
        ("withdraw", {"reason": ""}, "reason", 422),
        ("sell_out", {}, "__all__", 409),
    ],
)
def test_a_refused_step_says_why_and_changes_nothing(lot, lin, step, data, field, status):
    answer = post(client_of(lin), lot, step, **data)
    assert answer.status_code == status
    bound = [*answer.context["steps"].values(), *answer.context["refused"]]
    assert [field in form.errors for form in bound if form.is_bound] == [True]
    lot.refresh_from_db()
    assert (lot.status, LotEvent.objects.count(), LotPhoto.objects.count()) == ("recorded", 0, 0)


def test_the_label_leads_to_the_page_and_waits_for_the_offer(lot, lin):
    client = client_of(lin)
    assert "<svg viewBox" not in client.get(f"/produce/{lot.pk}/label/").content.decode().split("<main")[1]
    offer_lot(actor=lin.user, lot=lot)
    answer = client.get(f"/produce/{lot.pk}/label/")
    label = answer.context["label"]
    assert label.url == f"http://testserver/trace/{lot.code}/"
    assert client.get(label.url).status_code == 200
    day = lot.harvested_on.isoformat()
    assert label.lines == (f"茶叶 · {day}采收", f"tea · harvested on {day}")
    assert lot.grouped_code in answer.content.decode()


def test_a_list_finds_and_costs_the_same_for_many(lot, lin, fjyx001, zhou, django_assert_max_num_queries):
    foreign = make_lot(zhou.tenures.get().station, product="桐庐雪水云绿")
    client = client_of(lin)
    for number in range(5):
        make_lot(fjyx001, villager=lot.farmer.villager, product=f"冬笋 {number}")
    with django_assert_max_num_queries(8):
        text = client.get("/produce/").content.decode()
    assert "高山春茶" in text
    assert foreign.product not in text
    for search in ("高山", "黄阿婆", lot.grouped_code.lower()):
        assert list(client.get("/produce/", {"q": search}).context["page_obj"])[-1:] == [lot], search
    assert "没有找到" in client.get("/produce/", {"q": foreign.code}).content.decode()


def test_today_leads_there(lin):
    assert 'href="/produce/"' in client_of(lin).get("/").content.decode()
