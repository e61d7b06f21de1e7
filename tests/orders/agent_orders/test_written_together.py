"""New rows of several models go in at once, few by one statement and many by COPY."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from orders.agent_orders.models import AgentOrder, AgentOrderChange
from orders.villagers.models import Villager
from partners.journal.models import Activity, PendingActivity
from stations import bulk
from stations.bulk import Following
from tests.cast import make_order, make_villager


def villagers(station, count, first=1):
    return [
        Villager(station=station, name=f"V{number}", phone=f"199{number:08d}")
        for number in range(first, first + count)
    ]


def change(order):
    return AgentOrderChange(order=order, before="placed", after="paid", at=timezone.now())


@pytest.mark.parametrize("few", [1, 3, 100])
def test_each_row_gets_its_own_id_in_its_group_s_order(fjyx001, monkeypatch, few):
    monkeypatch.setattr(bulk, "FEW", few)
    order = make_order(fjyx001)
    people, changes = villagers(fjyx001, 5), [change(order), change(order)]

    bulk.insert_many(people, [], changes)

    kept = Villager.objects.in_bulk([person.pk for person in people])
    assert [kept[person.pk].phone for person in people] == [person.phone for person in people]
    assert [person.pk for person in people] == sorted(person.pk for person in people)
    assert set(AgentOrderChange.objects.filter(order=order).values_list("pk", flat=True)) >= {
        one.pk for one in changes
    }
    assert all(person.created_at is not None for person in people)


def test_what_the_database_refuses_of_one_group_leaves_nothing_of_the_others(fjyx001):
    order = make_order(fjyx001)
    known = make_villager(fjyx001, phone="19900000002")
    before = AgentOrderChange.objects.count()

    with pytest.raises(IntegrityError, match="villager_phone_once_per_station"), transaction.atomic():
        bulk.insert_many([change(order)], villagers(fjyx001, 3))

    assert AgentOrderChange.objects.count() == before
    assert list(Villager.objects.filter(phone__startswith="199")) == [known]


@pytest.mark.parametrize("few", [1, 100])  # by COPY and by INSERT
def test_what_follows_is_made_of_the_rows_of_its_model(fjyx001, monkeypatch, few):
    monkeypatch.setattr(bulk, "FEW", few)
    order = make_order(fjyx001)
    placing, payment = Activity.objects.order_by("pk")
    PendingActivity.objects.all().delete()
    again = [replica(placing), replica(payment), replica(payment)]
    following = Following(
        Activity,
        ("kind",),
        "INSERT INTO partners_pendingactivity (consumer, activity_id) "
        "SELECT %s, fresh.id FROM fresh WHERE fresh.kind = %s",
        ("somebody", "paid"),
    )

    bulk.insert_many([change(order)], again, villagers(fjyx001, 2), following=following)

    waiting = PendingActivity.objects.order_by("activity_id").values_list("consumer", "activity_id")
    assert list(waiting) == [("somebody", again[1].pk), ("somebody", again[2].pk)]
    assert Villager.objects.filter(phone__startswith="199").count() == 2


def replica(row):
    """The same event once more, under a key of its own."""
    return Activity(
        **{
            field.attname: getattr(row, field.attname)
            for field in Activity._meta.concrete_fields
            if field.attname not in {"id", "source_key"}
        },
        source_key=uuid.uuid4().hex,
    )


def test_a_row_whose_key_is_taken_is_not_written(fjyx001):
    known, (new, other) = make_villager(fjyx001, phone="19900000002"), villagers(fjyx001, 2, first=2)

    assert not bulk.insert_unless_taken(new)
    assert new.pk is None
    assert bulk.insert_unless_taken(other)
    assert set(Villager.objects.filter(phone__startswith="199")) == {known, other}


def test_no_rows_ask_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert_many([], [])


def test_what_was_kept_beside_a_row_is_not_asked_for(fjyx001, django_assert_num_queries):
    make_order(fjyx001)
    order = AgentOrder.objects.get(pk=make_order(fjyx001).pk)
    bulk.keep_related(order, changes=[change(order)])

    with django_assert_num_queries(0):
        assert [one.after for one in order.changes.all()] == ["paid"]
    # Whoever asks further asks for this row's only.
    assert order.changes.count() == 1
    assert {one.order_id for one in order.changes.filter(after="paid")} == {order.pk}
    order.refresh_from_db()
    with django_assert_num_queries(1):
        list(order.changes.all())
