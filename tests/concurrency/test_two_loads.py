"""One parcel, two loads at once: it is on one of them."""

import pytest
from django.db import IntegrityError, connection

from orders.logistics import loading
from orders.logistics.lifecycle import ManifestStatus, ParcelStatus
from orders.logistics.loading import begin_manifest, dispatch_manifest, put_on
from orders.logistics.models import Manifest, ManifestLine, Parcel
from stations.refusals import Refused
from tests.concurrency.racing import one_behind_the_other
from tests.orders.logistics.parcels import fresh, load, make_parcel
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

S = ParcelStatus
ONE_LOAD = "manifest_line_one_on_the_way"


@pytest.fixture
def parcels(fjyx001):
    """Two at the county: the first makes a list that can leave, the second is wanted by both loads."""
    return [make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2)]


def two_loads(parcels):
    """The first scanner puts it on the list; the second lets that list leave and puts it on the next one."""
    first, wanted = parcels
    manifest = load(first)

    def onto_the_first():
        return put_on(actor=None, manifest=manifest, parcels=[wanted])

    def onto_the_next():
        dispatch_manifest(actor=None, manifest=manifest, carrier=None, driver="老陈", counted=1)
        another = begin_manifest(actor=None, station=wanted.station, way=Manifest.Way.TO_STATION)
        return put_on(actor=None, manifest=another, parcels=[wanted])

    with gate_before("orders_parcelevent") as gate:
        return one_behind_the_other(gate, onto_the_first, onto_the_next)


def test_the_second_waits_and_is_refused(parcels):
    said = two_loads(parcels)
    assert "error" not in said[0], said
    assert isinstance(said[1]["error"], Refused)
    assert said[1]["error"].code == "transition"
    line = ManifestLine.objects.get(parcel=parcels[1])
    assert line.manifest.status == ManifestStatus.DISPATCHED
    assert line.manifest.lines.count() == 2
    assert fresh(parcels[1]).events.filter(kind="put_on").count() == 1


@pytest.fixture
def without_locks(monkeypatch):
    """As somebody would write it who reads, checks and writes."""

    def read(pks):
        rows = Parcel.objects.filter(pk__in=list(pks)).select_related("station", "carrier", "order")
        return {parcel.pk: parcel for parcel in rows}

    monkeypatch.setattr(loading, "lock_parcels", read)
    monkeypatch.setattr(
        loading,
        "lock_manifest",
        lambda manifest: Manifest.objects.select_related("station").get(pk=manifest.pk),
    )


def test_the_control_without_the_locks_only_the_database_stands(parcels, without_locks):
    said = two_loads(parcels)
    errors = [one["error"] for one in said if "error" in one]
    assert [type(error) for error in errors] == [IntegrityError]
    assert ONE_LOAD in str(errors[0])
    assert ManifestLine.objects.filter(parcel=parcels[1]).count() == 1


def test_the_control_without_locks_and_constraint_puts_it_on_both(parcels, without_locks):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [ONE_LOAD])
        made = cursor.fetchone()[0]
        cursor.execute(f"DROP INDEX {ONE_LOAD}")
    try:
        said = two_loads(parcels)
        assert not any("error" in one for one in said), said
        assert ManifestLine.objects.filter(parcel=parcels[1], received_at__isnull=True).count() == 2
    finally:
        ManifestLine.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(made)
