from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q

from orders.counter.kinds import KINDS
from orders.counter.lifecycle import OPEN, ServiceStatus
from stations.scope import ScopedQuerySet


class ServiceQuerySet(ScopedQuerySet):
    """Reads of counter services."""

    def of_gateway(self, code: str) -> Self:
        return self.filter(kind__in=[kind for kind, traits in KINDS.items() if traits.gateway == code])

    def due(self, now: dt.datetime) -> Self:
        """What the drain has to send or to ask about."""
        return self.filter(due_at__lte=now)

    def being_checked(self) -> Self:
        """Sent, and nobody knows yet how it went."""
        return self.filter(status__in=OPEN)

    def to_settle(self) -> Self:
        """What waits for a person: money to be given back, suspense."""
        return self.filter(status__in=[ServiceStatus.FAILED, ServiceStatus.SUSPENSE])

    def search(self, text: str) -> Self:
        """By number, by the gateway's reference, or by a detail such as a phone or an account."""
        text = text.replace("\0", "").strip()
        found = Q(reference=text)
        for name in ("phone", "account", "name"):
            found |= Q(details__contains={name: text})
        digits = text.upper().removeprefix("FW")
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            found |= Q(pk=int(digits))
        return self.filter(found)
