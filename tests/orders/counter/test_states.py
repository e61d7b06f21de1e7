"""Every status against every outcome, and the table of the life itself."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from orders.counter.erasing import erase_old_details
from orders.counter.gateways.protocol import Outcome, Verdict
from orders.counter.lifecycle import DUE, SERVICE_LIFECYCLE, ServiceStatus
from orders.counter.models import CounterService, ServiceEvent
from orders.counter.settling import apply_outcome, settle_suspense
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import put_cash

S, V = ServiceStatus, Verdict
HELD = {S.CHARGED, S.SUBMITTING, S.UNKNOWN, S.SUCCEEDED}
# What each outcome makes of each status; every other pair leaves it as it is.
EXPECTED = {
    (S.SUBMITTING, V.SUCCEEDED): S.SUCCEEDED,
    (S.SUBMITTING, V.FAILED): S.FAILED,
    (S.SUBMITTING, V.PROCESSING): S.UNKNOWN,
    (S.SUBMITTING, V.NOT_FOUND): S.UNKNOWN,
    (S.UNKNOWN, V.SUCCEEDED): S.SUCCEEDED,
    (S.UNKNOWN, V.FAILED): S.FAILED,
    (S.FAILED, V.SUCCEEDED): S.SUSPENSE,
    (S.REFUNDED, V.SUCCEEDED): S.SUSPENSE,
}


def make(station, status, **fields):
    """A service as it would stand with a status; made in one go, no step is taken."""
    now = timezone.now() - dt.timedelta(minutes=1)
    charged = status not in {S.DRAFT, S.CANCELLED}
    return CounterService.objects.create(
        station=station,
        kind="mobile",
        details={"phone": "13812345678", "operator": "mobile"},
        amount=Decimal("50.00"),
        fee=Decimal("0.00"),
        status=status,
        held=fields.pop("held", status in HELD),
        charged_at=now if charged else None,
        succeeded_at=now if status == S.SUCCEEDED else None,
        due_at=now if status in DUE else None,
        **fields,
    )


def tell(service, verdict, amount="50.00"):
    return apply_outcome(
        gateway="operator",
        outcome=Outcome(service.number, verdict, amount=Decimal(amount), at=timezone.now()),
        source=ServiceEvent.Source.CALLBACK,
    )


@pytest.mark.parametrize(("status", "verdict"), list(itertools.product(S, V)))
def test_what_an_outcome_makes_of_a_status(fjyx001, lin, status, verdict):
    service = make(fjyx001, status)
    tell(service, verdict)
    tell(service, verdict)

    service.refresh_from_db()
    assert service.status == EXPECTED.get((status, verdict), status)
    paid = Activity.objects.filter(subject=service.subject, kind="paid").count()
    assert paid == (1 if (status, verdict) in {(S.SUBMITTING, V.SUCCEEDED), (S.UNKNOWN, V.SUCCEEDED)} else 0)


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(S, 2)))
def test_the_database_keeps_the_table_too(fjyx001, before, after):
    service = make(fjyx001, before)
    after_fields = {"held": after in HELD, "due_at": timezone.now() if after in DUE else None}
    if after == S.SUCCEEDED:
        after_fields |= {"succeeded_at": timezone.now()}
    if after not in {S.DRAFT, S.CANCELLED}:
        after_fields |= {"charged_at": timezone.now()}
    change = CounterService.objects.filter(pk=service.pk)
    if SERVICE_LIFECYCLE.allows(before, after):
        assert change.update(status=after, **after_fields) == 1
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            change.update(status=after, **after_fields)


@pytest.mark.parametrize(
    "change",
    [
        "amount = 51", "fee = 1", "kind = 'water'", "station_id = station_id + 1", "card_print = 'x'",
        "details = '{\"phone\": \"13800000000\"}'", "secrets = 'x'", "held = false", "due_at = NULL",
    ],
)  # fmt: skip
def test_what_was_asked_and_paid_is_never_typed_over(fjyx001, change):
    make(fjyx001, S.UNKNOWN)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE orders_counterservice SET {change}")


def test_what_is_known_of_the_villager_is_erased_after_three_years(fjyx001, settings):
    old, waiting, young = (make(fjyx001, status) for status in (S.SUCCEEDED, S.SUSPENSE, S.SUCCEEDED))
    before = timezone.now() - dt.timedelta(days=settings.VILLAGERS_KEPT_DAYS + 1)
    CounterService.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=before)

    assert (erase_old_details(), erase_old_details()) == (1, 0)

    assert [row.details == {} for row in CounterService.objects.order_by("pk")] == [True, False, False]
    assert young.pk


def test_the_log_is_never_changed(fjyx001, lin):
    tell(make(fjyx001, S.UNKNOWN), V.SUCCEEDED)
    for statement in ("UPDATE orders_serviceevent SET drawer = 1", "DELETE FROM orders_serviceevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("held", "done", "drawer", "floating"),
    [
        (False, True, "50.00", "-50.00"),  # the villager pays again
        (False, False, "0.00", "0.00"),  # given back already
        (True, True, "0.00", "0.00"),  # it was kept
        (True, False, "-50.00", "50.00"),  # goes back now
    ],
)
def test_how_a_suspense_ends(fjyx001, lin, youxi_staff, held, done, drawer, floating):
    service = make(fjyx001, S.SUSPENSE, held=held)
    if held:
        charge = {"source": "counter", "before": S.DRAFT, "after": S.CHARGED, "at": timezone.now()}
        service.events.create(**charge, drawer=Decimal("50.00"), floating=Decimal("-50.00"))
        put_cash(fjyx001, "50.00")
    settle_suspense(actor=youxi_staff, service=service, done=done, reason="与运营商核对")

    service.refresh_from_db()
    assert service.status == (S.SUCCEEDED if done else S.REFUNDED)
    last = service.events.last()
    assert (last.drawer, last.floating, last.actor) == (Decimal(drawer), Decimal(floating), youxi_staff)
    assert Activity.objects.filter(subject=service.subject, kind="paid").count() == int(done)


def test_a_suspense_that_was_settled_does_not_come_again(fjyx001, lin, youxi_staff):
    service = make(fjyx001, S.FAILED)
    tell(service, V.SUCCEEDED)
    settle_suspense(actor=youxi_staff, service=service, done=False, reason="已冲正")

    tell(service, V.SUCCEEDED)

    service.refresh_from_db()
    assert service.status == S.REFUNDED


def test_a_suspense_ends_with_a_reason_only(fjyx001, youxi_staff):
    service = make(fjyx001, S.SUSPENSE, held=True)
    with pytest.raises(Refused):
        settle_suspense(actor=youxi_staff, service=service, done=True, reason=" ")
    service.refresh_from_db()
    assert service.status == S.SUSPENSE
