from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Self

from django.db.models import Count, Q, Sum

from partners.payouts.lifecycle import PayoutStatus
from stations.money import ZERO
from stations.scope import ScopedQuerySet


class PayoutAccountQuerySet(ScopedQuerySet):
    """Reads of accounts to pay to."""

    def in_force(self) -> Self:
        """Confirmed, and not followed by another one."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)

    def open(self) -> Self:
        """Entered, and neither confirmed nor withdrawn."""
        return self.filter(confirmed_at__isnull=True, ended_at__isnull=True)


class BatchQuerySet(ScopedQuerySet):
    """Reads of payout batches."""

    def with_progress(self) -> Self:
        """Adds the number of payouts by where they are: `sent`, `paid`, `failed`, `returned`, `left_out`."""
        return self.annotate(
            **{
                name: Count("payouts", filter=Q(payouts__status=status))
                for name, status in {
                    "under_way": PayoutStatus.SENT,
                    "paid": PayoutStatus.PAID,
                    "failed": PayoutStatus.FAILED,
                    "returned": PayoutStatus.RETURNED,
                    "dropped": PayoutStatus.CANCELLED,
                }.items()
            }
        )


class PayoutQuerySet(ScopedQuerySet):
    """Reads of payouts."""

    def told(self) -> Self:
        """What a partner is told of: from the moment it was sent."""
        return self.exclude(status__in=(PayoutStatus.PLANNED, PayoutStatus.CANCELLED))

    def paid_sum(self) -> Decimal:
        """What arrived, in yuan."""
        return self.filter(status=PayoutStatus.PAID).aggregate(sum=Sum("amount"))["sum"] or ZERO


class RuleQuerySet(ScopedQuerySet):
    """Reads of the payout rules."""

    def on(self, day: dt.date) -> Self:
        """The rule in force on a day, as a queryset of at most one."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")[:1]
