"""Somebody complains or asks: at the county, through the public form, or from a partner's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.complaints.lifecycle import ComplaintStatus, Origin
from partners.complaints.models import Complaint, ComplaintChange, ComplaintKind
from partners.people.models import Partner
from stations.clock import business_date
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.phones import plain_phone
from stations.refusals import Refused, check_fields

AT_WORK = frozenset({StationStatus.OPEN, StationStatus.SUSPENDED, StationStatus.CLOSED})


def receive_complaint(
    *,
    actor: Any,
    station: Station,
    kind: ComplaintKind,
    subject: str,
    text: str,
    name: str = "",
    phone: str = "",
    form_token: str | None = None,
    at: dt.datetime | None = None,
) -> Complaint:
    """Takes what a villager says of a station; `actor` is None for the public form.

    The answer goes to `phone`, where one is given. The same `form_token` again gives the first
    one back. Raises Refused: a kind that is not for villagers or not used any more, a station that never
    opened, fields that cannot be.
    """
    _check_kind(kind, Origin.VILLAGER)
    if station.status not in AT_WORK:
        raise Refused(_("This station has not opened yet."), code="station", field="station")
    complaint = Complaint(
        station=station,
        kind=kind,
        origin=Origin.VILLAGER,
        name=name.strip(),
        phone=plain_phone(phone) or None,
        subject=subject.strip(),
        text=text.strip(),
        received_by=actor,
        form_token=form_token,
    )
    try:
        return _receive(complaint, at)
    except IntegrityError as error:
        if form_token is None or "form_token" not in str(error):
            raise
        sent: Complaint = Complaint.objects.get(form_token=form_token)
        return sent


def ask_question(
    *,
    actor: Any,
    station: Station,
    kind: ComplaintKind,
    subject: str,
    text: str,
    at: dt.datetime | None = None,
) -> Complaint:
    """A partner asks the county, from the station they run today.

    Raises Refused: not a partner, a kind that is not for partners or not used any more, fields that
    cannot be.
    """
    partner: Partner | None = getattr(actor, "partner", None)
    if partner is None:
        raise Refused(_("Only rural partners ask here."), code="not_a_partner")
    _check_kind(kind, Origin.PARTNER)
    question = Complaint(
        station=station,
        kind=kind,
        origin=Origin.PARTNER,
        partner=partner,
        subject=subject.strip(),
        text=text.strip(),
        received_by=actor,
    )
    return _receive(question, at)


def _check_kind(kind: ComplaintKind, origin: Origin) -> None:
    if kind.origin != origin or not kind.in_use:
        raise Refused(_("Choose what it is about."), code="kind", field="kind")


def _receive(complaint: Complaint, at: dt.datetime | None) -> Complaint:
    at = at or timezone.now()
    complaint.judged = complaint.kind.judged
    complaint.received_at = at
    complaint.due_on = business_date(at) + dt.timedelta(days=complaint.kind.days)
    for field in ("subject", "text"):
        if not getattr(complaint, field):
            raise Refused(_("Say it in words."), code=field, field=field)
    check_fields(complaint, "subject", "text", "name", "phone")
    with transaction.atomic():
        complaint.save(force_insert=True)
        ComplaintChange.objects.create(
            complaint=complaint, after=ComplaintStatus.RECEIVED, actor=complaint.received_by, at=at
        )
    return complaint
