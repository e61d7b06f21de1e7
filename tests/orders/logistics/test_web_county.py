"""The county's page for the scanner, and the loads: without JavaScript, number by number."""

import pytest
from django.urls import reverse

from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Manifest, Parcel
from tests.cast import client_of
from tests.orders.logistics.parcels import fresh, load, make_carrier, make_parcel, make_up_parcel

S = ParcelStatus


@pytest.fixture
def desk(youxi_staff):
    return client_of(youxi_staff, headers={"accept-language": "en"})


@pytest.fixture
def carrier(db):
    return make_carrier()


_tokens = iter(range(1, 10**6))


def scan(desk, carrier, number, **extra):
    told = {"token": f"scan-{next(_tokens)}", "code": number, "carrier": carrier.pk} | extra
    return desk.post(reverse("county_scan"), told, follow=True)


def act(client, manifest, step, **told):
    address = reverse("manifest_step", args=[manifest.pk, step])
    return client.post(address, {"token": f"act-{next(_tokens)}"} | told, follow=True)


def test_a_scan_answers_with_the_station_in_large(desk, carrier, fjyx001):
    parcel = make_parcel(fjyx001)
    page = scan(desk, carrier, parcel.tracking_number.lower()).content.decode()
    assert "Goes to" in page
    assert f"FJYX001 {fjyx001.name}" in page
    assert fresh(parcel).status == S.AT_COUNTY
    assert "Scanned before" in scan(desk, carrier, parcel.tracking_number).content.decode()
    assert parcel.events.filter(kind="at_county").count() == 2


def test_the_same_post_twice_is_one_scan(desk, carrier, fjyx001):
    parcel = make_parcel(fjyx001)
    for _ in range(2):
        scan(desk, carrier, parcel.tracking_number, token="the-same")
    assert parcel.events.filter(kind="at_county").count() == 1


def test_what_goes_up_is_given_to_the_carrier(desk, carrier, fjyx001):
    parcel = make_up_parcel(fjyx001)
    assert "Goes to the carrier" in scan(desk, carrier, parcel.tracking_number).content.decode()


@pytest.mark.parametrize("number", ["", "12", "包裹包裹包裹"])
def test_what_is_no_number_is_said_beside_the_field(desk, carrier, number):
    answer = scan(desk, carrier, number)
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]


def test_an_unknown_number_is_entered_once_and_received(desk, carrier, fjyx001, zjtl001):
    page = scan(desk, carrier, "YT7770001")
    assert page.redirect_chain[-1][0].startswith(reverse("county_parcel_new"))
    form = page.context["form"]
    assert form.initial["tracking_number"] == "YT7770001"
    assert list(form.fields["station"].queryset) == [fjyx001]  # never another county's
    label = {
        "token": "label",
        "carrier": carrier.pk,
        "tracking_number": "YT7770001",
        "station": fjyx001.pk,
        "recipient": "黄阿婆",
        "phone": "138 0000 0001",
        "size": "small",
    }
    refused = desk.post(reverse("county_parcel_new"), label | {"station": zjtl001.pk})
    assert refused.status_code == 422
    assert not Parcel.objects.exists()
    for _ in range(2):
        desk.post(reverse("county_parcel_new"), label)
    parcel = Parcel.objects.get()
    assert (parcel.status, parcel.phone) == (S.AT_COUNTY, "13800000001")
    again = desk.post(reverse("county_parcel_new"), label | {"token": "other"})
    assert "known already" in str(again.context["form"].errors)


def test_another_countys_number_is_unknown_here(desk, carrier, zjtl001):
    parcel = make_parcel(zjtl001)
    page = scan(desk, carrier, parcel.tracking_number)
    assert page.redirect_chain[-1][0].startswith(reverse("county_parcel_new"))
    assert fresh(parcel).events.count() == 1


def test_a_load_is_filled_sent_and_printed(desk, carrier, fjyx001, fjyx002):
    one, two, other = (make_parcel(station, S.AT_COUNTY) for station in (fjyx001, fjyx001, fjyx002))
    begin = reverse("county_manifest_begin", args=[fjyx001.pk])
    assert desk.post(begin, follow=True).status_code == 200
    desk.post(begin)
    manifest = Manifest.objects.get()
    assert "Put on the list" in act(desk, manifest, "scan", code=one.tracking_number).content.decode()
    wrong = act(desk, manifest, "scan", code=other.tracking_number)
    assert wrong.status_code == 422
    assert "FJYX002" in wrong.content.decode()
    assert "Receive the parcel first" in act(desk, manifest, "scan", code="YT999999").content.decode()
    act(desk, manifest, "all")
    act(desk, manifest, "take_off", parcel=one.pk)
    assert [line.parcel for line in manifest.lines.all()] == [two]
    refused = act(desk, manifest, "dispatch", driver="", counted=1)
    assert refused.context["forms"]["dispatch"].errors["driver"]
    act(desk, manifest, "dispatch", driver="老陈", counted=1, carrier=carrier.pk)
    assert fresh(manifest).status == "dispatched"
    assert act(desk, manifest, "scan", code=one.tracking_number).status_code == 409
    assert act(desk, manifest, "finish", counted=1).status_code == 409  # the other side counts

    paper = desk.get(reverse("manifest_print", args=[manifest.pk])).content.decode()
    assert paper.count("<svg") >= 2
    assert two.tracking_number in paper
    assert "138 **** 0001" in paper
    assert "signature" in paper


def test_the_first_page_counts_by_station_and_does_not_grow(
    desk, fjyx001, fjyx002, zjtl001, django_assert_num_queries
):
    for station in (fjyx001, fjyx001, fjyx002, zjtl001):
        make_parcel(station, S.AT_COUNTY)
    load(make_parcel(fjyx002, S.AT_COUNTY), sent=True, counted=3)
    desk.get(reverse("county_parcels"))
    with django_assert_num_queries(11):
        page = desk.get(reverse("county_parcels"))
    assert page.context["by_station"] == [(fjyx001, 2), (fjyx002, 1)]
    assert page.context["case_count"] == 1
    for _ in range(5):
        load(make_parcel(fjyx001, S.AT_COUNTY), sent=True, counted=3)
    with django_assert_num_queries(11):
        desk.get(reverse("county_parcels"))


def test_a_load_that_comes_up_is_counted_here(desk, carrier, fjyx001):
    parcel = make_up_parcel(fjyx001)
    manifest = load(parcel, sent=True)
    assert "1 of 1 here" in act(desk, manifest, "arrive", code=parcel.tracking_number).content.decode()
    act(desk, manifest, "finish", counted=1)
    assert fresh(manifest).status == "received"
    assert fresh(parcel).status == S.AT_COUNTY
