from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import F

from partners.contracts.lifecycle import OVER, UNFINISHED, ContractStatus
from stations.scope import ScopedQuerySet


class DepositRateQuerySet(ScopedQuerySet):
    """Reads of what is to be put down."""

    def on(self, mode: str, day: dt.date) -> Self:
        """The row in force for a mode on a day, first: the one that began last."""
        return self.filter(mode=mode, valid_from__lte=day).order_by("-valid_from")


class ContractQuerySet(ScopedQuerySet):
    """Reads of contracts."""

    def in_force(self) -> Self:
        return self.filter(status=ContractStatus.IN_FORCE)

    def unfinished(self) -> Self:
        """Drafted or signed, and not in force yet."""
        return self.filter(status__in=UNFINISHED)

    def running_out_by(self, day: dt.date) -> Self:
        """In force, and by its paper over on a day or before it."""
        return self.in_force().filter(ends_on__lte=day)

    def short(self) -> Self:
        """In force with less than is due in the deposit."""
        return self.in_force().filter(frozen__lt=F("deposit_due"))

    def to_release(self) -> Self:
        """Over, with a deposit that is still held."""
        return self.filter(status__in=OVER, frozen__gt=0)
