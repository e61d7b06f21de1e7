"""A complaint is locked, and each step of its life is logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from partners.complaints.lifecycle import COMPLAINT_LIFECYCLE, ComplaintStatus
from partners.complaints.models import Complaint, ComplaintChange


def lock_complaint(pk: int) -> Complaint:
    """The complaint, locked until the end of the caller's transaction and read again."""
    complaint: Complaint = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("station", "kind", "partner")
        .get(pk=pk)
    )
    return complaint


def step(
    complaint: Complaint,
    after: ComplaintStatus,
    *,
    actor: Any,
    at: dt.datetime,
    note: str = "",
    **changed: Any,
) -> None:
    """Takes one step of the table and logs it. The caller holds the complaint's lock.

    `changed` are other fields that change with it. Raises Refused by the table.
    """
    before = complaint.status
    COMPLAINT_LIFECYCLE.check(before, after, label=complaint)
    complaint.status = after
    for name, value in changed.items():
        setattr(complaint, name, value)
    complaint.save(update_fields=["status", *changed])
    ComplaintChange.objects.create(
        complaint=complaint,
        before=before,
        after=after,
        upheld=complaint.upheld,
        actor=actor,
        at=at,
        note=note,
    )
