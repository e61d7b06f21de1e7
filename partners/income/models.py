from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.commission.models import CommissionRate
from partners.income.backstops import moves_with_its_statement
from partners.income.queries import EarningQuerySet, MonthClosingQuerySet, StatementQuerySet
from partners.journal.kinds import ANY_CATEGORY, Business, Category
from partners.journal.models import Activity
from partners.journal.subjects import label_of
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel, ScopePaths


class Statement(ScopedModel):
    """A partner's closed month: the sum of its lines, for ever the same.

    A month that is opened again leaves it as it is and writes a version that supersedes it; the
    lines go along. What the statement adds to what is owed is `total`; `balance` is all that was
    owed right after the closing, in yuan before tax.
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="statements", verbose_name=_("rural partner")
    )
    # The center at the month's end; a partner without any tenure keeps the center of the file.
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="statements", verbose_name=_("county operation center")
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        related_name="statements",
        verbose_name=_("village service station"),
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    lines = models.PositiveIntegerField(_("lines"))
    earned = models.DecimalField(_("earned in the month"), max_digits=14, decimal_places=2)
    received_in_cash = models.DecimalField(
        _("received in cash"),
        max_digits=14,
        decimal_places=2,
        default=0,
        help_text=_("Beside what was earned: the partner has it already, and it is not paid again."),
    )
    adjusted = models.DecimalField(
        _("adjustments"),
        max_digits=14,
        decimal_places=2,
        default=0,
        help_text=_("What two people added or took off by hand."),
    )
    deducted = models.DecimalField(
        _("deductions"), max_digits=14, decimal_places=2, default=0, help_text=_("Kept back, as a number.")
    )
    brought_forward = models.DecimalField(
        _("carried over"),
        max_digits=14,
        decimal_places=2,
        default=0,
        help_text=_("Owed from before and not paid out when the month was closed; below zero: a debt."),
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="superseded_by",
        verbose_name=_("version before"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Who had the month opened again; empty: the closing."),
    )
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="partner__center", person="partner")
    objects: ClassVar = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-month", "partner"]
        constraints = [
            models.UniqueConstraint(name="statement_once_a_month", fields=["partner", "month", "version"]),
            models.CheckConstraint(name="statement_month_is_its_first_day", condition=models.Q(month__day=1)),
            models.CheckConstraint(name="statement_deducts_a_number", condition=models.Q(deducted__gte=0)),
            # A second version without a reason would be a closed month that somebody changed.
            models.CheckConstraint(
                name="statement_superseded_for_a_reason",
                condition=models.Q(version=1, supersedes__isnull=True)
                | (models.Q(version__gt=1, supersedes__isnull=False) & ~models.Q(reason="")),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.partner} {self.month:%Y-%m}"

    @property
    def total(self) -> Decimal:
        """What the month itself adds to what is owed, in yuan."""
        return self.earned + self.adjusted - self.deducted


class Earning(ScopedModel):
    """The price of one journal row: what a payment earned, or what a refund took back.

    The amounts of one subject and category always add up to f(paid - refunded). Only
    `earned_on` (hand-over plus hold) and `statement` (closing) are filled in later, once each.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="earning", verbose_name=_("journal row")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="earnings", verbose_name=_("rural partner")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="earnings", verbose_name=_("village service station")
    )
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="earnings", verbose_name=_("county operation center")
    )
    business = models.CharField(_("business"), max_length=16, choices=Business.choices)
    category = models.CharField(_("category"), max_length=24, choices=ANY_CATEGORY)
    subject = models.CharField(_("subject"), max_length=40)
    rate = models.ForeignKey(
        CommissionRate,
        models.PROTECT,
        null=True,
        db_index=False,  # earning_rate_day begins with it
        related_name="earnings",
        verbose_name=_("commission rate"),
        help_text=_("Empty: no rate was in force on that day, so nothing was earned."),
    )
    rate_version = models.PositiveIntegerField(_("version"), null=True)
    paid_on = models.DateField(_("paid on"), help_text=_("The business date whose rate applies."))
    basis = models.DecimalField(
        _("basis"),
        max_digits=14,
        decimal_places=2,
        help_text=_("The signed amount of the journal row; of a subsidy the number of parcels."),
    )
    basis_total = models.DecimalField(
        _("paid less refunded"), max_digits=14, decimal_places=2, help_text=_("After this row.")
    )
    unrounded = models.DecimalField(
        _("before rounding"), max_digits=20, decimal_places=7, help_text=_("f of the total, before the fen.")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    received_in_cash = models.DecimalField(
        _("received in cash"),
        max_digits=14,
        decimal_places=2,
        default=0,
        help_text=_("Beside the amount: the partner has it already, and it is not paid again."),
    )
    earned_on = models.DateField(
        _("earned on"), null=True, help_text=_("Hand-over plus the hold; empty: pending.")
    )
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, related_name="earnings", verbose_name=_("statement")
    )
    priced_at = models.DateTimeField(_("priced at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", person="partner")
    objects: ClassVar = EarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("earning")
        verbose_name_plural = _("earnings")
        ordering = ["-pk"]
        indexes = [
            models.Index(name="earning_subject", fields=["subject", "category"]),
            # Until which day a rate has priced anything.
            models.Index(name="earning_rate_day", fields=["rate", "paid_on"]),
            # What a closing looks for: the partner's lines that no statement holds yet.
            models.Index(
                name="earning_open",
                fields=["partner", "earned_on"],
                condition=models.Q(statement__isnull=True),
            ),
            # For who looks into it: what is rare would be looked for in all lines.
            models.Index(
                name="earning_other_category",
                fields=["category", "-id"],
                condition=~models.Q(category__in=Category.values),
            ),
            # Lines come nearly in the order of their days: a few kilobytes say where a day is not.
            BrinIndex(name="earning_paid_where", fields=["paid_on"], autosummarize=True),
            # Lines are not earned in the order in which they came.
            models.Index(
                name="earning_earned_on",
                fields=["earned_on", "-id"],
                condition=models.Q(earned_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="earning_basis_never_below_zero", condition=models.Q(basis_total__gte=0)
            ),
            # What came in cash is never paid a second time.
            models.CheckConstraint(
                name="earning_cash_is_not_paid_again",
                condition=models.Q(received_in_cash=0)
                | models.Q(amount=0, received_in_cash=models.F("basis")),
            ),
            models.CheckConstraint(
                name="earning_settled_only_when_earned",
                condition=models.Q(statement__isnull=True) | models.Q(earned_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="priced_once",
                fields=[
                    "activity",
                    "partner",
                    "station",
                    "center",
                    "business",
                    "category",
                    "subject",
                    "rate",
                    "rate_version",
                    "paid_on",
                    "basis",
                    "basis_total",
                    "unrounded",
                    "amount",
                    "received_in_cash",
                ],
            ),
            # The day it is earned is set once, by the hand-over.
            pgtrigger.Protect(
                name="earned_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__earned_on__isnull=False)
                & pgtrigger.Q(old__earned_on__df=pgtrigger.F("new__earned_on")),
            ),
            moves_with_its_statement("settled_once"),
        ]

    def __str__(self) -> str:
        return f"{label_of(self.subject)} {self.amount}"


class MonthClosing(ScopedModel):
    """The run that closed a month: one row a month, so that a missing month is found and made up."""

    month = models.DateField(_("month"), unique=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked for by"),
        help_text=_("Empty: the clock, or a command."),
    )
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    # No path: closings are head office's.
    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = MonthClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("month closing")
        verbose_name_plural = _("month closings")
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(name="closing_month_is_its_first_day", condition=models.Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ClosingRange(models.Model):
    """A part of a closing: the partners from one id up to another. Done exactly once.

    The row is what a worker locks; what it counts stands here, so that progress can be seen.
    """

    closing = models.ForeignKey(MonthClosing, models.PROTECT, related_name="ranges")
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField(null=True)  # not included; empty: all that follow
    statements = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("range of a month closing")
        verbose_name_plural = _("ranges of month closings")
        ordering = ["closing", "from_id"]
        constraints = [
            models.UniqueConstraint(name="closing_range_once", fields=["closing", "from_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.closing} {self.from_id}-{self.to_id or ''}"
