"""What a farmer was paid, and what a farmer owes since a buyer got money back."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.logistics.manifest import actor_key
from orders.produce.models import Farmer
from orders.produce.sales.models import APPEND_ONLY, SaleRefund
from orders.produce.sales.numbers import settlement_number
from orders.produce.sales.queries import ClaimQuerySet
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class FarmerSettlement(ScopedModel):
    """One payment to a farmer for one sale or several. Append-only.

    `due` is the farmer's part of the sales, `claims` what was taken off for earlier refunds,
    `amount` what was paid; yuan.
    """

    class PaidHow(models.TextChoices):
        CASH = "cash", _("in cash at the station")
        OWN_ACCOUNT = "own_account", _("to the farmer's own account")

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="farmer_settlements", verbose_name=_("village service station")
    )
    farmer = models.ForeignKey(Farmer, models.PROTECT, related_name="settlements", verbose_name=_("farmer"))
    paid_how = models.CharField(_("paid how"), max_length=12, choices=PaidHow.choices)
    due = models.DecimalField(_("farmer's part"), max_digits=14, decimal_places=2)
    claims = models.DecimalField(_("taken off for refunds"), max_digits=14, decimal_places=2)
    amount = models.DecimalField(_("paid to the farmer"), max_digits=14, decimal_places=2)
    at = models.DateTimeField(_("at"))
    actor = actor_key(_("by"))

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement with a farmer")
        verbose_name_plural = _("settlements with farmers")
        ordering = ["-pk"]
        constraints = [
            # Nobody is paid below zero: what is owed beyond it waits for the next settlement.
            models.CheckConstraint(
                name="settlement_adds_up",
                condition=Q(amount__gte=0, claims__gte=0, amount=F("due") - F("claims")),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return settlement_number(self.pk)

    @property
    def subject(self) -> str:
        """How the ledger names this settlement."""
        return f"produce-settlement:{self.pk}"


class FarmerClaim(ScopedModel):
    """What a farmer was paid too much, since a buyer got money back after the settlement; yuan.

    `closed` is what was taken off later settlements or waived.
    """

    refund = models.OneToOneField(
        SaleRefund, models.PROTECT, related_name="claim", verbose_name=_("refund of a sale")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="farmer_claims", verbose_name=_("village service station")
    )
    farmer = models.ForeignKey(Farmer, models.PROTECT, related_name="claims", verbose_name=_("farmer"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    closed = models.DecimalField(_("taken off or waived"), max_digits=14, decimal_places=2, default=0)
    at = models.DateTimeField(_("at"))

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim on a farmer")
        verbose_name_plural = _("claims on farmers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="claim_closed_within_amount",
                condition=Q(amount__gt=0, closed__gte=0, closed__lte=F("amount")),
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(name="claim_facts_stay", exclude=["closed"]),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.refund_id} {self.amount}"

    @property
    def left(self) -> Decimal:
        """What is still owed, in yuan."""
        return self.amount - self.closed


class ClaimPart(ScopedModel):
    """A part of a claim that was taken off a settlement, or waived with a reason. Append-only."""

    claim = models.ForeignKey(
        FarmerClaim, models.PROTECT, related_name="parts", verbose_name=_("claim on a farmer")
    )
    settlement = models.ForeignKey(
        FarmerSettlement,
        models.PROTECT,
        null=True,
        related_name="claim_parts",
        verbose_name=_("settlement"),
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"))
    actor = actor_key(_("by"))

    scope_paths: ClassVar = ScopePaths(center="claim__station__center", station="claim__station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a claim")
        verbose_name_plural = _("parts of claims")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="claim_part_is_taken_or_waived_with_a_reason",
                condition=Q(amount__gt=0)
                & (Q(settlement__isnull=False, reason="") | (Q(settlement__isnull=True) & ~Q(reason=""))),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.amount}"
