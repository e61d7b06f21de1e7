"""Sales at the county's desk and for programs."""

from decimal import Decimal

import pytest
from django.urls import reverse

from orders.produce.sales.cities import find_city
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.refunding import refund_sale
from orders.produce.sales.settlement import FarmerClaim
from stations.refusals import Refused
from tests.cast import (
    api_client_of,
    client_of,
    make_carrier,
    make_listing,
    make_lot,
    make_region,
    make_sale,
    put_cash,
)


def act(client, row, name, **data):
    url = reverse(f"admin:orders_{row._meta.model_name}_{name}", args=[row.pk])
    return client.post(url, {"token": f"{name}-1"} | data)


def post(client, address, key="k-1", **data):
    return client.post(f"/api/v1/{address}", data, headers={"idempotency-key": key})


def test_the_desk_records_what_went_past_the_parcels_and_lets_a_farmer_off(listing, youxi_staff):
    desk = client_of(youxi_staff)
    sale = make_sale(listing)
    act(desk, sale, "receive")
    sale.refresh_from_db()
    assert (sale.status, sale.changes.get().actor) == ("received", youxi_staff)
    act(desk, sale, "refund", amount="10", reason="压坏")
    sale.refresh_from_db()
    assert sale.refunded == Decimal("10.00")

    refund_sale(actor=None, sale=make_sale(listing, to="settled"), amount=Decimal(10), reason="压坏")
    claim = FarmerClaim.objects.get()
    act(desk, claim, "waive", reason="快递的错")
    claim.refresh_from_db()
    assert claim.left == 0
    act(desk, listing, "end")
    listing.refresh_from_db()
    assert listing.status == "ended"
    for row in (sale, claim, listing, claim.refund.sale.settlement):
        page = desk.get(reverse(f"admin:orders_{row._meta.model_name}_change", args=[row.pk]))
        assert page.status_code == 200


def test_a_program_lists_sells_ships_and_pays(offered, lin, youxi_staff):
    put_cash(offered.station)
    client = api_client_of(lin)
    made = post(client, "produce-listings/", lot=offered.pk, price="80", quantity="10", share="0.06")
    assert (made.status_code, made.json()["left"]) == (201, "10.00")
    listing = made.json()["id"]
    make_region("3301")
    new = {"listing": listing, "platform_order_no": "A1", "quantity": "2", "buyer_city": "3301"}
    sold = post(client, "produce-sales/", "k-2", **new)
    assert (sold.status_code, sold.json()["amount"], sold.json()["city"]) == (201, "160.00", "杭州市")
    again = post(client, "produce-sales/", "k-2", **new)
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    address = f"produce-sales/{sold.json()['id']}/"

    label = {"carrier": make_carrier().code, "tracking_number": "YT00000001"}
    assert post(client, f"{address}pack/", "k-3", **label).json()["tracking_number"] == "YT00000001"
    assert post(client, f"{address}receive/", "k-4").status_code == 409
    desk = api_client_of(youxi_staff)
    assert post(desk, f"{address}receive/", "k-5").json()["status"] == "received"
    assert post(client, f"{address}refund/", "k-6", amount="10.00", reason="少了").json()["due"] == "141.00"
    pay = {"farmer": offered.farmer.pk, "sales": [sold.json()["id"]], "paid_how": "cash"}
    assert post(client, "farmer-settlements/", "k-7", **pay, expected="150.40").status_code == 409
    paid = post(client, "farmer-settlements/", "k-8", **pay, expected="141.00")
    assert (paid.status_code, paid.json()["amount"]) == (201, "141.00")
    told = client.get(f"/api/v1/{address}").json()
    assert (told["status"], told["settlement"], told["next_steps"]) == (
        "settled",
        paid.json()["id"],
        ["refund"],
    )
    assert [change["after"] for change in told["changes"]] == ["packed", "received", "settled"]


def test_nothing_is_sold_or_paid_across_a_border(listing, lin, zjtl001, zhou):
    foreign = make_listing(make_lot(zjtl001, offered=True))
    client = api_client_of(lin)
    new = {"listing": foreign.pk, "platform_order_no": "A1", "quantity": "2", "buyer_city": "3301"}
    make_region("3301")
    unknown = post(client, "produce-sales/", "k-1", **(new | {"listing": 999999}))
    answer = post(client, "produce-sales/", "k-2", **new)
    assert (answer.status_code, unknown.status_code) == (400, 400)
    sale = make_sale(foreign, to="received")
    pay = {"farmer": sale.listing.lot.farmer_id, "sales": [sale.pk], "paid_how": "cash"}
    assert post(client, "farmer-settlements/", "k-3", **pay).status_code == 400
    assert client.get(f"/api/v1/produce-sales/{sale.pk}/").status_code == 404
    assert post(client, f"produce-sales/{sale.pk}/refund/", "k-4", amount="1", reason="x").status_code == 404
    assert (ProduceSale.objects.count(), ProduceListing.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("杭州", "3301"),
        ("杭州市", "3301"),
        ("3301", "3301"),
        ("北京", "1101"),
        ("北京市", "1101"),
        ("三", "3504"),
    ],
)
def test_a_city_is_found_by_what_people_write(db, text, code):
    for one, name in (("3301", ""), ("3504", ""), ("11", "北京市"), ("1101", "市辖区"), ("3506", "漳州市")):
        make_region(one, name)
    assert find_city(text).pk == code


@pytest.mark.parametrize("text", ["", "市", "市辖区", "杭", "330122", "\0"])
def test_what_is_no_city_or_several_is_refused(db, text):
    for one, name in (("3301", ""), ("3399", "杭二市"), ("330122", "")):
        make_region(one, name)
    with pytest.raises(Refused) as refused:
        find_city(text)
    assert refused.value.field == "buyer_city"
