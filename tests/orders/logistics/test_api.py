"""Parcels for programs: scans that come late and doubled, hand-overs once, codes that are limited."""

import uuid

import pytest
from django.urls import reverse

from orders.agent_orders.codes import MOST_WRONG_CODES
from orders.agent_orders.lifecycle import OrderStatus
from orders.logistics.charging import load_standard_parcel_fee
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import ParcelCase
from tests.cast import client_of, make_order
from tests.making import advance
from tests.orders.logistics.parcels import fresh, load, make_parcel

S = ParcelStatus


def send(user, path, body=None, key=""):
    return client_of(user).post(
        f"/api/v1/{path}",
        body or {},
        content_type="application/json",
        headers={"Idempotency-Key": key or str(uuid.uuid4())},
    )


def scans(user, *wanted):
    response = send(user, "parcel-scans/", {"scans": [{"id": str(uuid.uuid4())} | one for one in wanted]})
    assert response.status_code == 200
    return response.json()["answers"]


def test_each_scan_answers_by_itself(fjyx001, fjyx002, lin):
    parcel, foreign = make_parcel(fjyx001, S.AT_COUNTY), make_parcel(fjyx002, S.AT_COUNTY)
    sent = [
        {"number": parcel.tracking_number, "scanned_at": "2015-11-11T08:00:00+08:00"},
        {"number": foreign.tracking_number},
        {"number": "x"},
        {"number": parcel.tracking_number},
        {"id": "no uuid", "number": parcel.tracking_number},
    ]
    answers = scans(lin.user, *sent)
    assert [(one["outcome"], one["code"]) for one in answers] == [
        ("moved", None),
        ("refused", "unknown"),
        ("refused", "tracking_number"),
        ("noted", None),
        ("refused", "invalid"),
    ]
    assert answers[0]["status"] == S.AT_STATION
    assert "2015-11-11 08:00:00" in parcel.events.filter(kind="at_station").first().note
    assert fresh(foreign).status == S.AT_COUNTY


def test_a_scan_that_is_sent_again_answers_as_before(fjyx001, lin):
    parcel = make_parcel(fjyx001, S.AT_COUNTY)
    scan = {"id": str(uuid.uuid4()), "number": parcel.tracking_number}
    first, again = (scans(lin.user, scan)[0] for _ in range(2))
    assert again == first | {"repeated": True}
    assert parcel.events.filter(kind="at_station").count() == 1


def test_a_load_from_end_to_end(fjyx001, lin, youxi_staff):
    parcels = [make_parcel(fjyx001, S.AT_COUNTY) for _ in range(3)]
    pk = send(youxi_staff, "manifests/", {"station": "FJYX001"}).json()["id"]
    assert send(youxi_staff, "manifests/", {"station": "FJYX001"}).json()["id"] == pk
    for parcel in parcels[:2]:
        (answer,) = scans(youxi_staff, {"number": parcel.tracking_number, "manifest": pk})
        assert (answer["outcome"], answer["status"]) == ("moved", S.ON_MANIFEST)
    assert scans(lin.user, {"number": parcels[2].tracking_number, "manifest": pk})[0]["code"] == "way"
    assert send(lin.user, f"manifests/{pk}/dispatch/", {"counted": 2, "driver": "老陈"}).status_code == 409
    sent = send(youxi_staff, f"manifests/{pk}/dispatch/", {"counted": 2, "driver": "老陈"})
    assert (sent.status_code, sent.json()["status"]) == (200, "dispatched")
    answers = scans(
        lin.user,
        {"number": parcels[0].tracking_number, "manifest": pk},
        {"number": parcels[2].tracking_number, "manifest": pk},
    )
    assert [one["outcome"] for one in answers] == ["moved", "unlisted"]
    done = send(lin.user, f"manifests/{pk}/finish/", {"counted": 2}).json()
    assert (done["status"], done["parcels"], done["scanned"]) == ("received", 2, 1)
    case = ParcelCase.objects.get(kind="missing")
    settled = send(youxi_staff, f"parcel-cases/{case.pk}/settle/", {"outcome": "lost", "note": "找不到"})
    assert settled.json()["outcome"] == "lost"
    assert send(lin.user, f"parcel-cases/{case.pk}/settle/", {}).status_code == 403


def test_a_hand_over_once_and_back(fjyx001, lin):
    load_standard_parcel_fee()
    parcel = make_parcel(fjyx001, S.AT_STATION)
    path = f"parcels/{parcel.pk}/"
    shown = client_of(lin.user).get(f"/api/v1/{path}").json()
    assert (shown["fee_due"], shown["next_steps"][0]) == ("2.00", "hand_over")
    assert parcel.pickup_code not in str(shown)
    assert shown["phone"] != parcel.phone
    for replayed in (None, "true"):
        given = send(lin.user, f"{path}hand-over/", {"code": parcel.pickup_code}, key="once")
        assert (given.status_code, given.json()["fee"]) == (200, "2.00")
        assert given.headers.get("Idempotent-Replayed") == replayed
    back = send(lin.user, f"{path}take-back/", {"reason": "拿错了"})
    assert (back.json()["status"], back.json()["fee"]) == (S.AT_STATION, None)


@pytest.mark.django_db(transaction=True)
def test_wrong_codes_are_counted_wherever_they_are_tried(fjyx001, lin, youxi_staff, villager):
    """An order's page, its parcel's page, and the API of both: one count, and one that holds."""
    order = advance(make_order(fjyx001, villager=villager), OrderStatus.SHIPPED)
    parcel = make_parcel(fjyx001, S.AT_STATION, order=order)
    order.refresh_from_db()
    wrong = f"{(int(order.pickup_code) + 1) % 1_000_000:06d}"
    client = client_of(lin.user)
    form = {"token": "t", "code": wrong}
    assert client.post(f"/orders/{order.pk}/hand_over/", form).status_code == 422
    assert client.post(f"/parcels/{parcel.pk}/hand_over/", form | {"token": "u"}).status_code == 422
    for path in (f"agent-orders/{order.pk}/hand-over/", f"parcels/{parcel.pk}/hand-over/"):
        assert send(lin.user, path, {"code": wrong}).json()["code"] == "pickup_code"
    assert fresh(order).wrong_codes == MOST_WRONG_CODES - 1
    send(lin.user, f"agent-orders/{order.pk}/hand-over/", {"code": wrong})
    for path in (f"agent-orders/{order.pk}/hand-over/", f"parcels/{parcel.pk}/hand-over/"):
        assert send(lin.user, path, {"code": order.pickup_code}).json()["code"] == "codes_used_up"
    assert fresh(order).status == OrderStatus.AT_STATION
    unlock = reverse("admin:orders_agentorder_unlock", args=[order.pk])
    assert client_of(youxi_staff).post(unlock, {"token": "unlock-1"}).status_code == 302
    given = send(lin.user, f"agent-orders/{order.pk}/hand-over/", {"code": order.pickup_code})
    assert given.json()["status"] == OrderStatus.HANDED_OVER


def test_a_list_costs_the_same_for_one_and_for_many(fjyx001, lin, django_assert_max_num_queries):
    for _ in range(5):
        make_parcel(fjyx001, S.AT_STATION)
    load(*(make_parcel(fjyx001, S.AT_COUNTY) for _ in range(3)))
    client = client_of(lin.user)
    for path, most in (("parcels/?status=at_station", 8), ("manifests/", 8), ("parcels/?waiting_days=3", 8)):
        with django_assert_max_num_queries(most):
            assert client.get(f"/api/v1/{path}").status_code == 200
