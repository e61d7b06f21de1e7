"""The second leg of the demo by itself: every state, every case, and times that differ."""

from collections import Counter

import pytest

from orders.agent_orders.lifecycle import OrderStatus
from orders.logistics.charging import load_standard_parcel_fee
from orders.logistics.lifecycle import ManifestStatus, ParcelStatus
from orders.logistics.models import HomeDelivery, Manifest, Parcel, ParcelCase
from orders.reports.second_leg.report import second_leg_report
from orders.seeding.demo_parcels import make_parcels
from partners.journal.kinds import Category
from stations.clock import today
from stations.notices.lifecycle import NoticeKind
from stations.notices.models import Notification
from tests.cast import make_order, make_partner, make_region, make_station

S, M = ParcelStatus, ManifestStatus
APPLIANCE = (Category.LARGE_APPLIANCES, "2000.00")


@pytest.fixture
def parcels(youxi, youxi_staff):
    """Five stations, by whose last digit the demo tells what goes wrong where."""
    load_standard_parcel_fee()
    for digit in range(1, 6):
        station = make_station(
            code=f"FJYX00{digit}", center=youxi, village=make_region(f"35042610220{digit}")
        )
        make_partner(station, username=f"partner{digit}")
        if digit == 1:
            for _one in range(2):
                make_order(station, APPLIANCE, status=OrderStatus.AT_COUNTY)
    make_parcels()
    return Parcel.objects.all()


def test_the_second_leg_is_whole_and_its_times_differ(parcels):
    assert set(parcels.values_list("status", flat=True)) == set(S.values)
    assert set(ParcelCase.objects.values_list("kind", flat=True)) == set(ParcelCase.Kind.values)

    up = Manifest.objects.filter(way=Manifest.Way.TO_COUNTY)
    assert Counter(up.values_list("station__code", "status")) == {
        ("FJYX003", M.BUILDING): 1,
        ("FJYX004", M.DISPATCHED): 1,
        ("FJYX005", M.RECEIVED): 1,
    }
    # What came up was sent by a villager, or goes back to where it came from.
    arrived = parcels.filter(lines__manifest__station__code="FJYX005", lines__manifest__way="to_county")
    assert Counter(arrived.values_list("direction", "status")) == {
        ("up", S.HANDED_OVER): 1,
        ("down", S.RETURNED): 1,
    }

    # An appliance of each of the two orders, and one of each kind at the third station.
    delivered = HomeDelivery.objects.filter(parcel__status=S.HANDED_OVER)
    assert Counter(delivered.values_list("installed", flat=True)) == {"yes": 2, "no": 1}
    assert HomeDelivery.objects.filter(installed="").count() == 1

    total = second_leg_report(first_day=today().replace(day=1), last_day=today()).total
    assert total.median_hours is not None
    assert total.p90_hours is not None
    assert 24 < total.median_hours < total.p90_hours < 24 * 5

    fetched = parcels.filter(order=None, direction="down", status=S.HANDED_OVER)
    assert fetched.values("handed_over_at").distinct().count() > 4
    receipts = Notification.objects.filter(kind=NoticeKind.RECEIPT)
    assert receipts.count() == fetched.count() == 22
