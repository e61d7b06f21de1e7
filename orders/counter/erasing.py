"""What was typed for a service is erased when it was kept long enough, or when the person asks for it;
amounts and log stay."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService

log = structlog.get_logger(__name__)


def services_with(phone: str) -> QuerySet[CounterService]:
    """Services for which a mobile number was typed: a top-up's own, a traveller's, a patient's."""
    rows: QuerySet[CounterService] = CounterService.objects.filter(details__phone=phone)
    return rows.select_related("station").order_by("pk")


def still_needed(services: QuerySet[CounterService]) -> QuerySet[CounterService]:
    """Those whose gateway may still have to be told or asked, or that somebody is about to confirm."""
    looked_at = Q(status=ServiceStatus.DRAFT, quoted_until__gt=timezone.now())
    return services.filter(Q(status__in=[*DUE, ServiceStatus.SUSPENSE]) | looked_at)


def forget_details(services: QuerySet[CounterService]) -> int:
    """Empties what was typed, in the caller's transaction; returns of how many services."""
    return services.order_by().update(details={}, secrets="")


def erase_old_details() -> int:
    """Empties the details of services older than `VILLAGERS_KEPT_DAYS`; returns how many.

    One statement, may be killed and run twice. What is open or in suspense still needs them.
    """
    until = timezone.now() - dt.timedelta(days=settings.VILLAGERS_KEPT_DAYS)
    erased = (
        CounterService.objects.filter(created_at__lt=until)
        .exclude(status__in=[*DUE, ServiceStatus.SUSPENSE])
        .exclude(details={}, secrets="")
        .update(details={}, secrets="")
    )
    if erased:
        log.info("service_details_forgotten", services=erased)
    return erased
