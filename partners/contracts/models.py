from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.contracts.lifecycle import CONTRACT_LIFECYCLE, ContractStatus
from partners.contracts.queries import ContractQuerySet, DepositRateQuerySet
from partners.people.models import Partner, Tenure
from stations.money import ZERO
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths
from stations.wording import yuan

_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
_NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)


class DepositRate(ScopedModel):
    """What a partner of a mode puts down; the row of the mode that began last is in force.

    A contract keeps the amount it was drafted with, also when another row begins.
    """

    mode = models.CharField(_("mode"), max_length=3, choices=Tenure.Mode.choices)
    valid_from = models.DateField(_("from"))
    amount = models.DecimalField(_("deposit"), max_digits=14, decimal_places=2, help_text=_("In yuan."))
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where this amount was decided.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = DepositRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("deposit by mode")
        verbose_name_plural = _("deposits by mode")
        ordering = ["mode", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="deposit_rate_once_a_day", fields=["mode", "valid_from"]),
            models.CheckConstraint(name="deposit_rate_not_negative", condition=models.Q(amount__gte=0)),
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}: {yuan(self.amount)}"


class Contract(ScopedModel):
    """What a partner and the house have signed about a station; in force it stands behind a tenure.

    `deposit_due` is what the mode asked for when it was drafted, `frozen` what is held for this
    contract, the sum of its confirmed deposit entries; both yuan. `over_on` is its last day. The
    one it `follows` is of the same partner and station: a renewal, or a change to mode 2.0.
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="contracts", verbose_name=_("rural partner")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="contracts", verbose_name=_("village service station")
    )
    tenure = models.ForeignKey(
        Tenure, models.PROTECT, null=True, related_name="contracts", verbose_name=_("tenure")
    )
    number = models.CharField(_("contract number"), max_length=40)
    mode = models.CharField(_("mode"), max_length=3, choices=Tenure.Mode.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("By the paper; empty: until somebody ends it.")
    )
    deposit_due = models.DecimalField(_("deposit due"), max_digits=14, decimal_places=2)
    frozen = models.DecimalField(_("deposit held"), max_digits=14, decimal_places=2, default=0)
    status = models.CharField(
        _("state"), max_length=10, choices=ContractStatus.choices, default=ContractStatus.DRAFTED
    )
    signed_on = models.DateField(_("signed on"), null=True)
    over_on = models.DateField(_("last day"), null=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="followers", verbose_name=_("contract before")
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", person="partner")
    objects: ClassVar = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            # The paper's own number; that of a draft which was given up is free again.
            models.UniqueConstraint(
                name="contract_number_once",
                fields=["number"],
                condition=~models.Q(status="terminated", signed_on__isnull=True),
            ),
            models.UniqueConstraint(
                name="contract_one_in_force_a_station",
                fields=["station"],
                condition=models.Q(status="in_force"),
            ),
            models.UniqueConstraint(
                name="contract_one_unfinished",
                fields=["partner", "station"],
                condition=models.Q(status__in=["drafted", "signed"]),
            ),
            models.CheckConstraint(
                name="contract_ends_after_it_begins",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="contract_deposit_not_negative",
                condition=models.Q(deposit_due__gte=0, frozen__gte=0),
            ),
            models.CheckConstraint(
                name="contract_state_has_its_days",
                condition=models.Q(
                    status="drafted", signed_on__isnull=True, over_on__isnull=True, tenure__isnull=True
                )
                | models.Q(
                    status="signed", signed_on__isnull=False, over_on__isnull=True, tenure__isnull=True
                )
                | models.Q(
                    status="in_force", signed_on__isnull=False, over_on__isnull=True, tenure__isnull=False
                )
                | models.Q(
                    status="ended", signed_on__isnull=False, over_on__isnull=False, tenure__isnull=False
                )
                | models.Q(status="terminated", over_on__isnull=False),
            ),
        ]
        triggers = [
            CONTRACT_LIFECYCLE.trigger(name="contract_lifecycle"),
            pgtrigger.ReadOnly(
                name="drafted_once",
                fields=[
                    "partner",
                    "station",
                    "number",
                    "mode",
                    "starts_on",
                    "ends_on",
                    "deposit_due",
                    "follows",
                    "drafted_by",
                ],
            ),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.partner}"

    @property
    def subject(self) -> str:
        """How documents and the ledger name it."""
        return f"contract:{self.pk}"

    @property
    def missing(self) -> Decimal:
        """What is still to be paid in, in yuan."""
        return max(self.deposit_due - self.frozen, ZERO)


class ContractChange(ScopedModel):
    """One step of a contract's life: who, when, why. Append-only."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="changes", verbose_name=_("contract"))
    # Empty for the draft itself.
    before = models.CharField(_("before"), max_length=10, choices=ContractStatus.choices, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=ContractStatus.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="contract__station__center", person="contract__partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a contract")
        verbose_name_plural = _("steps of contracts")
        ordering = ["-pk"]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.before} → {self.after}"
