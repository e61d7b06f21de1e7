from __future__ import annotations

from typing import Self

from django.db.models import Case, DecimalField, F, When

from partners.ledger.kinds import AccountKind
from stations.scope import ScopedQuerySet

_YUAN = DecimalField(max_digits=14, decimal_places=2)


class AccountQuerySet(ScopedQuerySet):
    """Reads of accounts."""

    def floats(self) -> Self:
        """The floats of stations, with station and balance at hand."""
        return self.filter(kind=AccountKind.STATION_FLOAT).select_related("station", "balance")


class TransferQuerySet(ScopedQuerySet):
    """Reads of transfers."""

    def with_effect(self) -> Self:
        """Adds `effect` in yuan: what the transfer did to the station's float, signed."""
        return self.annotate(
            effect=Case(
                When(from_account__kind=AccountKind.STATION_FLOAT, then=-F("amount")),
                default=F("amount"),
                output_field=_YUAN,
            )
        )


class CreditLineQuerySet(ScopedQuerySet):
    """Reads of credit lines."""

    def open(self) -> Self:
        """Proposed, and neither confirmed nor withdrawn."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)

    def confirmed(self) -> Self:
        """The history of limits that were in force, the newest first."""
        return self.filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-pk")
