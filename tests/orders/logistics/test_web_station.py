"""The partner's pages of the second leg: unload, count, hand over, send."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Manifest, Parcel, ParcelCase
from orders.logistics.receiving import receive_at_station
from tests.cast import client_of, make_order
from tests.orders.logistics.parcels import fresh, load, make_carrier, make_parcel, make_up_parcel

S = ParcelStatus


@pytest.fixture
def phone(lin):
    return client_of(lin, headers={"accept-language": "en"})


_tokens = iter(range(1, 10**6))


def act(client, name, row, step, **told):
    address = reverse(name, args=[row.pk, step])
    return client.post(address, {"token": f"step-{next(_tokens)}"} | told, follow=True)


def shown(phone, view, **asked):
    return list(phone.get(reverse("parcel_list"), {"view": view} | asked).context["page_obj"])


def test_each_view_holds_what_is_to_be_done(phone, fjyx001, fjyx002):
    waiting, coming, up = make_parcel(fjyx001, S.AT_STATION), make_parcel(fjyx001), make_up_parcel(fjyx001)
    make_parcel(fjyx002, S.AT_STATION)
    long_ago = timezone.now() - dt.timedelta(days=8)
    overdue = receive_at_station(actor=None, parcels=[make_parcel(fjyx001)], at=long_ago)[0].parcel
    assert shown(phone, "waiting") == [overdue, waiting]
    assert shown(phone, "overdue") == [overdue]
    assert shown(phone, "overdue", days="0") == [overdue, waiting]
    assert shown(phone, "overdue", days="8") == [overdue]
    assert shown(phone, "overdue", days="9") == []
    for nonsense in ("-1", "x", "366", "٣"):
        assert shown(phone, "overdue", days=nonsense) == [overdue]
    assert shown(phone, "coming") == [coming]
    assert shown(phone, "send") == [up]
    today = phone.get("/").context["today"].parcels
    assert (today.waiting, today.overdue, today.coming, today.to_send, today.loads) == (2, 1, 1, 1, 0)


def test_the_list_does_not_grow_in_queries(phone, fjyx001, django_assert_num_queries):
    for count in (1, 12):
        for _ in range(count):
            make_parcel(fjyx001, S.AT_STATION)
        load(make_parcel(fjyx001, S.AT_COUNTY), sent=True)
        phone.get(reverse("parcel_list"))
        with django_assert_num_queries(6):
            phone.get(reverse("parcel_list"))


def test_a_load_is_unloaded_by_scanning_and_counted(phone, fjyx001):
    here, missing = (make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2))
    manifest = load(here, missing, sent=True)
    assert manifest in phone.get(reverse("parcel_list")).context["manifests"]
    page = act(phone, "manifest_step", manifest, "arrive", code=here.tracking_number)
    assert "1 of 2 here" in page.content.decode()
    page = act(phone, "manifest_step", manifest, "arrive", code=here.tracking_number)
    assert "Scanned before" in page.content.decode()
    page = act(phone, "manifest_step", manifest, "arrive", code="YT123456")
    assert "a case is open" in page.content.decode()
    page = act(phone, "manifest_step", manifest, "finish", counted="")
    assert page.status_code == 422
    page = act(phone, "manifest_step", manifest, "finish", counted=2)
    assert "not arrived" in page.content.decode()
    assert sorted(ParcelCase.objects.values_list("kind", flat=True)) == ["extra", "missing"]
    act(phone, "manifest_step", manifest, "arrive", code=missing.tracking_number)
    assert fresh(missing).status == S.AT_STATION


def test_the_station_does_not_fill_what_the_county_sends(phone, fjyx001):
    manifest = load(make_parcel(fjyx001, S.AT_COUNTY))
    answer = act(phone, "manifest_step", manifest, "dispatch", driver="x", counted=1)
    assert answer.status_code == 409
    assert fresh(manifest).status == "building"


def test_a_villagers_parcel_is_found_by_its_code_and_handed_over(phone, fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    found = phone.get(reverse("pick_up"), {"code": parcel.pickup_code})
    assert found.url == f"{reverse('parcel_page', args=[parcel.pk])}?code={parcel.pickup_code}#hand_over"
    assert phone.get(found.url).status_code == 200
    wrong = act(phone, "parcel_step", parcel, "hand_over", code="x")
    assert wrong.status_code == 422
    act(phone, "parcel_step", parcel, "hand_over", code=parcel.pickup_code)
    assert fresh(parcel).status == S.HANDED_OVER
    assert (
        "Nothing waits here" in phone.get(reverse("pick_up"), {"code": parcel.pickup_code}).content.decode()
    )


def test_an_orders_code_still_leads_to_the_order(phone, fjyx001):
    order = make_order(fjyx001)
    parcel = make_parcel(fjyx001, S.AT_STATION, order=order)
    found = phone.get(reverse("pick_up"), {"code": order.pickup_code})
    assert found.url.startswith(reverse("order_page", args=[order.pk]))
    act(phone, "parcel_step", parcel, "hand_over", code=order.pickup_code)
    assert fresh(order).status == "handed_over"


def test_what_nobody_fetches_and_what_villagers_send_go_up_in_one_load(phone, fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    assert act(phone, "parcel_step", parcel, "send_back", reason=" ").status_code == 422
    act(phone, "parcel_step", parcel, "send_back", reason="电话打不通")
    label = {
        "token": "accept",
        "carrier": make_carrier().pk,
        "tracking_number": "YT5550001",
        "recipient": "黄阿婆",
        "size": "small",
    }
    for _ in range(2):
        assert phone.post(reverse("parcel_accept"), label).status_code == 302
    assert Parcel.objects.count() == 2
    refused = phone.post(reverse("parcel_accept"), label | {"token": "again"})
    assert refused.context["form"].errors["tracking_number"]

    phone.post(reverse("station_manifest_begin"))
    manifest = Manifest.objects.get()
    act(phone, "manifest_step", manifest, "all")
    act(phone, "manifest_step", manifest, "dispatch", driver="小吴", counted=2)
    assert (fresh(manifest).way, manifest.status, manifest.lines.count()) == ("to_county", "dispatched", 2)


def test_damage_is_recorded_at_the_counter(phone, fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION)
    act(phone, "parcel_step", parcel, "damaged", reason="外箱压坏")
    assert fresh(parcel).status == S.DAMAGED
    assert ParcelCase.objects.get().detail == "外箱压坏"
    assert phone.get(reverse("parcel_page", args=[parcel.pk])).status_code == 200
