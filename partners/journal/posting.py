"""The only writer of the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import connection, models

from partners.journal.consumers import consumers_of
from partners.journal.kinds import Kind
from partners.journal.models import Activity
from stations.bulk import Following, insert_many
from stations.clock import business_date


def post_many(rows: Sequence[Activity], *, beside: Iterable[Sequence[models.Model]] = ()) -> None:
    """Writes journal rows and what each consumer has still to do, in the caller's transaction.

    `beside` are new rows of the caller's own that are best written at the same time
    (`stations.bulk.insert_many`). A source key that was posted before raises IntegrityError: the
    caller's lock on its own row is what makes an event happen once, the unique key is the backstop.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of the event")
    for row in rows:
        row.business_date = business_date(row.occurred_at)
    insert_many(*beside, rows, following=_waiting({row.kind for row in rows}))


def _waiting(kinds: Collection[str]) -> Following:
    """A row for each consumer of each new journal row: they outnumber everything else, and nobody needs
    them as objects.
    """
    waiting = sorted((consumer, kind) for kind in kinds for consumer in consumers_of(kind))
    return Following(
        Activity,
        ("kind",),
        """
        INSERT INTO partners_pendingactivity (consumer, activity_id)
        SELECT waiting.consumer, fresh.id
        FROM fresh JOIN unnest(%s::text[], %s::text[]) AS waiting (consumer, kind) USING (kind)
        """,
        ([consumer for consumer, _kind in waiting], [kind for _consumer, kind in waiting]),
    )


def payments_of(subjects: Iterable[str]) -> dict[tuple[str, str], Activity]:
    """The payment rows by subject and category: refund and hand-over take partner and place from them."""
    rows = Activity.objects.filter(subject__in=list(subjects), kind=Kind.PAID).order_by("pk")
    return {(row.subject, row.category): row for row in rows}
