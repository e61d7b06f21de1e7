"""An agent order goes where the last of its parcels is, and its parcels go where it is sent."""

import pytest
from django.utils import timezone

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.handing_over import hand_over_order, hand_over_orders
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.travelling import receive_at_station as receive_order_at_station
from orders.agent_orders.travelling import ship_orders
from orders.logistics.announcing import announce_parcels
from orders.logistics.counting import finish_manifest
from orders.logistics.giving_up import report_lost, send_back
from orders.logistics.handing_over import hand_over_parcel
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel, ParcelCase
from orders.logistics.receiving import receive_at_county, receive_at_station
from partners.journal.kinds import Kind
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import make_order
from tests.orders.logistics.parcels import fresh, load, make_parcel, new_parcel

S = ParcelStatus


@pytest.fixture
def order(fjyx001, lin, villager):
    """Paid."""
    return make_order(fjyx001, villager=villager)


def test_an_order_of_one_parcel_travels_with_it(order, fjyx001, lin):
    parcel = make_parcel(fjyx001, order=order)
    assert (parcel.recipient, parcel.phone) == ("黄阿婆", "13800000001")
    assert fresh(order).status == OrderStatus.SHIPPED
    receive_at_county(actor=None, parcels=[parcel])
    assert fresh(order).status == OrderStatus.AT_COUNTY
    receive_at_station(actor=lin.user, parcels=[parcel])
    assert fresh(order).status == OrderStatus.AT_STATION
    assert order.arrived_at == fresh(parcel).arrived_at
    assert parcel.pickup_code == ""

    hand_over_parcel(actor=lin.user, parcel=parcel, code=order.pickup_code)
    assert fresh(order).status == OrderStatus.HANDED_OVER
    assert fresh(parcel).status == S.HANDED_OVER
    assert parcel.handed_over_at == order.handed_over_at
    assert Activity.objects.filter(subject=order.subject, kind=Kind.HANDED_OVER).count() == 1


def test_an_order_of_two_parcels_waits_for_the_second(order, fjyx001):
    one, two = (make_parcel(fjyx001, order=order) for _ in range(2))
    receive_at_station(actor=None, parcels=[one])
    assert fresh(order).status == OrderStatus.SHIPPED
    with pytest.raises(Refused) as refused:
        hand_over_parcel(actor=None, parcel=one, code=order.pickup_code)
    assert refused.value.code == "transition"
    assert fresh(one).status == S.AT_STATION

    receive_at_county(actor=None, parcels=[two])
    assert fresh(order).status == OrderStatus.AT_COUNTY
    receive_at_station(actor=None, parcels=[two])
    assert fresh(order).status == OrderStatus.AT_STATION
    hand_over_parcel(actor=None, parcel=one, code=order.pickup_code)
    assert set(Parcel.objects.values_list("status", flat=True)) == {S.HANDED_OVER}


def test_an_order_does_not_wait_for_a_parcel_that_is_lost(order, fjyx001):
    one, two = (make_parcel(fjyx001, order=order) for _ in range(2))
    receive_at_station(actor=None, parcels=[one])
    report_lost(actor=None, parcel=two, reason="没有上车", at_station=False)
    assert fresh(order).status == OrderStatus.AT_STATION


def test_unpaid_goods_stay_at_the_counter(fjyx001, lin, villager):
    order = make_order(fjyx001, villager=villager, paid=False)
    parcel = make_parcel(fjyx001, S.AT_STATION, order=order)
    with pytest.raises(Refused) as refused:
        hand_over_parcel(actor=lin.user, parcel=parcel, code=order.pickup_code)
    assert refused.value.code == "unpaid"
    assert fresh(parcel).status == S.AT_STATION


def test_an_order_moved_at_its_own_page_takes_its_parcels_along(order, fjyx001, lin):
    one, two = make_parcel(fjyx001, S.ON_MANIFEST, order=order), make_parcel(fjyx001, order=order)
    receive_order_at_station(actor=lin.user, orders=[order])
    assert {fresh(one).status, fresh(two).status} == {S.AT_STATION}
    assert one.lines.count() == 0  # the list had not left: it went without it
    hand_over_order(actor=lin.user, order=order, code=order.pickup_code)
    assert {fresh(one).status, fresh(two).status} == {S.HANDED_OVER}
    assert [event.kind for event in one.events.all()][-2:] == ["at_station", "handed_over"]


def test_the_parcels_of_a_cancelled_order_go_back(order, fjyx001):
    parcel = make_parcel(fjyx001, S.AT_STATION, order=order)
    with pytest.raises(Refused) as refused:
        send_back(actor=None, parcels=[parcel], reason="不要了")
    assert order.number in str(refused.value)

    cancel_order(actor=None, order=order, reason="不要了")
    assert fresh(parcel).goes_up
    assert list(Parcel.objects.to_send()) == [parcel]
    assert not Parcel.objects.waiting_for_pickup().exists()


def test_an_order_without_parcels_works_as_ever(order):
    receive_order_at_station(actor=None, orders=ship_orders(actor=None, orders=[order]))
    hand_over_order(actor=None, order=order, code=order.pickup_code)
    assert fresh(order).status == OrderStatus.HANDED_OVER


def test_a_parcel_of_a_foreign_or_finished_order_is_refused(order, fjyx001, fjyx002):
    with pytest.raises(Refused) as refused:
        announce_parcels(actor=None, parcels=[new_parcel(fjyx002, order=order)])
    assert refused.value.field == "order"
    cancel_order(actor=None, order=order, reason="不要了")
    with pytest.raises(Refused):
        announce_parcels(actor=None, parcels=[new_parcel(fjyx001, order=order)])
    assert not Parcel.objects.exists()


def test_whoever_counts_a_load_does_not_miss_what_its_villager_has(fjyx001, lin, villager):
    order = make_order(fjyx001, villager=villager)
    parcel = make_parcel(fjyx001, S.AT_COUNTY, order=order)
    manifest = load(parcel, sent=True)
    hand_over_orders(actor=None, handed_over_at={order.pk: timezone.now()})
    assert fresh(parcel).status == S.HANDED_OVER
    finish_manifest(actor=lin.user, manifest=manifest, counted=1)
    assert not ParcelCase.objects.exists()
