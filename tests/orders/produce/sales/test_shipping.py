"""What was sold goes up in a parcel, and the sale goes where its parcel is."""

import datetime as dt

import pytest
from django.utils import timezone

from orders.logistics.counting import finish_manifest, scan_arrival
from orders.logistics.giving_up import report_lost
from orders.logistics.handing_over import give_to_carrier
from orders.logistics.loading import begin_manifest, dispatch_manifest, put_all_on, take_off
from orders.logistics.models import Parcel
from orders.logistics.receiving import receive_at_county
from orders.produce.sales.models import SaleChange
from orders.produce.sales.receiving import receive_sale, receive_sales
from orders.produce.sales.shipping import Packing, pack_sale
from orders.produce.sales.timeline import timeline_of
from partners.commission.standard_rates import load_standard_rates
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.journal.models import Activity
from stations.clock import today
from stations.refusals import Refused
from tests.cast import make_carrier, make_sale


def pack(sale, number="YT1234567890"):
    return pack_sale(actor=None, sale=sale, packing=Packing(make_carrier(), number))


def refused(verb, *args, **kwargs):
    with pytest.raises(Refused) as said:
        verb(*args, **kwargs)
    return said.value.code


def where(sale):
    sale.refresh_from_db()
    return sale.status


def test_a_sale_goes_up_by_manifest_and_on_to_its_buyer(listing, fjyx001, youxi_staff, english):
    sale = pack(make_sale(listing))
    parcel = sale.parcel
    assert (parcel.direction, parcel.status, parcel.phone) == ("up", "at_station", "")
    assert parcel.recipient == f"{sale.number} 高山春茶"

    load = begin_manifest(actor=None, station=fjyx001, way="to_county")
    put_all_on(actor=None, manifest=load)
    assert where(sale) == "packed"
    take_off(actor=None, manifest=load, parcel=parcel)
    put_all_on(actor=None, manifest=load)
    load = dispatch_manifest(actor=None, manifest=load, carrier=None, driver="老陈", counted=1)
    scan_arrival(actor=youxi_staff, manifest=load, number="YT1234567890")
    finish_manifest(actor=youxi_staff, manifest=load, counted=1)
    assert where(sale) == "at_county"
    receive_at_county(actor=youxi_staff, parcels=[parcel])  # scanned twice
    give_to_carrier(actor=youxi_staff, parcels=[parcel])
    assert where(sale) == "sent"
    receive_sale(actor=None, sale=sale)

    log = SaleChange.objects.order_by("pk").values_list("after", "actor")
    assert list(log) == [
        ("packed", None),
        ("at_county", youxi_staff.pk),
        ("sent", youxi_staff.pk),
        ("received", None),
    ]
    told = [line.title for line in timeline_of(sale)]
    assert told[0] == "paid by the buyer"
    assert told[-1] == "received by the buyer"
    assert told.count("put on a manifest") == 2


def test_a_parcel_that_is_lost_leaves_the_sale_where_it_was(listing):
    sale = pack(make_sale(listing))
    report_lost(actor=None, parcel=sale.parcel, reason="车翻了", at_station=True)
    assert where(sale) == "packed"
    receive_at_county(actor=None, parcels=[Parcel.objects.get()])  # found again
    assert where(sale) == "at_county"


def test_a_parcel_of_a_refunded_sale_moves_nothing(listing):
    sale = make_sale(listing, to="packed")
    receive_sales(actor=None, received_at={sale.pk: timezone.now()})
    receive_at_county(actor=None, parcels=[sale.parcel])
    assert where(sale) == "received"


def test_a_known_tracking_number_packs_nothing(listing):
    pack(make_sale(listing))
    other = make_sale(listing)
    assert refused(pack, other) == "number"
    assert (where(other), Parcel.objects.count(), SaleChange.objects.count()) == ("sold", 1, 1)


def test_the_station_alone_cannot_say_that_a_buyer_has_it(listing):
    sale = make_sale(listing, to="at_county")
    assert refused(receive_sale, actor=None, sale=sale) == "transition"
    assert where(sale) == "at_county"


@pytest.mark.parametrize("hours", [-1, 1])
def test_nobody_receives_before_paying_or_in_the_future(listing, hours):
    sale = make_sale(listing)
    at = (sale.sold_at if hours < 0 else timezone.now()) + dt.timedelta(hours=hours)
    assert refused(receive_sales, actor=None, received_at={sale.pk: at}) == "received_at"
    assert not Activity.objects.filter(kind="handed_over").exists()


def test_the_commission_is_on_hold_from_the_receipt_on(listing, lin):
    load_standard_rates()
    sale = make_sale(listing)
    price_activity()
    earning = Earning.objects.get()
    assert (earning.partner, str(earning.amount), earning.earned_on) == (lin, "12.80", None)  # 8% of tea

    receive_sales(actor=None, received_at={sale.pk: timezone.now()})
    price_activity()

    earning.refresh_from_db()
    assert earning.earned_on == today() + dt.timedelta(days=7)
