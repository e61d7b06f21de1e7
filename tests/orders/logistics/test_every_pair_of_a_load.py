"""Every state of a load meets every event, and the database keeps its life too."""

import itertools

import pytest
from django.db import DatabaseError, transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from orders.logistics.counting import finish_manifest, scan_arrival
from orders.logistics.lifecycle import MANIFEST_LIFECYCLE, ManifestStatus, ParcelStatus
from orders.logistics.loading import begin_manifest, dispatch_manifest, put_all_on, put_on, take_off
from orders.logistics.models import Manifest, ParcelCase
from stations.refusals import Refused
from tests.orders.logistics.parcels import fresh, load, make_parcel
from tests.outcomes import pairs_of, steps_in, steps_of

M = ManifestStatus
S = ParcelStatus

# `another`: a list of its own is begun. What goes on or comes off is no step of the load's.
LOADS = """
             building    dispatched   received
 begin       -           another      another
 put_on      -           !transition  !transition
 put_all_on  -           !transition  !transition
 take_off    -           !transition  !transition
 dispatch    dispatched  !transition  !transition
 scan        !transition -            -
 finish      !transition received     !transition
"""


def brought_to(station, status):
    """A load with one parcel; a second one waits at the county."""
    manifest = load(make_parcel(station, S.AT_COUNTY), sent=status != M.BUILDING)
    if status == M.RECEIVED:
        scan_arrival(actor=None, manifest=manifest, number=parcel_of(manifest).tracking_number)
        manifest = finish_manifest(actor=None, manifest=manifest, counted=1)
    assert manifest.status == status
    make_parcel(station, S.AT_COUNTY)
    return manifest


def parcel_of(manifest):
    return manifest.lines.order_by("pk").first().parcel


def waiting(manifest):
    return manifest.station.parcels.order_by("pk").last()


EVENTS = {
    "begin": lambda one: begin_manifest(actor=None, station=one.station, way=one.way),
    "put_on": lambda one: put_on(actor=None, manifest=one, parcels=[waiting(one)]),
    "put_all_on": lambda one: put_all_on(actor=None, manifest=one),
    "take_off": lambda one: take_off(actor=None, manifest=one, parcel=parcel_of(one)),
    "dispatch": lambda one: dispatch_manifest(
        actor=None, manifest=one, carrier=None, driver="老陈", counted=one.lines.count()
    ),
    "scan": lambda one: scan_arrival(actor=None, manifest=one, number=parcel_of(one).tracking_number),
    "finish": lambda one: finish_manifest(actor=None, manifest=one, counted=1),
}


@pytest.mark.parametrize(("event", "before", "outcome"), pairs_of(LOADS))
def test_what_an_event_makes_of_a_load(fjyx001, lin, event, before, outcome):
    manifest = brought_to(fjyx001, before)
    row = model_to_dict(fresh(manifest))
    lines = list(manifest.lines.values())
    if outcome.startswith("!"):
        with pytest.raises(Refused) as refused:
            EVENTS[event](manifest)
        assert (refused.value.code, refused.value.conflict) == (outcome[1:], True)
        assert list(manifest.lines.values()) == lines
    else:
        EVENTS[event](manifest)
    if outcome in M.values:
        assert fresh(manifest).status == outcome
        assert MANIFEST_LIFECYCLE.allows(before, outcome)
    else:
        assert model_to_dict(fresh(manifest)) == row
    assert Manifest.objects.count() == 1 + (outcome == "another")
    # Nobody had scanned it: it is missed.
    assert ParcelCase.objects.filter(kind="missing").exists() == (outcome == M.RECEIVED)


def test_an_empty_list_does_not_leave(fjyx001):
    manifest = begin_manifest(actor=None, station=fjyx001, way=Manifest.Way.TO_STATION)
    with pytest.raises(Refused) as refused:
        EVENTS["dispatch"](manifest)
    assert (refused.value.code, fresh(manifest).status) == ("empty", M.BUILDING)


def test_the_table_takes_each_step_of_the_life_and_no_other():
    steps = steps_in([pair for pair in pairs_of(LOADS) if pair[2] != "another"])
    assert steps == set(steps_of(MANIFEST_LIFECYCLE))


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(M, 2)))
def test_the_database_keeps_the_table(fjyx001, before, after):
    manifest = brought_to(fjyx001, before)
    now = timezone.now()
    fits = {
        M.BUILDING: {"dispatched_at": None, "received_at": None},
        M.DISPATCHED: {"dispatched_at": now, "received_at": None},
        M.RECEIVED: {"dispatched_at": now, "received_at": now, "counted_out": 1, "counted_in": 1},
    }[after]
    change = Manifest.objects.filter(pk=manifest.pk)
    if MANIFEST_LIFECYCLE.allows(before, after):
        assert change.update(status=after, **fits) == 1
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            change.update(status=after, **fits)
        assert fresh(manifest).status == before
