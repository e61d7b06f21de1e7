"""The only writer of the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from partners.journal.consumers import consumers_of
from partners.journal.models import Activity, PendingActivity
from partners.people.models import Tenure
from stations.clock import business_date
from stations.network.models import Station


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


def partner_in_charge(station: Station, moment: dt.datetime) -> int | None:
    """The partner whose tenure covers a payment; where there is none, no commission is due."""
    return (
        Tenure.objects.covering(business_date(moment))
        .filter(station=station)
        .values_list("partner_id", flat=True)
        .first()
    )


def payment_rows(subject: str) -> list[Activity]:
    """The rows of a subject's payment, from which refund and hand-over take partner, station and center."""
    return list(Activity.objects.filter(subject=subject, kind="paid").order_by("pk"))
