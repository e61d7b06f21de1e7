"""A large appliance goes to the house by appointment, installed or not; and what blocks an end."""

import datetime as dt

import pytest
from django.utils import translation

from orders.agent_orders.lifecycle import OrderStatus
from orders.logistics.delivering import deliver_to_house, make_appointment
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import HomeDelivery, Parcel
from partners.people.checks import reasons_to_stay
from partners.people.models import Tenure
from stations.clock import today
from stations.network.checks import Act, what_blocks
from stations.refusals import Refused
from tests.cast import make_order
from tests.orders.logistics.parcels import fresh, make_parcel

S = ParcelStatus
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def order(fjyx001, lin, villager):
    return make_order(fjyx001, villager=villager)


@pytest.fixture
def fridge(fjyx001, order):
    return make_parcel(fjyx001, S.AT_COUNTY, order=order, to_the_house=True, size="large")


def appoint(parcel, *, day=None, window="morning", address="西洋村 12 号"):
    return make_appointment(
        actor=None, parcel=parcel, day=day or today() + ONE_DAY, window=window, address=address
    )


def test_an_appliance_is_delivered_with_its_order(fridge, order, youxi_staff):
    appoint(fridge)
    appoint(fridge, window="afternoon")  # agreed anew
    delivery = HomeDelivery.objects.get()
    assert (delivery.window, delivery.installed) == ("afternoon", "")
    deliver_to_house(actor=youxi_staff, parcel=fridge, code=order.pickup_code, installed="yes")
    assert (fresh(fridge).status, fresh(order).status) == (S.HANDED_OVER, OrderStatus.HANDED_OVER)
    assert (fresh(delivery).installed, fridge.handed_over_at) == ("yes", order.handed_over_at)


def test_a_code_for_the_house_is_not_found_by_guessing(fridge, order, fjyx001):
    own = make_parcel(fjyx001, S.AT_COUNTY, to_the_house=True, size="large")
    here = make_parcel(fjyx001, S.AT_STATION)
    assert own.pickup_code
    assert order.pickup_code
    for code in (own.pickup_code, order.pickup_code):
        assert own not in Parcel.objects.search(code)
        assert fridge not in Parcel.objects.search(code)
    assert here in Parcel.objects.search(here.pickup_code)


def refused(verb):
    with pytest.raises(Refused) as caught:
        verb()
    return caught.value.code


def test_what_cannot_be_delivered_stays(fridge, order, fjyx001):
    told = {"actor": None, "parcel": fridge, "code": order.pickup_code, "installed": "no"}
    assert refused(lambda: deliver_to_house(**told)) == "appointment"
    appoint(fridge)
    assert refused(lambda: deliver_to_house(**told | {"code": "1"})) == "pickup_code"
    assert refused(lambda: deliver_to_house(**told | {"installed": ""})) == "installed"
    make_parcel(fjyx001, order=order)
    assert refused(lambda: deliver_to_house(**told)) == "others"
    assert fresh(fridge).status == S.AT_COUNTY
    assert HomeDelivery.objects.get().installed == ""


def test_an_unpaid_appliance_is_not_handed_over(fjyx001, villager):
    order = make_order(fjyx001, villager=villager, paid=False)
    fridge = make_parcel(fjyx001, S.AT_COUNTY, order=order, to_the_house=True)
    appoint(fridge)
    told = {"actor": None, "parcel": fridge, "code": order.pickup_code, "installed": "no"}
    with pytest.raises(Refused):
        deliver_to_house(**told)
    assert (fresh(fridge).status, HomeDelivery.objects.get().installed) == (S.AT_COUNTY, "")


def test_an_appointment_needs_a_day_a_house_and_its_own_lane(fridge, fjyx001):
    assert refused(lambda: appoint(fridge, day=today() - dt.timedelta(days=1))) == "day"
    assert refused(lambda: appoint(fridge, address=" ")) == "address"
    assert refused(lambda: appoint(make_parcel(fjyx001))) == "lane"
    assert not HomeDelivery.objects.exists()


@translation.override("en")
def test_parcels_block_the_end_of_a_station_and_of_a_tenure(fjyx001, lin):
    tenure = Tenure.objects.get(partner=lin)
    assert reasons_to_stay(tenure, today()) == []
    parcel = make_parcel(fjyx001)
    assert any("1 parcel is not" in said for said in what_blocks(fjyx001, Act.CLOSE))
    assert reasons_to_stay(tenure, today()) == []  # it is not here yet
    make_parcel(fjyx001, S.AT_STATION)
    assert any("1 parcel lies" in said.text for said in reasons_to_stay(tenure, today()))
    assert reasons_to_stay(tenure, today() + ONE_DAY) == []
    assert fresh(parcel).status == S.EXPECTED
