from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.payouts.accounts.models import PayoutAccount
from partners.payouts.lifecycle import (
    BATCH_LIFECYCLE,
    PAYOUT_LIFECYCLE,
    BatchStatus,
    Channel,
    LeftOutBecause,
    PayoutStatus,
)
from partners.payouts.queries import BatchQuerySet, PayoutQuerySet, RuleQuerySet
from partners.people.models import Partner
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths
from stations.wording import yuan

_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
_NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)


class PayoutRule(ScopedModel):
    """When a month is paid out and from which amount on; the row that began last is in force."""

    valid_from = models.DateField(_("from"), unique=True)
    least = models.DecimalField(
        _("least amount"), max_digits=14, decimal_places=2, help_text=_("In yuan; less is carried over.")
    )
    day_of_month = models.PositiveSmallIntegerField(
        _("day of the next month"), help_text=_("On which the month before is paid out.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout rule")
        verbose_name_plural = _("payout rules")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(name="payout_rule_least_above_zero", condition=models.Q(least__gt=0)),
            models.CheckConstraint(
                name="payout_rule_day_is_in_every_month", condition=models.Q(day_of_month__range=(1, 28))
            ),
        ]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.valid_from}: {yuan(self.least)}"


class PayoutBatch(ScopedModel):
    """What is paid out for a month at one go: built, checked by one, released by another.

    `payouts` and `amount` are what was planned; `sent` and `sent_amount` what the release let go.
    """

    month = models.DateField(_("month"), help_text=_("Its first day."))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Within the month."))
    status = models.CharField(
        _("state"), max_length=10, choices=BatchStatus.choices, default=BatchStatus.DRAFT
    )
    count = models.PositiveIntegerField(_("payouts"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    sent_count = models.PositiveIntegerField(_("payouts sent"), default=0)
    sent_amount = models.DecimalField(_("sent"), max_digits=14, decimal_places=2, default=0)
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("built by"),
        help_text=_("Empty: the clock, or a command."),
    )
    built_at = models.DateTimeField(_("built at"), auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"), null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("cancelled by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    # No path: batches are head office's; a county reads its payouts.
    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout batch")
        verbose_name_plural = _("payout batches")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="payout_batch_number_once_a_month", fields=["month", "number"]),
            models.CheckConstraint(
                name="payout_batch_month_is_its_first_day", condition=models.Q(month__day=1)
            ),
            # Nobody lets money go that they themselves have checked.
            models.CheckConstraint(
                name="payout_batch_by_two_people",
                condition=models.Q(released_by__isnull=True)
                | (models.Q(checked_by__isnull=False) & ~models.Q(released_by=models.F("checked_by"))),
            ),
            models.CheckConstraint(
                name="payout_batch_state_has_its_people",
                condition=models.Q(status="draft", checked_by__isnull=True, released_by__isnull=True)
                | models.Q(status="checked", checked_by__isnull=False, released_by__isnull=True)
                | models.Q(status__in=["released", "settled"], released_by__isnull=False)
                | models.Q(status="cancelled", released_by__isnull=True),
            ),
            models.CheckConstraint(
                name="payout_batch_sends_no_more_than_planned",
                condition=models.Q(sent_amount__lte=models.F("amount"), sent_count__lte=models.F("count")),
            ),
        ]
        triggers = [
            BATCH_LIFECYCLE.trigger(name="payout_batch_lifecycle"),
            pgtrigger.ReadOnly(name="built_once", fields=["month", "number", "count", "amount", "built_by"]),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}/{self.number}"


class Payout(ScopedModel):
    """Money on its way to one partner. `amount` in yuan and the account never change.

    What is owed falls when it is sent, and rises again when it fails or comes back.
    """

    batch = models.ForeignKey(
        PayoutBatch, models.PROTECT, related_name="payouts", verbose_name=_("payout batch")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="payouts", verbose_name=_("rural partner")
    )
    account = models.ForeignKey(
        PayoutAccount, models.PROTECT, related_name="payouts", verbose_name=_("account")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    status = models.CharField(
        _("state"), max_length=10, choices=PayoutStatus.choices, default=PayoutStatus.PLANNED
    )
    planned_at = models.DateTimeField(_("planned at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    paid_at = models.DateTimeField(_("paid at"), null=True)
    ended_at = models.DateTimeField(_("failed or returned at"), null=True)
    # What the bank said, or why it was left out.
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="partner__center", person="partner")
    objects: ClassVar = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="payout_once_a_batch", fields=["batch", "partner"]),
            # The last word against paying twice: whatever two batches think, one has the partner.
            models.UniqueConstraint(
                name="payout_one_under_way",
                fields=["partner"],
                condition=models.Q(status__in=["planned", "sent"]),
            ),
            models.CheckConstraint(name="payout_amount_above_zero", condition=models.Q(amount__gt=0)),
            models.CheckConstraint(
                name="payout_state_has_its_moments",
                condition=models.Q(status__in=["planned", "cancelled"], sent_at__isnull=True)
                | models.Q(status="sent", sent_at__isnull=False, paid_at__isnull=True)
                | models.Q(status="paid", sent_at__isnull=False, paid_at__isnull=False)
                | models.Q(status__in=["failed", "returned"], sent_at__isnull=False, ended_at__isnull=False),
            ),
        ]
        triggers = [
            PAYOUT_LIFECYCLE.trigger(name="payout_lifecycle"),
            pgtrigger.ReadOnly(name="planned_once", fields=["batch", "partner", "account", "amount"]),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return f"{self.number} {yuan(self.amount)}"

    @property
    def number(self) -> str:
        """What the bank knows it by; never used again."""
        return f"CZ{self.pk:010d}" if self.pk else gettext("new")


class LeftOut(ScopedModel):
    """Somebody who is not in a batch, and why. `amount` in yuan is what is owed; below zero: a debt."""

    batch = models.ForeignKey(
        PayoutBatch, models.PROTECT, related_name="left_out", verbose_name=_("payout batch")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="left_out", verbose_name=_("rural partner")
    )
    because = models.CharField(_("why"), max_length=12, choices=LeftOutBecause.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    scope_paths: ClassVar = ScopePaths(center="partner__center", person="partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("left out of a batch")
        verbose_name_plural = _("left out of batches")
        ordering = ["-batch", "because", "partner"]
        constraints = [models.UniqueConstraint(name="left_out_once_a_batch", fields=["batch", "partner"])]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_because_display()}"


class PayoutFile(ScopedModel):
    """A file for the bank or for Alipay. The bytes are made anew each time and must fit `digest`.

    So no account number is kept twice, and a file that is fetched again is the same file.
    """

    batch = models.ForeignKey(
        PayoutBatch, models.PROTECT, related_name="files", verbose_name=_("payout batch")
    )
    channel = models.CharField(_("paid through"), max_length=8, choices=Channel.choices)
    count = models.PositiveIntegerField(_("payouts"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    digest = models.CharField(_("SHA-256"), max_length=64)

    scope_paths: ClassVar = ScopePaths()

    class Meta:
        verbose_name = _("payout file")
        verbose_name_plural = _("payout files")
        ordering = ["batch", "channel"]
        constraints = [models.UniqueConstraint(name="payout_file_once", fields=["batch", "channel"])]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """With count and sum, so that a wrong file is seen before it is opened."""
        return f"{self.channel}-{self.batch.month:%Y%m}-{self.batch.number}-{self.count}-{self.amount}.csv"


class ResultFile(ScopedModel):
    """A file that came back from the bank, and what reading it did. The same file is read once."""

    batch = models.ForeignKey(
        PayoutBatch, models.PROTECT, related_name="results", verbose_name=_("payout batch")
    )
    name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(_("SHA-256"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    paid = models.PositiveIntegerField(_("paid"))
    failed = models.PositiveIntegerField(_("failed"))
    returned = models.PositiveIntegerField(_("returned"))
    unchanged = models.PositiveIntegerField(_("known already"))
    refused = models.JSONField(_("rows that were refused"), default=list)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("read by")
    )
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths()

    class Meta:
        verbose_name = _("result file")
        verbose_name_plural = _("result files")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(name="result_file_once", fields=["batch", "digest"])]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return self.name
