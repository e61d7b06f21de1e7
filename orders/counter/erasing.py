"""What was typed for a service is erased when it was kept long enough; amounts and log stay."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings
from django.utils import timezone

from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService

log = structlog.get_logger(__name__)


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
