"""A partner sells on a phone: the listing, the platform's order, the parcel, the farmer's receipt."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.produce.sales.receiving import receive_sales
from orders.produce.sales.settlement import FarmerSettlement
from tests.cast import client_of, make_carrier, make_region, make_sale, put_cash


@pytest.fixture
def phone(lin, settings):
    settings.LANGUAGE_CODE = "en"
    return client_of(lin, headers={"accept-language": "en"})


def text(response):
    return response.content.decode()


def order(**fields):
    make_region("3301")
    return {
        "token": "t-1",
        "platform_order_no": "12874365",
        "quantity": "２．５",
        "unit_price": "78",
        "buyer_city": "杭州",
        "sold_at": "",
    } | fields


def test_from_the_lot_to_the_receipt(phone, offered, lin):
    put_cash(offered.station)
    given = {"token": "t-0", "platform": "taobao", "quantity": "10", "price": "80", "share_percent": "6"}
    listed = phone.post(f"/produce/{offered.pk}/listing/", given)
    listing = ProduceListing.objects.get()
    assert (listed.url, listing.share) == (f"/produce/listings/{listing.pk}/", Decimal("0.060"))
    assert listed.url in text(phone.get(f"/produce/{offered.pk}/"))

    first = phone.post(f"{listed.url}sale/", order())
    again = phone.post(f"{listed.url}sale/", order())
    sale = ProduceSale.objects.get()
    assert first.url == again.url == f"/produce/sales/{sale.pk}/"
    assert (str(sale.amount), sale.city, sale.created_by) == ("195.00", "杭州市", lin.user)

    label = {"token": "t-2", "carrier": make_carrier().pk, "tracking_number": "yt 12345678", "size": "small"}
    phone.post(f"{first.url}pack/", label)
    sale.refresh_from_db()
    assert (sale.status, sale.parcel.tracking_number) == ("packed", "YT12345678")
    receive_sales(actor=None, received_at={sale.pk: timezone.now()})

    page = phone.get(f"/produce/settle/{offered.farmer.pk}/")
    assert "Pay ¥183.30" in text(page)
    hidden = {name: page.context["form"][name].value() for name in ("token", "sales", "expected")}
    receipt = phone.post(page.request["PATH_INFO"], hidden | {"paid_how": "cash"})
    paid = FarmerSettlement.objects.get()
    assert (receipt.url, str(paid.amount)) == (f"/produce/settlements/{paid.pk}/", "183.30")
    shown = text(phone.get(receipt.url))
    assert paid.number in shown
    assert "6.0% left to the station" in shown
    assert "receipt.css" in shown


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"buyer_city": "Atlantis"}, "buyer_city"),
        ({"quantity": "10.01"}, "quantity"),
        ({"unit_price": "0"}, "unit_price"),
        ({"platform_order_no": ""}, "platform_order_no"),
        ({"sold_at": "2099-01-01T08:00"}, "sold_at"),
    ],
)
def test_what_is_wrong_comes_back_beside_its_field(phone, listing, wrong, field):
    answer = phone.post(f"/produce/listings/{listing.pk}/sale/", order(**wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not ProduceSale.objects.exists()


def test_pausing_refunding_cancelling(phone, listing):
    phone.post(f"/produce/listings/{listing.pk}/pause/", {"token": "p"})
    listing.refresh_from_db()
    assert listing.status == "paused"
    one, two = make_sale(listing), make_sale(listing, to="sent")
    phone.post(f"/produce/sales/{one.pk}/cancel/", {"token": "c", "reason": "拍错"})
    phone.post(f"/produce/sales/{two.pk}/refund/", {"token": "r", "amount": "5", "reason": "少了"})
    phone.post(f"/produce/sales/{two.pk}/receive/", {"token": "g"})
    told = ProduceSale.objects.order_by("pk").values_list("status", "refunded")
    assert list(told) == [("cancelled", Decimal("160.00")), ("received", Decimal("5.00"))]
    assert "¥5.00 refunded" in text(phone.get(f"/produce/sales/{two.pk}/"))


def test_an_amount_that_changed_meanwhile_is_not_paid(phone, listing):
    sale = make_sale(listing, to="received")
    page = phone.get(f"/produce/settle/{sale.listing.lot.farmer_id}/")
    hidden = {name: page.context["form"][name].value() for name in ("token", "sales", "expected")}
    phone.post(f"/produce/sales/{sale.pk}/refund/", {"token": "r", "amount": "5", "reason": "少了"})

    answer = phone.post(page.request["PATH_INFO"], hidden | {"paid_how": "cash"})

    assert answer.status_code == 409
    assert "Pay ¥145.70" in text(answer)
    assert not FarmerSettlement.objects.exists()


def test_the_lists_say_what_waits_and_cost_the_same_however_long(phone, listing):
    make_sale(listing, to="received")

    def cost(address):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = text(phone.get(address))
        return len(queries), page

    cost("/produce/sales/")  # the session, the first time
    few, _page = cost("/produce/sales/?view=settle")
    paying, _page = cost("/produce/settle/")
    make_sale(listing, to="received")
    make_sale(listing)
    many, page = cost("/produce/sales/?view=settle")
    assert (many, page.count('list-row"')) == (few, 2)
    assert cost("/produce/settle/")[0] == paying
    assert "Nothing is on its way" in text(phone.get("/produce/sales/?view=way"))
    assert text(phone.get("/produce/sales/?q=高山")).count('list-row"') == 3
