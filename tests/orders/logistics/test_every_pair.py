"""Every state of a parcel meets every event: moved, noted, or refused with nothing changed, by these tables.

The same is asked of the database, which must refuse what the table of the life does not allow.
"""

import itertools

import pytest
from django.db import DatabaseError, transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.handing_over import hand_over_orders
from orders.logistics.codes import code_of, prove_code, unlock_code
from orders.logistics.delivering import deliver_to_house, make_appointment
from orders.logistics.giving_up import report_damaged, report_lost, send_back
from orders.logistics.handing_over import give_to_carrier, hand_over_parcel, take_back
from orders.logistics.lifecycle import PARCEL_LIFECYCLE, ParcelStatus
from orders.logistics.loading import begin_manifest, put_on, take_off
from orders.logistics.models import Manifest, Parcel, ParcelEvent
from orders.logistics.receiving import receive_at_county, receive_at_station
from stations.clock import today
from stations.refusals import Refused
from tests.cast import make_order
from tests.orders.logistics.parcels import fresh, load, make_parcel, make_up_parcel
from tests.outcomes import hold_to, pairs_of, steps_in, steps_of

S = ParcelStatus

# A villager's own parcel on its way to the village.
DOWN = """
              expected    at_county   on_manifest at_station  handed_over returned    lost        damaged
 at_county    at_county   =           =           =           =           =           at_county   =
 at_station   at_station  at_station  at_station  =           =           =           at_station  =
 put_on       >on_manifest on_manifest =           !transition !transition !transition !transition !transition
 take_off     -           -           at_county   -           -           -           -           -
 hand_over    !transition !transition !transition handed_over !transition !transition !transition !transition
 take_back    !transition !transition !transition !transition at_station  !transition !transition !transition
 send_back    !transition !transition !transition =           !transition !transition !transition !transition
 to_carrier   !transition !transition !transition !transition !transition !transition !transition returned
 lost         lost        lost        lost        lost        !transition !transition !transition !transition
 damaged      !transition damaged     damaged     damaged     !transition !transition !transition !transition
 unlock       !transition !transition !transition =           !transition !transition !transition !transition
 appointment  !lane       !lane       !lane       !lane       !lane       !lane       !lane       !lane
 to_the_house !lane       !lane       !lane       !lane       !lane       !lane       !lane       !lane
"""
# One that a villager sends.
UP = """
              at_station  on_manifest at_county   handed_over returned    lost        damaged
 at_county    at_county   at_county   =           =           =           at_county   =
 at_station   =           =           =           =           =           at_station  =
 put_on       on_manifest =           !transition !transition !transition !transition !transition
 take_off     -           at_station  -           -           -           -           -
 hand_over    !transition !transition !transition !transition !transition !transition !transition
 take_back    !transition !transition !transition !transition !transition !transition !transition
 send_back    !transition !transition !transition !transition !transition !transition !transition
 to_carrier   !transition !transition handed_over !transition !transition !transition returned
 lost         lost        lost        lost        !transition !transition !transition !transition
 damaged      damaged     damaged     damaged     !transition !transition !transition !transition
 unlock       !transition !transition !transition !transition !transition !transition !transition
 appointment  !lane       !lane       !lane       !lane       !lane       !lane       !lane
 to_the_house !lane       !lane       !lane       !lane       !lane       !lane       !lane
"""
# One that nobody fetched, on its way back to the sender.
BACK = """
              at_station  on_manifest at_county   returned    lost        damaged
 at_county    at_county   at_county   =           =           at_county   =
 at_station   =           =           =           =           at_station  =
 put_on       on_manifest =           !transition !transition !transition !transition
 take_off     -           at_station  -           -           -           -
 hand_over    !transition !transition !transition !transition !transition !transition
 take_back    !transition !transition !transition !transition !transition !transition
 send_back    !transition !transition !transition !transition !transition !transition
 to_carrier   !transition !transition returned    !transition !transition returned
 lost         lost        lost        lost        !transition !transition !transition
 damaged      damaged     damaged     damaged     !transition !transition !transition
 unlock       !transition !transition !transition !transition !transition !transition
 appointment  !lane       !lane       !lane       !lane       !lane       !lane
 to_the_house !lane       !lane       !lane       !lane       !lane       !lane
"""
# A large appliance, with an appointment where one can be made.
HOUSE = """
              expected    at_county   at_station  handed_over returned    lost        damaged
 at_county    at_county   =           =           =           =           at_county   =
 at_station   at_station  at_station  =           =           =           at_station  =
 put_on       !house      !house      !house      !house      !house      !house      !house
 take_off     -           -           -           -           -           -           -
 hand_over    !transition !transition handed_over !transition !transition !transition !transition
 take_back    !transition !transition !transition !transition !transition !transition !transition
 send_back    !transition !transition =           !transition !transition !transition !transition
 to_carrier   !transition !transition !transition !transition !transition !transition returned
 lost         lost        lost        lost        !transition !transition !transition !transition
 damaged      !transition damaged     damaged     !transition !transition !transition !transition
 unlock       !transition =           =           !transition !transition !transition !transition
 appointment  =           =           =           !lane       !lane       !lane       !lane
 to_the_house !transition handed_over handed_over !lane       !lane       !lane       !lane
"""
# The one parcel of an agent order, which also goes along with it.
ORDER = """
              expected    at_county   on_manifest at_station  handed_over returned    lost        damaged
 at_county    at_county   =           =           =           =           =           at_county   =
 at_station   at_station  at_station  at_station  =           =           =           at_station  =
 put_on       >on_manifest on_manifest =           !transition !transition !transition !transition !transition
 take_off     -           -           at_county   -           -           -           -           -
 hand_over    !transition !transition !transition handed_over !transition !transition !transition !transition
 take_back    !transition !transition !transition !transition !transition !transition !transition !transition
 send_back    !transition !transition !transition !order      !transition !transition !transition !transition
 to_carrier   !transition !transition !transition !transition !transition !transition !transition returned
 lost         lost        lost        lost        lost        !transition !transition !transition !transition
 damaged      !transition damaged     damaged     damaged     !transition !transition !transition !transition
 unlock       !transition !transition !transition =           !transition !transition !transition !transition
 appointment  !lane       !lane       !lane       !lane       !lane       !lane       !lane       !lane
 to_the_house !lane       !lane       !lane       !lane       !lane       !lane       !lane       !lane
 order_given  handed_over handed_over handed_over handed_over !transition -           -           handed_over
 order_over   =           =           =           =           !transition -           -           -
"""
TABLES = {"down": DOWN, "up": UP, "back": BACK, "house": HOUSE, "order": ORDER}
EVERY = [(way, *pair) for way, table in TABLES.items() for pair in pairs_of(table)]


def begun(station, way, villager):
    """A parcel of a way at its beginning."""
    if way == "up":
        return make_up_parcel(station)
    if way == "back":
        parcel = make_parcel(station, S.AT_STATION)
        return send_back(actor=None, parcels=[parcel], reason="没人来取")[0]
    if way == "house":
        parcel = make_parcel(station, to_the_house=True)
        appoint(parcel)
        return parcel
    return make_parcel(station, order=make_order(station, villager=villager) if way == "order" else None)


def brought_to(station, way, status, villager):
    """A parcel of a way that has come to a status through the verbs."""
    parcel = begun(station, way, villager)
    if status in (S.DAMAGED, S.RETURNED):
        receive_at_county(actor=None, parcels=[parcel])
        parcel = report_damaged(actor=None, parcel=parcel, reason="压坏", at_station=False)
        return give_to_carrier(actor=None, parcels=[parcel])[0] if status == S.RETURNED else parcel
    if status == S.LOST:
        return report_lost(actor=None, parcel=parcel, reason="没到", at_station=False)
    down = way in ("down", "house", "order")
    on_the_way = {
        S.AT_COUNTY: [receive_at_county],
        S.ON_MANIFEST: [receive_at_county, loaded] if down else [loaded],
        S.AT_STATION: [receive_at_station] if down else [],
        S.HANDED_OVER: [receive_at_station, given] if down else [receive_at_county, given_away],
    }
    for verb in on_the_way.get(status, []):
        verb(actor=None, parcels=[fresh(parcel)])
    assert fresh(parcel).status == status
    return parcel


def loaded(*, actor, parcels):
    load(*parcels)


def given(*, actor, parcels):
    hand_over_parcel(actor=actor, parcel=parcels[0], code=code_of(parcels[0]))


def given_away(*, actor, parcels):
    give_to_carrier(actor=actor, parcels=parcels)


def appoint(parcel):
    make_appointment(actor=None, parcel=parcel, day=today(), window="morning", address="后楼村 3 号")


def list_of(parcel):
    way = Manifest.Way.TO_COUNTY if parcel.goes_up else Manifest.Way.TO_STATION
    return begin_manifest(actor=None, station=parcel.station, way=way)


EVENTS = {
    "at_county": lambda one: receive_at_county(actor=None, parcels=[one]),
    "at_station": lambda one: receive_at_station(actor=None, parcels=[one]),
    "put_on": lambda one: put_on(actor=None, manifest=list_of(one), parcels=[one]),
    "take_off": lambda one: take_off(actor=None, manifest=list_of(one), parcel=one),
    "hand_over": lambda one: hand_over_parcel(actor=None, parcel=one, code=code_of(one)),
    "take_back": lambda one: take_back(actor=None, parcel=one, reason="拿错了"),
    "send_back": lambda one: send_back(actor=None, parcels=[one], reason="没人来取"),
    "to_carrier": lambda one: give_to_carrier(actor=None, parcels=[one]),
    "lost": lambda one: report_lost(actor=None, parcel=one, reason="没到", at_station=False),
    "damaged": lambda one: report_damaged(actor=None, parcel=one, reason="压坏", at_station=False),
    "unlock": lambda one: unlock_code(actor=None, parcel=one),
    "appointment": appoint,
    "to_the_house": lambda one: deliver_to_house(actor=None, parcel=one, code=code_of(one), installed="yes"),
    "order_given": lambda one: hand_over_orders(actor=None, handed_over_at={one.order_id: timezone.now()}),
    "order_over": lambda one: cancel_order(actor=None, order=one.order, reason="不要了"),
}


def log_of(parcel):
    return lambda: list(parcel.events.order_by("pk").values_list("before", "after"))


@pytest.mark.parametrize(("way", "event", "before", "outcome"), EVERY)
def test_what_an_event_makes_of_a_parcel(fjyx001, lin, villager, way, event, before, outcome):
    parcel = fresh(brought_to(fjyx001, way, before, villager))
    if outcome.startswith(">"):
        # Received and put on in one go: two steps, each in the log.
        EVENTS[event](parcel)
        assert log_of(parcel)()[-2:] == [(S.EXPECTED, S.AT_COUNTY), (S.AT_COUNTY, S.ON_MANIFEST)]
        return
    hold_to(
        outcome,
        act=lambda: EVENTS[event](parcel),
        read=lambda: model_to_dict(fresh(parcel)),
        log=log_of(parcel),
        lifecycle=PARCEL_LIFECYCLE,
    )


def test_the_tables_take_each_step_of_the_life_and_no_other():
    taken = {step for _way, *pair in EVERY for step in steps_in([tuple(pair)])}
    assert taken == set(steps_of(PARCEL_LIFECYCLE))


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("way", ["down", "order"])
@pytest.mark.django_db(transaction=True)
def test_a_wrong_code_is_noted_while_somebody_may_still_come(fjyx001, lin, villager, way, status):
    parcel = brought_to(fjyx001, way, status, villager)
    before = log_of(parcel)()
    if status in (S.HANDED_OVER, S.RETURNED):
        prove_code(actor=None, parcel=parcel, code="x")  # the hand-over itself says so
        assert log_of(parcel)() == before
        return
    with pytest.raises(Refused) as refused:
        prove_code(actor=None, parcel=parcel, code="x")
    assert refused.value.code == "pickup_code"
    assert log_of(parcel)() == [*before, (status, status)]
    assert parcel.events.latest("pk").kind == ParcelEvent.Kind.WRONG_CODE


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(S, 2)))
def test_the_database_keeps_the_table(fjyx001, lin, villager, before, after):
    parcel = brought_to(fjyx001, "down", before, villager)
    change = Parcel.objects.filter(pk=parcel.pk)
    moment = {"handed_over_at": timezone.now()} if after == S.HANDED_OVER else {"fee": None}
    if PARCEL_LIFECYCLE.allows(before, after):
        assert change.update(status=after, **moment) == 1
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            change.update(status=after, **moment)
        assert fresh(parcel).status == before
