"""The public page: what a stranger may read of a lot, and nothing else."""

import json

import pytest
from django.db import IntegrityError, transaction

from orders.produce.farmers import agree_to_name, take_name_back
from orders.produce.handling import add_event
from orders.produce.models import Farmer
from orders.produce.offering import offer_lot, sell_out_lot, withdraw_lot
from orders.produce.photographing import add_photos
from stations.refusals import Refused
from tests.cast import client_of, make_lot, make_picture


@pytest.fixture
def told(offered, lin, youxi_staff):
    """With everything that a lot can say."""
    add_event(actor=lin.user, lot=offered, kind="packed", words="真空包装")
    add_event(actor=youxi_staff, lot=offered, kind="inspected", place="县级运营中心", words="抽检合格")
    add_photos(actor=lin.user, lot=offered, files=[make_picture()])
    return offered


def page(lot, *, ending="", **headers):
    return client_of(None).get(f"/trace/{lot.code}/{ending}", headers=headers)


def body(lot, **kwargs):
    answer = page(lot, **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_when_and_how(told, fjyx001, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        text = body(told)
    for word in ("高山春茶", "茶叶", "尤溪县", "西洋村委会", "12.5 斤", "包装", "真空包装", "抽检合格"):
        assert word in text, word
    for word in ("后山阿婆", fjyx001.name, told.grouped_code, "县级运营中心", told.photos.get().name):
        assert word in text, word


def test_what_nobody_wrote_down_is_called_so_in_both_languages(offered):
    """A villager who was not told of a parcel is another matter, and another word."""
    chinese = body(offered, **{"accept-language": "zh-hans"})
    english = body(offered, **{"accept-language": "en"})
    assert (chinese.count("未说明"), english.count("Not told")) == (3, 3)
    assert "通知" not in chinese


@pytest.mark.parametrize("ending", ["", "trace.json"])
def test_nothing_tells_who_the_farmer_is_or_who_wrote_it(told, lin, youxi_staff, villager, ending):
    withdrawn = make_lot(told.station, villager=villager, offered=True)
    withdraw_lot(actor=lin.user, lot=withdrawn, reason="客户投诉发霉")
    for lot in (told, withdrawn):
        text = body(lot, ending=ending)
        people = (villager, lin, lin.user, youxi_staff)
        secrets = {word for one in people for word in (one.name, one.phone)} | {
            lin.identity_number,
            "客户投诉发霉",
            "138 0000 0001",
            "138 **** 0001",
        }
        assert len(secrets) >= 8
        assert [secret for secret in secrets if secret in text] == []


def test_the_name_is_gone_as_soon_as_it_is_taken_back(offered, lin):
    assert "后山阿婆" in body(offered)
    take_name_back(actor=lin.user, farmer=offered.farmer)
    assert "后山阿婆" not in body(offered)
    assert "后山阿婆" not in body(offered, ending="trace.json")
    farmer = Farmer.objects.get()
    assert (farmer.display_name, farmer.agreed_at) == ("", None)
    taken_back = farmer.withdrawn_at
    assert take_name_back(actor=lin.user, farmer=farmer).withdrawn_at == taken_back is not None


@pytest.mark.parametrize(
    ("name", "agreed", "code"), [(" ", True, "name"), ("阿婆", False, "consent"), ("阿婆138", True, "digits")]
)
def test_no_name_without_a_yes(lot, lin, name, agreed, code):
    with pytest.raises(Refused) as refused:
        agree_to_name(actor=lin.user, farmer=lot.farmer, name=name, agreed=agreed)
    assert refused.value.code == code
    assert Farmer.objects.get().display_name == ""


def test_the_database_keeps_no_name_without_its_yes(offered):
    for half in ({"agreed_at": None}, {"display_name": ""}):
        with pytest.raises(IntegrityError, match="farmer_name_is_agreed_to"), transaction.atomic():
            Farmer.objects.update(**half)


def test_the_language_is_the_browsers_or_the_one_asked_for(offered):
    chinese, english = "采收日期", "Harvested on"
    assert chinese in body(offered)
    assert english in body(offered, **{"accept-language": "en-GB,en;q=0.8"})
    assert chinese in body(offered, **{"accept-language": "fr,zh-CN;q=0.8"})
    assert english in body(offered, ending="?lang=en", **{"accept-language": "zh-CN"})
    assert chinese in body(offered, ending="?lang=xx")


def test_no_cookie_and_kept_for_a_minute(offered, lin):
    for ending in ("", "trace.json"):
        answer = page(offered, ending=ending)
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "Accept-Language" in answer["Vary"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    # Who is logged in sees the same page.
    client = client_of(lin)
    client.cookies["django_language"] = "en"
    assert client.get(f"/trace/{offered.code}/").content == page(offered).content


def test_the_json_says_the_same(told):
    answer = page(told, ending="trace.json")
    assert answer["Content-Type"] == "application/json"
    trace = json.loads(answer.content)
    assert (trace["product"], trace["farmer"], trace["withdrawn"]) == ("高山春茶", "后山阿婆", False)
    assert [step["words"] for step in trace["steps"]] == ["真空包装", "抽检合格"]
    assert set(trace["steps"][0]) == {"kind", "at", "place", "words"}


def test_a_sold_out_lot_stays_readable(told, lin):
    sell_out_lot(actor=lin.user, lot=told)
    assert "已售完" in body(told)
    assert "真空包装" in body(told)


def test_a_withdrawn_lot_says_so_and_nothing_more(told, lin):
    withdraw_lot(actor=lin.user, lot=told, reason="受潮")
    text = body(told)
    assert "这批货已下架" in text
    for word in ("真空包装", "后山阿婆", "受潮", told.photos.get().name, "12.5"):
        assert word not in text, word


def test_what_is_not_published_is_the_ordinary_404(lot, lin):
    unknown = client_of(None).get("/trace/23456789ABCD/")
    assert (page(lot).status_code, unknown.status_code) == (404, 404)
    assert page(lot).content == unknown.content
    assert page(lot, ending="trace.json").status_code == 404
    withdraw_lot(actor=lin.user, lot=lot, reason="没采成")
    assert page(lot).status_code == 404


def test_a_page_is_light(told):
    assert len(page(told).content) < 20_000
    offer = make_lot(told.station, villager=told.farmer.villager)
    offer_lot(actor=None, lot=offer)
    assert "还没有记录环节" in body(offer)
