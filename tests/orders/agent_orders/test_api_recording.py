"""An order is recorded through the API: once for each key, and with a word beside each wrong field."""

import json
from decimal import Decimal

import pytest

from orders.agent_orders.models import AgentOrder
from orders.villagers.models import Villager
from partners.journal.models import Activity
from stations.requests.models import RequestToken
from tests.cast import api_client_of, make_order, make_station, make_villager
from tests.orders.agent_orders.api import COAT, ENGLISH, RICE_COOKER, URL, VILLAGER, fresh, new, post


@pytest.fixture
def partner(lin):
    return api_client_of(lin)


def nothing_written():
    return not (
        AgentOrder.objects.exists()
        or Villager.objects.exists()
        or Activity.objects.exists()
        or RequestToken.objects.exists()
    )


def test_an_order_is_placed_paid_and_shown(partner, lin, fjyx001):
    answer = post(partner, "", new(lines=[RICE_COOKER, COAT], platform_order_no="1287436509281"))

    assert answer.status_code == 201, answer.json()
    order = AgentOrder.objects.get()
    body = answer.json()
    assert body["number"] == order.number
    assert (body["station"], body["status"], body["amount"]) == ("FJYX001", "paid", "698.00")
    assert body["villager"] == {"name": "黄阿婆", "phone": "13800000001"}
    assert body["pickup_code"] == order.pickup_code
    assert [(line["line_no"], line["amount"]) for line in body["lines"]] == [(1, "399.00"), (2, "299.00")]
    assert [change["after"] for change in body["changes"]] == ["placed", "paid"]
    assert body["changes"][0]["by"] == lin.user.name
    assert body["next_steps"] == ["refund", "cancel"]
    assert order.created_by == lin.user
    assert "Idempotent-Replayed" not in answer.headers


def test_the_same_key_and_body_give_the_first_result(partner, fjyx001):
    first = post(partner, "", new(), key="tap")
    again = post(partner, "", new(lines=[RICE_COOKER | {"unit_price": "199.5"}]), key="tap")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    assert AgentOrder.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(partner, fjyx001):
    post(partner, "", new(), key="tap")

    answer = post(partner, "", new(lines=[COAT]), key="tap")

    assert answer.status_code == 409
    assert answer.json()["code"] == "token_reused"
    assert "Idempotency-Key" in answer.json()["detail"]
    assert AgentOrder.objects.count() == 1


def test_a_key_is_one_login_s_own(partner, youxi_staff, fjyx001):
    post(partner, "", new(), key="tap")
    other = post(api_client_of(youxi_staff), "", new(station="FJYX001"), key="tap")

    assert other.status_code == 201
    assert AgentOrder.objects.count() == 2


@pytest.mark.parametrize("key", [None, " ", "a" * 101, "two words", "钥匙"])
def test_without_a_key_nothing_is_written(partner, fjyx001, key):
    answer = post(partner, "", new(), key=key)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["Idempotency-Key"]
    assert nothing_written()


def test_a_refused_order_does_not_use_up_its_key(partner, fjyx001):
    refused = post(partner, "", new(villager=VILLAGER | {"consent": False}), key="tap")
    assert refused.status_code == 400
    assert nothing_written()

    assert post(partner, "", new(), key="tap").status_code == 201


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"villager": {"phone": "123", "name": "黄", "consent": True}}, "villager.phone"),
        ({"villager": VILLAGER | {"name": ""}}, "villager.name"),
        ({"villager": VILLAGER | {"consent": False}}, "villager.consent"),
        ({"villager": "黄阿婆"}, "villager"),
        ({"lines": []}, "lines"),
        ({"lines": [COAT, RICE_COOKER | {"title": " "}]}, "lines.1.title"),
        ({"lines": [RICE_COOKER | {"category": "rockets"}]}, "lines.0.category"),
        ({"lines": [RICE_COOKER | {"quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [COAT | {"amount": "320.01"}]}, "lines.0.amount"),
        ({"lines": [COAT | {"unit_price": "1.001"}]}, "lines.0.unit_price"),
        ({"pay_when": "never"}, "pay_when"),
        ({"station": "ZJTL001"}, "station"),
        ({"station": "FJYX999"}, "station"),
        ({"station": "FJ\0YX"}, "station"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(partner, fjyx001, zjtl001, fields, beside):
    answer = post(partner, "", new(**fields))

    assert answer.status_code == 400
    assert beside in answer.json()["fields"], answer.json()
    assert nothing_written()


def test_the_reader_s_language_is_spoken(partner, fjyx001):
    headers = {"HTTP_IDEMPOTENCY_KEY": "k", "HTTP_ACCEPT_LANGUAGE": "zh-hans"}
    answer = partner.post(URL, new(lines=[]), format="json", **headers)
    assert not answer.json()["fields"]["lines"][0].isascii()


def test_a_foreign_station_is_refused_in_the_words_for_an_unknown_one(partner, fjyx001, zjtl001):
    foreign = post(partner, "", new(station="ZJTL001")).json()
    unknown = post(partner, "", new(station="ZJTL009")).json()
    assert str(foreign).replace("ZJTL001", "") == str(unknown).replace("ZJTL009", "")


def test_a_known_villager_needs_no_name(partner, villager):
    answer = post(partner, "", new(villager={"phone": "+86 138 0000 0001"}))

    assert answer.status_code == 201, answer.json()
    assert AgentOrder.objects.get().villager == villager


def test_a_villager_of_another_station_is_new_here(partner, fjyx001, zjtl001):
    make_villager(zjtl001, name="何师傅", phone="13800000001")

    answer = post(partner, "", new(villager={"phone": "13800000001"}))

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["villager.name"]
    assert "何师傅" not in answer.content.decode()


def test_who_works_at_two_stations_says_which(lin, fjyx001):
    second = make_station(code="FJYX007")
    lin.tenures.create(station=second, starts_on="2015-07-01")
    client = api_client_of(lin)

    assert list(post(client, "", new()).json()["fields"]) == ["station"]
    assert post(client, "", new(station="FJYX007")).json()["station"] == "FJYX007"


def test_staff_name_a_station_of_their_county(youxi_staff, fjyx001, zjtl001):
    client = api_client_of(youxi_staff)

    assert list(post(client, "", new()).json()["fields"]) == ["station"]
    assert list(post(client, "", new(station="ZJTL001")).json()["fields"]) == ["station"]
    told = post(client, "", new(station="FJYX001"))
    assert told.status_code == 201
    # Staff record for the station; the number and the code are the station's.
    assert told.json()["villager"]["phone"] == "138 **** 0001"
    assert told.json()["pickup_code"] is None


def test_who_runs_no_station_any_more_records_nothing(wang, lin):
    answer = post(api_client_of(wang), "", new())
    assert answer.status_code == 400
    assert nothing_written()


def test_a_platform_number_that_is_known_elsewhere_is_refused_without_telling(partner, zhou, fjyx001):
    post(api_client_of(zhou), "", new(platform_order_no="77"))

    for draft in (False, True):
        answer = post(partner, "", new(platform_order_no="77", draft=draft))
        assert answer.status_code == 400
        assert answer.json()["fields"] == {
            "platform_order_no": ["This platform order number cannot be used."]
        }
    assert AgentOrder.objects.count() == 1


def test_a_draft_is_placed_later(partner, fjyx001):
    draft = post(partner, "", new(draft=True)).json()
    assert (draft["status"], draft["pickup_code"], draft["next_steps"]) == (
        "draft",
        None,
        ["place", "cancel"],
    )
    assert not Activity.objects.exists()

    placed = post(partner, f"{draft['id']}/place/").json()

    assert (placed["status"], placed["amount"]) == ("paid", "399.00")
    assert Activity.objects.count() == 2


def test_a_suspended_station_takes_no_order(partner, fjyx001):
    type(fjyx001).objects.filter(pk=fjyx001.pk).update(status="suspended")
    answer = post(partner, "", new())
    assert (answer.status_code, answer.json()["code"]) == (409, "station_closed")
    assert nothing_written()


def test_a_stranger_is_asked_for_a_token(db):
    answer = post(api_client_of(None), "", new())
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("field", ["station", "platform_order_no", "pay_when"])
def test_half_a_character_is_refused_beside_its_field(partner, fjyx001, field):
    body = json.dumps(new(**{field: "\ud800"}))
    answer = partner.post(URL, body, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k", **ENGLISH)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert nothing_written()


def test_broken_json_is_a_clear_message(partner, fjyx001):
    answer = partner.post(URL, "{", content_type="application/json", HTTP_IDEMPOTENCY_KEY="k", **ENGLISH)
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_the_queries_of_a_recording_do_not_grow_with_its_lines(
    lin, fjyx001, villager, django_assert_num_queries
):
    make_order(fjyx001, villager=villager)  # opens the platform's account
    for lines in ([RICE_COOKER], [RICE_COOKER, COAT] * 10):
        client = fresh(lin)
        with django_assert_num_queries(14):
            assert post(client, "", new(lines=lines)).status_code == 201
    assert AgentOrder.objects.first().amount == Decimal("6980.00")


@pytest.mark.parametrize("platform", ["Taobao", "TAOBAO", "淘宝"])
def test_one_number_of_one_platform_is_known_once_however_the_platform_is_written(partner, fjyx001, platform):
    assert post(partner, "", new(platform=platform, platform_order_no="77")).status_code == 201
    assert AgentOrder.objects.get().platform == "taobao"
    assert post(partner, "", new(platform_order_no="77")).status_code == 400
