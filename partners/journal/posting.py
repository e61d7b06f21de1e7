"""The only writer of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from partners.journal.consumers import consumers_of
from partners.journal.kinds import Kind
from partners.journal.models import Activity, PendingActivity
from stations.clock import business_date


def post_many(rows: Sequence[Activity]) -> None:
    """Writes journal rows and what each consumer has still to do, in the caller's transaction.

    A source key that was posted before raises IntegrityError: the caller's lock on its own row
    is what makes an event happen once, the unique key is the backstop.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of the event")
    for row in rows:
        row.business_date = business_date(row.occurred_at)
    Activity.objects.bulk_create(rows, batch_size=5000)
    PendingActivity.objects.bulk_create(
        [
            PendingActivity(consumer=consumer, activity=row)
            for row in rows
            for consumer in consumers_of(row.kind)
        ],
        batch_size=10000,
    )


def payments_of(subjects: Iterable[str]) -> dict[tuple[str, str], Activity]:
    """The payment rows by subject and category: refund and hand-over take partner and place from them."""
    rows = Activity.objects.filter(subject__in=list(subjects), kind=Kind.PAID).order_by("pk")
    return {(row.subject, row.category): row for row in rows}
