from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.contracts.lifecycle import ADDING, EntryKind
from partners.contracts.models import Contract
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths
from stations.wording import yuan


class EntryQuerySet(ScopedQuerySet):
    """Reads of deposit entries."""

    def open(self) -> Self:
        """Recorded, and neither confirmed nor withdrawn."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)

    def counting(self) -> Self:
        """Those that moved the deposit, in their order."""
        return self.filter(confirmed_at__isnull=False).order_by("confirmed_at", "pk")


class DepositEntry(ScopedModel):
    """Something that happens to a deposit: recorded by one person, moved by a second one.

    `amount` in yuan is above zero; whether it adds or takes says the kind. Only a confirmed entry
    has moved money. What is carried from one contract to the next leaves the account as it is.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="entries", verbose_name=_("contract"))
    kind = models.CharField(_("what"), max_length=12, choices=EntryKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    receipt = models.CharField(_("number on the bank's receipt"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    proposed_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="contract__station__center", person="contract__partner")
    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("deposit entry")
        verbose_name_plural = _("deposit entries")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="deposit_entry_above_zero", condition=models.Q(amount__gt=0)),
            # Nobody takes money in, or gives it away, alone.
            models.CheckConstraint(
                name="deposit_entry_by_two_people",
                condition=models.Q(kind__in=["carried_in", "carried_out"])
                | models.Q(confirmed_at__isnull=True)
                | (
                    models.Q(proposed_by__isnull=False, confirmed_by__isnull=False)
                    & ~models.Q(confirmed_by=models.F("proposed_by"))
                ),
            ),
            models.CheckConstraint(
                name="deposit_entry_decided_by_somebody",
                condition=(models.Q(confirmed_by__isnull=True) | models.Q(confirmed_at__isnull=False))
                & (models.Q(confirmed_at__isnull=True) | models.Q(withdrawn_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="deposit_entry_says_why",
                condition=(~models.Q(kind="paid_in") | ~models.Q(receipt=""))
                & (~models.Q(kind__in=["debt", "damage", "release"]) | ~models.Q(reason="")),
            ),
            # The bank's word for money that came: it comes once.
            models.UniqueConstraint(
                name="deposit_receipt_once",
                fields=["receipt"],
                condition=models.Q(kind="paid_in", withdrawn_at__isnull=True),
            ),
            # Two that wait would each be judged by a deposit that the other one changes.
            models.UniqueConstraint(
                name="deposit_entry_one_open",
                fields=["contract"],
                condition=models.Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False)
                | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="recorded_once",
                fields=["contract", "kind", "amount", "receipt", "reason", "proposed_by"],
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {yuan(self.amount)}"

    @property
    def signed(self) -> Decimal:
        """What it does to the deposit, in yuan."""
        return self.amount if self.kind in ADDING else -self.amount

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        return gettext("confirmed") if self.confirmed_at else gettext("waits for a second person")
