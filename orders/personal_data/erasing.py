"""A villager's data are erased: on request, or when they were kept long enough.

What tells who somebody is goes (name, number, typed forms, the name that buyers read); what was
bought, paid and given back, and what was harvested, stays without it, so every figure is as before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.agent_orders.importing.models import OrderImport
from orders.agent_orders.lifecycle import ON_THE_WAY
from orders.agent_orders.models import AgentOrder
from orders.counter.erasing import forget_details, services_with, still_needed
from orders.importing.queueing import drop_file
from orders.logistics.forgetting import forget_parcels, long_kept, parcels_with
from orders.logistics.models import Parcel
from orders.personal_data.held import drafts_with, villagers_with
from orders.presale.models import PresaleOrder
from orders.produce.models import Farmer, ProduceLot
from orders.produce.sales.importing.models import SaleImport
from orders.produce.sales.models import ProduceListing, ProduceSale
from orders.villagers.models import NO_NAME, Villager
from partners.complaints.forgetting import complaints_of, forget_complaints
from partners.complaints.forgetting import forget_long_kept as forget_complaints_kept
from partners.recruitment.forgetting import applications_with, forget_applications
from stations.notices.forgetting import forget_notices_to
from stations.refusals import Refused, check_reason
from stations.wording import yuan

log = structlog.get_logger(__name__)

AT_ONCE = 5_000


def erase_person(*, actor: Any, phone: str, reason: str) -> int:
    """Erases what is held about the person with a mobile number; returns how many stations knew it.

    Raises Refused, and erases nothing: no reason, nobody has the number, an order is still on its
    way (its goods could not be handed over any more), a service is not over yet, produce is on
    sale or not paid to the farmer yet, an application waits for its answer, or a deposit lies in
    the drawer for this villager. Locks the villager's files.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        known = list(villagers_with(phone).select_for_update(of=("self",)))
        parcels, services = parcels_with(phone), services_with(phone)
        complaints, applications = complaints_of(phone), applications_with(phone)
        held = (parcels, services, complaints, applications)
        if not known and not any(rows.exists() for rows in held):
            raise Refused(_("Nobody is on file with this number."), code="unknown", field="phone")
        # After the lock: an order that was just placed is seen here.
        open_rows = (
            AgentOrder.objects.filter(villager__in=known, status__in=ON_THE_WAY),
            ProduceSale.objects.unsettled().filter(listing__lot__farmer__villager__in=known),
            ProduceListing.objects.still_open().filter(lot__farmer__villager__in=known),
            Parcel.objects.on_the_way().filter(phone=phone, order__isnull=True),
            still_needed(services),
            complaints.open(),
            applications.undecided(),
        )
        _check_none_is_open(open_rows)
        _check_deposits(known)
        drafts_with(phone).delete()
        forget_notices_to(phone)
        forget_parcels(parcels)
        forget_complaints(complaints)
        forget_details(services)
        forget_applications(applications)
        _erase([villager.pk for villager in known])
    log.info("person_erased", villagers=[v.pk for v in known], actor=actor and actor.pk, reason=reason)
    return len(known)


def _check_none_is_open(groups: Iterable[QuerySet[Any]]) -> None:
    """Raises Refused, and names what is open of which kind: whoever erases has to find and finish it."""
    counted = [(rows.model._meta.verbose_name_plural, rows.count()) for rows in groups]
    told = [f"{name} {count}" for name, count in counted if count]
    if told:
        raise Refused(
            _("Still open, finish it first: %(what)s.") % {"what": ", ".join(told)},
            code="on_the_way",
            field="phone",
            conflict=True,
        )


def _check_deposits(known: list[Villager]) -> None:
    """Raises Refused, naming order, amount and place, where a villager has still to fetch a deposit.

    Without a name nobody could be told from anybody else who asks for it.
    """
    owed = PresaleOrder.objects.filter(order__villager__in=known).to_give_back()
    rows = list(owed.select_related("order__station").order_by("pk"))
    if not rows:
        return
    raise Refused(
        ngettext(
            "A deposit is not given back yet: %(deposits)s. Give it back first.",
            "Deposits are not given back yet: %(deposits)s. Give them back first.",
            len(rows),
        )
        % {
            "deposits": _("; ").join(
                f"{row.order.number} {yuan(row.deposit)} {row.order.station.code}" for row in rows
            )
        },
        code="deposit_owed",
        field="phone",
        conflict=True,
    )


def erase_long_kept() -> int:
    """Erases villagers whose time is over (`VILLAGERS_KEPT_DAYS`); returns how many.

    The time runs from the day on which the latest order or lot came into the house, or produce was
    paid to them. Commits chunk by
    chunk; may be killed, run twice, or run beside itself: each takes other rows.
    """
    until = timezone.now() - dt.timedelta(days=settings.VILLAGERS_KEPT_DAYS)
    erased = 0
    while True:
        with transaction.atomic():
            due = _due(until).select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE]
            taken = [villager.pk for villager in due.only("pk")]
            _erase(taken)
        erased += len(taken)
        if len(taken) < AT_ONCE:
            break
    parcels = _forget_long_kept_parcels(until)
    complaints = forget_complaints_kept(until)
    if erased or parcels or complaints:
        log.info("villagers_forgotten", villagers=erased, parcels=parcels, complaints=complaints)
    return erased


def forget_import_files() -> int:
    """Drops what imports keep of their files after `IMPORTS_KEPT_DAYS`: a tried file that nobody
    imported, and the reasons for refused rows, which repeat what stood in them. Returns how many imports."""
    until = timezone.now() - dt.timedelta(days=settings.IMPORTS_KEPT_DAYS)
    forgotten = 0
    for model in (OrderImport, SaleImport):
        old = model.objects.filter(finished_at__lt=until).exclude(file="", refusals=[])
        for pk in old.values_list("pk", flat=True):
            with transaction.atomic():
                job = model.objects.select_for_update().get(pk=pk)
                drop_file(job)
                job.refusals = []
                job.save(update_fields=["file", "refusals"])
            forgotten += 1
    return forgotten


def _forget_long_kept_parcels(until: dt.datetime) -> int:
    forgotten = 0
    while True:
        with transaction.atomic():
            due = long_kept(until).select_for_update(skip_locked=True, no_key=True).order_by("pk")[:AT_ONCE]
            taken = forget_parcels(Parcel.objects.filter(pk__in=[parcel.pk for parcel in due.only("pk")]))
        forgotten += taken
        if taken < AT_ONCE:
            return forgotten


def _due(until: dt.datetime) -> Any:
    kept = AgentOrder.objects.filter(
        Q(created_at__gte=until) | Q(status__in=ON_THE_WAY), villager=OuterRef("pk")
    )
    sold = ProduceLot.objects.filter(
        Q(created_at__gte=until) | Q(pk__in=ProduceLot.objects.still_open().values("pk")),
        farmer__villager=OuterRef("pk"),
    )
    owed = ProduceSale.objects.filter(
        Q(pk__in=ProduceSale.objects.unsettled().values("pk")) | Q(settlement__at__gte=until),
        listing__lot__farmer__villager=OuterRef("pk"),
    )
    deposit = PresaleOrder.objects.to_give_back().filter(order__villager=OuterRef("pk"))
    return Villager.objects.on_file().filter(
        ~Exists(kept), ~Exists(sold), ~Exists(owed), ~Exists(deposit), created_at__lt=until
    )


def _erase(pks: list[int]) -> None:
    now = timezone.now()
    Farmer.objects.filter(villager__in=pks).exclude(display_name="").update(
        display_name="", agreed_at=None, withdrawn_at=now
    )
    Villager.objects.filter(pk__in=pks).update(name=NO_NAME, phone=None, erased_at=now)
